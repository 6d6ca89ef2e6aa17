"""The published classifier as a teacher: its classes, the words above them, and what it teaches."""

from pathlib import Path

import pytest
import torch

from mkt_model.data.words import DataError
from mkt_model.mini.classes import Classes, ClassTeacher, read_classes
from mkt_model.mini.settings import ClassTeaching

CLASSES = Classes(
    ["spaniel", "poodle", "crab"], [("dog", "animal"), ("dog", "animal"), ("animal",)]
)


def teacher() -> ClassTeacher:
    """Three features, each of which speaks for one class."""
    return ClassTeacher(CLASSES, 10 * torch.eye(3), torch.zeros(3))


def test_classes_are_read_with_the_words_above_them(tmp_path: Path):
    file = tmp_path / "classes.txt"
    file.write_text("# a comment\nspaniel: dog, animal\npoodle: dog, animal\ncrab: animal\n")
    read = read_classes(file)
    assert read == CLASSES
    assert read.words == ["animal", "dog"]
    assert read.below.tolist() == [[1, 1], [1, 1], [1, 0]]


def test_a_file_without_classes_is_refused(tmp_path: Path):
    (tmp_path / "classes.txt").write_text("# nothing\n")
    with pytest.raises(DataError, match="names no class"):
        read_classes(tmp_path / "classes.txt")


def test_the_shipped_list_has_every_class_and_plain_words_above():
    classes = read_classes(ClassTeaching().names)
    assert len(classes.names) == 1000
    crabs = [n for n, above in zip(classes.names, classes.above, strict=True) if "crab" in above]
    assert "fiddler crab" in crabs
    assert classes.below[:, classes.words.index("dog")].sum() == 118


def test_beliefs_are_probabilities():
    beliefs = teacher().beliefs(torch.tensor([[1.0, 0, 0], [0, 0, 0]]))
    assert beliefs[0, 0] > 0.99
    assert beliefs[1].tolist() == pytest.approx([1 / 3] * 3)


def test_the_loss_is_least_for_scores_that_agree():
    beliefs = teacher().beliefs(torch.eye(3))
    right = torch.log(torch.cat([beliefs, beliefs @ CLASSES.below], 1).clamp_min(1e-6))
    wrong = right.roll(1, 0)
    assert teacher().loss(right, beliefs, 0.5) < teacher().loss(wrong, beliefs, 0.5) - 1
