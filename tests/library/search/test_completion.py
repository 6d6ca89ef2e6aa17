"""What is offered while a query is typed."""

from pathlib import Path

from app.library.library import Library
from app.library.records import TagKind
from app.library.search.fields import FIELDS
from tests.conftest import index


def test_completion(library: Library, photos: Path):
    index(library, photos)
    library.labels.add("street sign")
    library.labels.merge("red", "rot")
    photo = library.photos.at(photos / "red0.jpg")
    library.tags.set([photo.id], "ready", TagKind.ADDED)
    library.photos.search("never offered")
    assert library.searches.complete("Re") == ["rejected:", "ready", "red"]
    assert library.searches.complete("ro") == ["rot"]
    assert library.searches.complete("si") == ["street sign"]
    assert library.searches.complete("tag:s") == ["tag:street sign"]
    assert library.searches.complete("is:p") == ["is:portrait"]
    assert library.searches.complete("path:x") == []
    assert library.searches.complete("never") == []
    assert len(library.searches.complete("", limit=2)) == 2
    assert library.searches.complete('"') == library.searches.complete("")


def test_every_field_is_offered(library: Library):
    assert {done for field in FIELDS for done in library.searches.complete(field, 100)} >= {
        f"{field}:" for field in FIELDS
    }
