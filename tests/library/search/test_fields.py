"""Each field: what is a value of it, and that every value which is one can be looked for."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.library.errors import QueryError
from app.library.library import Library
from app.library.search.at_hand import AtHand
from app.library.search.fields import FIELDS, Field
from tests.conftest import index

DIGITS = st.characters(categories=("Nd", "No"))  # of any script
DATES = st.text(DIGITS | st.sampled_from("-/."), min_size=1, max_size=10)
YEARS = st.from_regex(r"\d{4}((-|\.\.)\d{4})?", fullmatch=True)
PATTERNS = st.text(st.sampled_from("ab/*?[]!-\\^. "), min_size=1, max_size=12)
# What never reaches a field: the tokens refuse it.
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
VALUES = st.one_of(TEXT, DATES, YEARS, PATTERNS)


@pytest.fixture
def photos_at_hand(library: Library, photos: Path) -> AtHand:
    index(library, photos)
    return AtHand(library.answers)


@pytest.mark.parametrize("field", [f for f in FIELDS.values() if f.keep], ids=lambda f: f.name)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=VALUES)
def test_a_value_is_refused_with_its_place_or_can_be_looked_for(
    photos_at_hand: AtHand, field: Field, typed: str
):
    try:
        value = field.value(typed, 7)
    except QueryError as error:
        assert error.position == 7
    else:
        kept = field.keep(photos_at_hand, value)
        assert (kept.shape, kept.dtype) == ((len(photos_at_hand.table),), bool)
        assert field.value(value, 0) == value


@pytest.mark.parametrize("field", [f for f in FIELDS.values() if f.choices], ids=lambda f: f.name)
def test_every_choice_is_a_value(photos_at_hand: AtHand, field: Field):
    for choice in field.choices:
        assert field.value(choice.upper(), 0) == choice
        assert field.keep(photos_at_hand, choice).dtype == bool
