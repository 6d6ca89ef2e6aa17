"""The identity of a photo is that of its picture: metadata does not count, and every pixel does."""

import io
import struct
from collections.abc import Callable

import pillow_heif
import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image, ImageOps, TiffImagePlugin

from app.library.files.identity import content_identity, former_identity
from tests.library.files.raw_file import dng

SHAPES = Image.radial_gradient("L").convert("RGB").resize((64, 48))
OTHER = ImageOps.flip(Image.linear_gradient("L").convert("RGB").resize((64, 48)))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def heic(image: Image.Image, **options: object) -> bytes:
    stream = io.BytesIO()
    pillow_heif.from_pillow(image).save(stream, quality=90, **options)
    return stream.getvalue()


def colour_table(image: Image.Image) -> Image.Image:
    return image.convert("P", palette=Image.Palette.ADAPTIVE, colors=16)


def boxed(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


JXL_HEAD = boxed(b"JXL ", b"\r\n\x87\n") + boxed(b"ftyp", b"jxl \0\0\0\0jxl ")


def bare_jxl(image: Image.Image) -> bytes:
    """What stands for a codestream: its inside is nobody's business here."""
    return b"\xff\x0a" + image.tobytes()


def boxed_jxl(image: Image.Image) -> bytes:
    return JXL_HEAD + boxed(b"jxlc", bare_jxl(image))


def film(image: Image.Image) -> bytes:
    """Built as MP4 is, and as Canon's CR3."""
    head = boxed(b"ftyp", b"isom\0\0\0\0isom")
    return head + boxed(b"moov", b"tracks") + boxed(b"mdat", image.tobytes())


WRITERS: dict[str, Callable[[Image.Image], bytes]] = {
    "jpg": lambda image: saved(image, "JPEG"),
    "png": lambda image: saved(image, "PNG"),
    "webp": lambda image: saved(image, "WEBP"),
    "gif": lambda image: saved(image, "GIF"),
    "moving.gif": lambda image: saved(image, "GIF", save_all=True, append_images=[SHAPES]),
    "bmp": lambda image: saved(image, "BMP"),
    "colours.bmp": lambda image: saved(colour_table(image), "BMP"),
    "tif": lambda image: saved(image, "TIFF"),
    "big.tif": lambda image: saved(image, "TIFF", big_tiff=True),
    "lzw.tif": lambda image: saved(image, "TIFF", compression="tiff_lzw"),
    "jpeg.tif": lambda image: saved(image, "TIFF", compression="jpeg"),
    "pages.tif": lambda image: saved(SHAPES, "TIFF", save_all=True, append_images=[image]),
    "heic": heic,
    "avif": lambda image: saved(image, "AVIF"),
    "moving.avif": lambda image: saved(image, "AVIF", save_all=True, append_images=[SHAPES]),
    "jp2": lambda image: saved(image, "JPEG2000"),
    "dng": lambda image: dng(image.getpixel((9, 9)), preview=image),
    "bare.jxl": bare_jxl,
    "boxed.jxl": boxed_jxl,
    "mp4": film,
}
CAME_LATER = sorted(WRITERS.keys() - {"jpg", "png", "webp"})
# Of what moves, tables that metadata writers must mend tell where each frame lies.
FOR_PILLOW = sorted(set(CAME_LATER) - {"dng", "mp4", "bare.jxl", "boxed.jxl", "moving.avif"})


@pytest.mark.parametrize("kind", WRITERS)
def test_another_picture_has_another_identity(kind: str):
    assert content_identity(WRITERS[kind](SHAPES)) != content_identity(WRITERS[kind](OTHER))


@pytest.mark.parametrize("kind", CAME_LATER)
def test_each_new_format_is_understood(kind: str):
    data = WRITERS[kind](SHAPES)
    assert content_identity(data) != former_identity(data) is not None


# Metadata


def exif() -> Image.Exif:
    values = Image.Exif()
    values[0x010E] = "a title"  # ImageDescription
    return values


@pytest.mark.parametrize(
    ("plain", "with_metadata"),
    [
        (saved(SHAPES, "AVIF"), saved(SHAPES, "AVIF", exif=exif(), xmp=b"<x/>")),
        (heic(SHAPES), heic(SHAPES, exif=exif().tobytes(), xmp=b"<x:xmpmeta/>")),
        (saved(SHAPES, "GIF"), saved(SHAPES, "GIF", comment=b"a comment")),
        (saved(SHAPES, "TIFF"), saved(SHAPES, "TIFF", description="a title", dpi=(300, 300))),
        (saved(SHAPES, "BMP"), saved(SHAPES, "BMP", dpi=(300, 300)) + b"a keyword at the end"),
        (saved(SHAPES, "JPEG2000"), saved(SHAPES, "JPEG2000") + boxed(b"xml ", b"<x/>")),
        (boxed_jxl(SHAPES), boxed_jxl(SHAPES) + boxed(b"Exif", b"\0\0\0\0II*\0")),
        (film(SHAPES), film(SHAPES) + boxed(b"uuid", b"a keyword in XMP")),
    ],
)
def test_metadata_does_not_count(plain: bytes, with_metadata: bytes):
    assert plain != with_metadata
    assert content_identity(plain) == content_identity(with_metadata)


def test_xmp_in_a_gif_does_not_count():
    data = saved(SHAPES, "GIF")
    trailer = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    xmp = b"\x21\xff\x0bXMP DataXMP<x:xmpmeta>, ; and ! too</x:xmpmeta>" + trailer
    assert content_identity(data) == content_identity(data[:-1] + xmp + b";")


def test_a_bare_codestream_is_the_same_picture_in_boxes():
    code = bare_jxl(SHAPES)
    parts = boxed(b"jxlp", b"\0\0\0\0" + code[:100])
    parts += boxed(b"Exif", b"any") + boxed(b"jxlp", b"\x80\0\0\x01" + code[100:])
    identities = {content_identity(d) for d in (code, boxed_jxl(SHAPES), JXL_HEAD + parts)}
    assert len(identities) == 1
    assert content_identity(JXL_HEAD + parts[: len(parts) // 2]) not in identities


@pytest.mark.parametrize("turn", [3, 6, 8])
def test_turning_a_photo_by_its_metadata_keeps_its_identity(turn: int):
    turned = Image.Exif()
    turned[0x0112] = turn
    raw = turned.tobytes()
    assert content_identity(heic(SHAPES)) == content_identity(heic(SHAPES, exif=raw))
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[0x0112] = turn
    tiff = saved(SHAPES, "TIFF", tiffinfo=tags)
    assert content_identity(saved(SHAPES, "TIFF")) == content_identity(tiff)
    avif = saved(SHAPES, "AVIF", exif=raw)
    assert content_identity(saved(SHAPES, "AVIF")) == content_identity(avif)


def test_a_new_preview_of_a_raw_file_is_not_another_photo():
    first, second = (dng((200, 40, 40), preview=image) for image in (SHAPES, OTHER))
    assert content_identity(first) == content_identity(second)
    assert content_identity(first) != content_identity(dng((200, 40, 90), preview=SHAPES))


# What tells pictures apart beside their coded bytes


def test_the_same_bytes_in_another_shape_are_another_picture():
    square = Image.new("L", (60, 60), 7)
    flat = Image.new("L", (120, 30), 7)
    for kind in ("BMP", "TIFF"):
        assert content_identity(saved(square, kind)) != content_identity(saved(flat, kind))


def test_another_colour_table_is_another_picture():
    image = Image.new("P", (16, 16), 1)
    for kind in ("GIF", "BMP", "TIFF"):
        image.putpalette([0, 0, 0, 255, 0, 0] + [0] * 762)
        red = content_identity(saved(image, kind, **{"optimize": False} if kind == "GIF" else {}))
        image.putpalette([0, 0, 0, 0, 0, 255] + [0] * 762)
        blue = content_identity(saved(image, kind, **{"optimize": False} if kind == "GIF" else {}))
        assert red != blue


def test_the_pace_of_an_animation_is_part_of_it():
    fast, slow = (
        saved(SHAPES, "GIF", save_all=True, append_images=[OTHER], duration=ms) for ms in (50, 500)
    )
    assert content_identity(fast) != content_identity(slow)


@pytest.mark.parametrize("kind", FOR_PILLOW)
def test_every_byte_of_the_picture_counts(kind: str):
    """Whatever single byte changes: either Pillow still sees the same pixels, or the identity is
    another one."""
    data = WRITERS[kind](SHAPES)
    identity, pixels = content_identity(data), pixels_of(data)
    for at in range(0, len(data), max(1, len(data) // 150)):
        changed = bytearray(data)
        changed[at] ^= 0x55
        if content_identity(bytes(changed)) == identity:
            assert pixels_of(bytes(changed)) in (pixels, None), at


def pixels_of(data: bytes) -> object:
    """Size, mode and pixels as they lie in the file; None where Pillow cannot read it."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            return image.size, image.convert("RGB").tobytes()
    except Exception:
        return None


# Files that are not what they should be


@pytest.mark.parametrize("kind", WRITERS)
def test_files_cut_anywhere_have_an_identity_of_their_own(kind: str):
    data = WRITERS[kind](SHAPES)
    cuts = [content_identity(data[:at]) for at in range(1, len(data) // 2, 37)]
    assert len({*cuts, content_identity(data)}) == len(cuts) + 1


HEADS = [data[:200] for data in (write(SHAPES) for write in WRITERS.values())]


@given(some.sampled_from(HEADS), some.lists(some.tuples(some.integers(0, 199), some.binary())))
def test_no_bytes_make_it_raise(head: bytes, changes: list[tuple[int, bytes]]):
    for at, new in changes:
        head = head[:at] + new + head[at + len(new) :]
    assert len(content_identity(head)) == 32


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_tiff_whose_tables_never_end(order: str):
    """Directories in a circle, strips that are the whole file a million times: all bytes count."""
    head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, 8)
    circle = struct.pack(f"{order}HHHII I", 1, 256, 3, 1, 5, 8)
    many = struct.pack(
        f"{order}HHHIIHHIII", 2, 273, 4, 500_000, 38, 279, 4, 500_000, 38, 0
    ) + struct.pack(f"{order}I", 30) * 500_000  # fmt: skip
    for data in (head + circle, head + many):
        assert content_identity(data) == former_identity(data)


# Libraries exist


@pytest.mark.parametrize(
    ("data", "identity"),
    [
        (
            b"\xff\xd8\xff\xe1\0\x04xx\xff\xdb\0\x05abc\xff\xda\0\x04xypixels\xff\xd9",
            "9bc8665e8d52b11639e3c732dea50052",
        ),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\x02IHDRabcrc!\0\0\0\x02tEXtabcrc!\0\0\0\0IENDcrc!",
            "30d962fb6088ae1f23a7f66109cc7530",
        ),
        (
            b"RIFF\x20\0\0\0WEBPVP8 \x04\0\0\0abcdEXIF\x02\0\0\0ab",
            "d3bf4759dce7bab55e418f0964818c99",
        ),
        (b"any other bytes", "b7c48abed4bca8162d188ad871486340"),
    ],
)
def test_identities_of_version_1_that_stay(data: bytes, identity: str):
    assert content_identity(data) == identity
    assert former_identity(data) is None


def test_the_former_identity_covers_all_bytes():
    cut = b"GIF89a cut short"
    assert former_identity(cut) == content_identity(cut) == "6f94f07f8d83f6bb512fffe5221a0da6"


# ExifTool, where it is installed
