"""The figures of a way to score, worked by hand."""

import numpy as np
import torch

from mkt_model.data.labelled_photos import LabelledPhotos
from mkt_model.evaluate import protocol
from mkt_model.evaluate.protocol import Way


def test_generalised_figures_tell_seen_from_unseen():
    truth = np.array([[1, -1, -1], [-1, 1, -1], [-1, -1, 1]], np.int8)
    photos = LabelledPhotos("three", ("a", "b", "c"), truth, unseen=frozenset("c"))
    scores = np.array([[3.0, 0, 0], [0, 3, 2], [0, 0, 1]])
    found = protocol.figures(scores, photos, [1])
    assert found["mAP clean of seen"] == 1
    assert found["mAP clean of unseen"] == 0.5
    assert found["F1@1"] == 1


def test_a_way_to_score_is_compared_over_the_list():
    raw = (torch.tensor([[3.0, 4.0]]), torch.tensor([[0.0, 2.0]]))
    both = protocol.score(raw, Way("own", "list_norm", "both"), 0.5)
    np.testing.assert_allclose(both, [[0.3, 0.9]])
    np.testing.assert_allclose(protocol.score(raw, Way("own", "raw", "local"), 0.5), [[0, 2]])
