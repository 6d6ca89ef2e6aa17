"""A label's scores by one model: kept as they are, and of typed labels only the newest."""

from pathlib import Path

import numpy as np
import pytest

from app.library.store.label_scores import TYPED_LABELS_KEPT, LabelScores
from app.library.store.store import Store


@pytest.fixture
def store(tmp_path: Path):
    store = Store(tmp_path / "library.db")
    yield store
    store.close()


def test_scores_come_back_as_they_went_in(store: Store):
    kept = store.with_model("m").scores
    store.labels.add(["dog"], in_vocabulary=True)
    label = store.labels.find("dog")
    values = np.array([0.5, -0.25, 1.0], np.float32)
    kept.save(label, LabelScores(values, values * 2))
    found = kept.of(label)
    np.testing.assert_array_equal(found.embedding, values)
    np.testing.assert_array_equal(found.combined, values * 2)
    assert store.with_model("other model").scores.of(label) is None


def test_of_labels_only_typed_the_newest_are_kept(store: Store):
    kept = store.with_model("m").scores
    empty = np.zeros(0, np.float32)
    scores = LabelScores(empty, empty)
    names = [f"typed {i}" for i in range(TYPED_LABELS_KEPT + 3)]
    store.labels.add(["kept"], in_vocabulary=True)
    store.labels.add(names, in_vocabulary=False)
    kept.save(store.labels.find("kept"), scores)
    for name in names:
        kept.save(store.labels.find(name), scores)
    assert kept.of(store.labels.find("kept"))
    assert kept.of(store.labels.find("typed 2")) is None
    assert kept.of(store.labels.find("typed 3"))
