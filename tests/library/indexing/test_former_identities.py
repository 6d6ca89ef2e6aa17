"""Files whose identity is made by another rule than when they were indexed keep what they had."""

import hashlib
import shutil
from pathlib import Path

import pytest

from app.library.files import identity
from app.library.files.identity import IDENTITY_VERSION, content_identity
from app.library.library import Library
from app.library.records import TagKind
from app.paths import Paths
from tests.colour_encoder import ColourEncoder
from tests.conftest import index, make_photo
from tests.library.indexing.test_edits import tag, tagged

NAMES = {"phone.heic": "green", "scan.tif": "red", "old.bmp": "blue", "still.gif": "green"}


def first_rule(data: bytes) -> str:
    """The identity of these formats in the first version: of the whole file."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


@pytest.fixture
def album(tmp_path: Path) -> Path:
    for seed, (name, colour) in enumerate(NAMES.items()):
        make_photo(tmp_path / "album" / name, colour, seed)
    return make_photo(tmp_path / "album" / "plain.jpg", "red", 9).parent


@pytest.fixture
def old(library: Library, album: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library of the first version, with a tag on each photo."""
    with monkeypatch.context() as patch:
        patch.setattr("app.library.store.photos.IDENTITY_VERSION", 1)
        patch.setattr("app.library.files.decode.former_identity", lambda data: None)
        patch.setattr(
            "app.library.files.decode.content_identity",
            lambda data: first_rule(data) if data[:2] != b"\xff\xd8" else content_identity(data),
        )
        index(library, album)
    for file in album.iterdir():
        tag(library, file, file.stem, TagKind.ADDED)
    library.store.db.write("UPDATE encodings SET orientation = 0")
    return library


def check(library: Library, album: Path) -> None:
    for file in sorted(album.iterdir()):
        photo = library.photos.at(file)
        assert photo.identity == identity.content_identity(file.read_bytes())
        assert tagged(library, file) == {file.stem: TagKind.ADDED}
        assert library.view.encodings.row(photo.identity) is not None
    greens = [h.path.name for h in library.photos.search("near:green", 2).hits]
    assert sorted(greens) == ["phone.heic", "still.gif"]


def test_they_get_their_new_identity_once_and_are_not_encoded_again(
    old: Library, album: Path, colour_encoder: ColourEncoder, monkeypatch: pytest.MonkeyPatch
):
    assert IDENTITY_VERSION > 1
    ids, encoded = old.photos.ids(), colour_encoder.images_encoded
    final = index(old)
    assert (final.found, final.unchanged, final.edited, final.failed) == (5, 1, 0, 0)
    check(old, album)
    assert old.photos.ids() == ids
    assert colour_encoder.images_encoded == encoded
    monkeypatch.setattr("app.library.indexing.run.read_photo", None)
    assert index(old).unchanged == 5


def test_learning_goes_along(old: Library, album: Path):
    labels = [old.store.labels.known("phone").id]
    before = old.view.encodings.tagged(labels)
    index(old)
    assert old.view.encodings.tagged(labels) == before


def test_one_that_moved_meanwhile_is_found(old: Library, album: Path):
    before = old.photos.at(album / "phone.heic").id
    (album / "phone.heic").rename(album / "moved.heic")
    assert index(old).moved == 1
    assert old.photos.at(album / "moved.heic").id == before
    assert tagged(old, album / "moved.heic") == {"phone": TagKind.ADDED}


def test_two_that_are_one_content_now_keep_all_that_was_said(
    library: Library, old: Library, album: Path, paths: Paths
):
    """A keyword that another program wrote made it a content of its own."""
    twin = Path(shutil.copy(album / "still.gif", album / "twin.gif"))
    data = twin.read_bytes()
    comment = b"\x21\xfe\x05green\x00"
    twin.write_bytes(data[:-1] + comment + data[-1:])
    assert content_identity(twin.read_bytes()) == content_identity(data)
    library.store.db.write(
        "INSERT INTO photos (root_id, path, size, mtime_ns, inode, identity, width, height,"
        " added_at) SELECT root_id, 'twin.gif', 1, 1, 1, ?, width, height, added_at FROM photos"
        " WHERE path = 'still.gif'",
        [first_rule(twin.read_bytes())],
    )
    tag(library, twin, "twin", TagKind.ADDED)
    index(library)
    said = {"still": TagKind.ADDED, "twin": TagKind.ADDED}
    assert tagged(library, twin) == tagged(library, album / "still.gif") == said
