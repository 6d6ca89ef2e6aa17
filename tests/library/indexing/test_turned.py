"""How a photo has to be turned is part of the picture: another program may change that alone."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image

from app.library.files.thumbnails import Thumbnails
from app.library.library import Library
from app.library.records import TagKind
from tests.colour_encoder import ColourEncoder
from tests.conftest import COLOURS, index
from tests.library.indexing.test_edits import tag, tagged

UPRIGHT, UPSIDE_DOWN, ON_ITS_SIDE = 1, 3, 6


def save_turned(file: Path, orientation: int) -> None:
    """Red at the top of its pixels, blue below; only `orientation` differs."""
    file.parent.mkdir(exist_ok=True)
    image = Image.new("RGB", (120, 80), COLOURS["blue"])
    image.paste(COLOURS["red"], (0, 0, 120, 40))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    image.save(file, exif=exif)


@pytest.fixture
def photo(library: Library, tmp_path: Path) -> Path:
    file = tmp_path / "album" / "photo.jpg"
    save_turned(file, UPRIGHT)
    index(library, file.parent)
    tag(library, file, "mine", TagKind.ADDED)
    return file


def corner_colours(library: Library, file: Path) -> list[str]:
    """What the features say of the upper left and of the lower left corner."""
    row = library.view.encodings.row(library.photos.at(file).identity)
    assert row is not None
    stored = library.view.features.rows(row, row + 1)
    embeddings = stored.vectors[0, 1:10, :3] * stored.scales[0, 1:, None]
    return [("red", "green", "blue")[int(np.argmax(embeddings[i]))] for i in (0, 6)]


@pytest.mark.parametrize("orientation", [UPSIDE_DOWN, ON_ITS_SIDE])
def test_features_and_thumbnail_are_made_anew_and_tags_stay(
    library: Library, photo: Path, orientation: int, tmp_path: Path
):
    assert corner_colours(library, photo) == ["red", "blue"]
    identity, thumbnails = library.photos.at(photo).identity, Thumbnails(tmp_path / "small")
    before = thumbnails.get(library.photos.at(photo), 256)
    save_turned(photo, orientation)
    index(library)
    turned = library.photos.at(photo)
    assert (turned.identity, turned.orientation) == (identity, orientation)
    assert corner_colours(library, photo) == {
        UPSIDE_DOWN: ["blue", "red"], ON_ITS_SIDE: ["blue", "blue"]
    }[orientation]  # fmt: skip
    assert tagged(library, photo) == {"mine": TagKind.ADDED}
    assert thumbnails.get(turned, 256).tobytes() != before.tobytes()
    assert library.view.stale_vocabulary() == []


def test_a_turned_photo_that_also_moved(library: Library, photo: Path):
    save_turned(photo, UPSIDE_DOWN)
    moved = photo.rename(photo.with_name("moved.jpg"))
    assert index(library).moved == 1
    assert corner_colours(library, moved) == ["blue", "red"]
    assert library.photos.at(moved).orientation == UPSIDE_DOWN
    assert tagged(library, moved) == {"mine": TagKind.ADDED}


def test_new_metadata_without_a_turn_encodes_nothing(
    library: Library, photo: Path, colour_encoder: ColourEncoder
):
    encoded = colour_encoder.images_encoded
    data = photo.read_bytes()
    photo.write_bytes(data[:2] + b"\xff\xfe\x00\x0ba comment" + data[2:])
    index(library)
    assert colour_encoder.images_encoded == encoded


def test_copies_that_are_turned_alike_are_encoded_once(
    library: Library, photo: Path, colour_encoder: ColourEncoder
):
    copies = [Path(shutil.copy(photo, photo.with_name(f"{i}.jpg"))) for i in range(9)]
    index(library)
    encoded = colour_encoder.images_encoded
    for file in (photo, *copies):
        save_turned(file, ON_ITS_SIDE)
    index(library)
    assert colour_encoder.images_encoded == encoded + 1


def test_of_photos_that_an_earlier_version_encoded_the_shape_tells(
    library: Library, photo: Path, colour_encoder: ColourEncoder
):
    for table in ("encodings", "photos"):
        library.store.db.write(f"UPDATE {table} SET orientation = 0")
    encoded = colour_encoder.images_encoded
    photo.touch()
    index(library)
    assert colour_encoder.images_encoded == encoded
    assert library.view.encodings.orientations() == {library.photos.at(photo).identity: UPRIGHT}
    library.store.db.write("UPDATE encodings SET orientation = 0")
    save_turned(photo, ON_ITS_SIDE)
    index(library)
    assert corner_colours(library, photo) == ["blue", "blue"]
