"""The catalogue says what open_clip says, and reading it costs nothing."""

import subprocess
import sys

import open_clip
import pytest

from mkt_model.hub.catalogue import CATALOGUE
from mkt_model.openclip.folder import skeleton


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_open_clip_knows_every_entry_and_its_size(entry):
    assert open_clip.get_pretrained_cfg(entry.architecture, entry.pretrained)["hf_hub"]
    model = skeleton(open_clip.get_model_config(entry.architecture))
    parameters = sum(value.numel() for value in model.parameters())
    assert round(parameters / 1e6) == entry.million_parameters
    assert 4 * parameters <= entry.download_bytes <= 4 * parameters + 36_000_000


def test_reading_the_catalogue_is_light():
    code = "import sys, mkt_model.hub.catalogue; print({'torch', 'open_clip'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
