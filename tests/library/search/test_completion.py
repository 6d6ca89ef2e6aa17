"""What is offered while a query is typed."""

from pathlib import Path

from app.library.library import Library
from app.library.records import TagKind
from app.library.search.fields import FIELDS
from tests.conftest import index


def test_completion(library: Library, photos: Path):
    index(library, photos)
    library.add_label("street sign")
    library.merge_labels("red", "rot")
    photo = library.photo_at(photos / "red0.jpg")
    library.set_tags([photo.id], "ready", TagKind.ADDED)
    library.search("never offered")
    assert library.complete("Re") == ["rejected:", "ready", "red"]
    assert library.complete("ro") == ["rot"]
    assert library.complete("si") == ["street sign"]
    assert library.complete("tag:s") == ["tag:street sign"]
    assert library.complete("is:p") == ["is:portrait"]
    assert library.complete("path:x") == []
    assert library.complete("never") == []
    assert len(library.complete("", limit=2)) == 2
    assert library.complete('"') == library.complete("")


def test_every_field_is_offered(library: Library):
    assert {done for field in FIELDS for done in library.complete(field, 100)} >= {
        f"{field}:" for field in FIELDS
    }
