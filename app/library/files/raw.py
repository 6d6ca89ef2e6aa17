"""Camera RAW files: the preview that the camera made, else a quick development. Owns rawpy."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import rawpy
from PIL import Image

SUFFIXES = frozenset(
    (
        *(".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".iiq", ".kdc", ".mef"),
        *(".mos", ".mrw", ".nef", ".nrw", ".orf", ".pef", ".raf", ".rw2", ".rwl", ".sr2", ".srf"),
        ".srw",
    )
)
# What LibRaw says of how the camera was held, as the turn that makes the picture upright.
TURNS = {
    3: Image.Transpose.ROTATE_180,
    5: Image.Transpose.ROTATE_90,
    6: Image.Transpose.ROTATE_270,
}
ORIENTATIONS = {3: 3, 5: 8, 6: 6}  # the same as EXIF counts
NO_PREVIEW = (rawpy.LibRawNoThumbnailError, rawpy.LibRawUnsupportedThumbnailError)


class RawError(ValueError):
    """This file cannot be read as camera RAW; the text is the reason, in the user's words."""


@contextmanager
def _opened(data: bytes) -> Iterator[rawpy.RawPy]:
    """rawpy's view of a file; raises RawError for all that goes wrong inside the block, but
    MemoryError where it is that."""
    try:
        with rawpy.imread(io.BytesIO(data)) as raw:
            yield raw
    except rawpy.LibRawFileUnsupportedError as error:
        raise RawError("camera RAW of a kind that cannot be read") from error
    except rawpy.LibRawIOError as error:
        raise RawError("truncated: the end of the file is missing") from error
    except rawpy.LibRawUnsufficientMemoryError as error:
        raise MemoryError from error
    except rawpy.LibRawError as error:
        raise RawError(f"damaged camera RAW: {error}") from error


class RawPhoto:
    """A RAW file whose header was read. width, height: of the upright photo, in pixels;
    orientation: as EXIF counts, 1 to 8."""

    def __init__(self, data: bytes) -> None:
        """Raises RawError."""
        self._data = data
        with _opened(data) as raw:
            sizes, self._turn = raw.sizes, TURNS.get(raw.sizes.flip)
        self.orientation = ORIENTATIONS.get(sizes.flip, 1)
        self.width, self.height = sizes.width, sizes.height
        if sizes.flip in (5, 6):
            self.width, self.height = self.height, self.width

    def exif(self) -> Image.Exif:
        """The EXIF of the file where it is a TIFF, else that of its preview; may be empty."""
        exif = Image.Exif()
        if self._data[:4] in (b"II*\0", b"MM\0*"):
            exif.load_from_fp(io.BytesIO(self._data))
        elif preview := self._preview():
            exif = Image.open(io.BytesIO(preview)).getexif()
        return exif

    def picture(self, side: int) -> Image.Image:
        """Upright, in RGB: the preview where it has `side` pixels a side, else developed, at half
        size where that is enough. Raises RawError."""
        preview = self._preview()
        if preview:
            image = Image.open(io.BytesIO(preview))
            if min(image.size) >= min(side, self.width, self.height):
                return self._upright(image, side)
        try:
            return self._developed(side)
        except RawError:
            if preview:  # the sensor's data is packed in a way that LibRaw cannot read
                return self._upright(Image.open(io.BytesIO(preview)), side)
            raise

    def _developed(self, side: int) -> Image.Image:
        with _opened(self._data) as raw:
            half = min(self.width, self.height) >= 2 * side
            return Image.fromarray(raw.postprocess(use_camera_wb=True, half_size=half))

    def _preview(self) -> bytes:
        """The largest preview as a JPEG file; empty where there is none."""
        with _opened(self._data) as raw:
            try:
                found = raw.extract_thumb()
            except NO_PREVIEW:
                return b""
        return bytes(found.data) if found.format == rawpy.ThumbFormat.JPEG else b""

    def _upright(self, image: Image.Image, side: int) -> Image.Image:
        """Previews lie as the sensor does; a portrait in one that does not was turned already."""
        image.draft("RGB", (side, side))
        image.load()
        turned = (image.width > image.height) == (self.width > self.height)
        if self._turn is None or (turned and self._turn != Image.Transpose.ROTATE_180):
            return image.convert("RGB")
        return image.convert("RGB").transpose(self._turn)
