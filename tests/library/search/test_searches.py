"""Searches that are kept by name."""

import pytest

from app.library.errors import LibraryError
from app.library.library import Library


def test_saved_searches(library: Library):
    library.searches.save("Pets", "dog OR cat")
    library.searches.save("Pets", "dog")
    library.searches.save("Sea", "sea")
    assert library.searches.saved() == [("Pets", "dog"), ("Sea", "sea")]
    library.searches.delete("Sea")
    assert library.searches.saved() == [("Pets", "dog")]
    with pytest.raises(LibraryError, match="no saved search 'Sea'"):
        library.searches.delete("Sea")
    with pytest.raises(LibraryError, match="needs a name"):
        library.searches.save(" ", "dog")
