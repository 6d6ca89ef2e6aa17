"""Labels by name: made where they are new, and found under their aliases."""

from pathlib import Path

import pytest

from app.library.store.store import Store


@pytest.fixture
def store(tmp_path: Path):
    store = Store(tmp_path / "library.db")
    yield store
    store.close()


def test_a_label_is_made_once(store: Store):
    dog = store.labels.named("dog")
    assert store.labels.named("dog") == store.labels.known("dog") == dog
    assert not dog.in_vocabulary
    assert store.labels.named("dog", in_vocabulary=True).in_vocabulary
    assert store.labels.named("dog").in_vocabulary  # and it never leaves by this


def test_an_alias_of_an_alias_means_the_label_at_its_end(store: Store):
    dog, hund, chien = (store.labels.named(name) for name in ("dog", "hund", "chien"))
    store.families.set_alias(hund.id, dog.id)
    store.families.set_alias(chien.id, hund.id)
    assert store.labels.known("chien") == dog
    assert store.labels.named("chien") == chien
