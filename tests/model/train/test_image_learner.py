"""A learner cuts a tower in two: what it keeps, and what it makes of that, are the tower's own."""

from pathlib import Path

import pytest
import torch

from mkt_model.openclip.towers import image_tower
from mkt_model.train.image_learner import make_learner
from tests.model.openclip.tiny_open_clip import make_config, make_model, save_model, vit


@torch.no_grad()
@pytest.mark.parametrize("patch_path", ["plain", "value"])
@pytest.mark.parametrize("blocks", [0, 1, 3])
def test_both_parts_together_are_the_tower(tmp_path: Path, blocks: int, patch_path: str):
    folder = save_model(make_model(vit()), vit(), tmp_path / "clip")
    tower = image_tower(folder, make_config(vit(), 16, patch_path=patch_path))
    pixels = torch.randn(2, 3, 32, 32)
    expected = tower(pixels)
    learner = make_learner(tower, blocks)
    found = learner(learner.features(pixels))
    for ours, theirs in zip(found, expected, strict=True):
        torch.testing.assert_close(ours, theirs)
    learning = {name for name, value in tower.named_parameters() if value.requires_grad}
    numbers = {int(name.split(".")[3]) for name in learning if "resblocks" in name}
    assert numbers == set(range(3 - blocks, 3))
