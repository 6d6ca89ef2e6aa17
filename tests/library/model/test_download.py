"""A model is fetched step by step from a hub on 127.0.0.1: progress, a stop, and going on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.library.model.download import fetching
from app.library.model.encoder import ModelError
from app.library.model.installed import Models
from app.paths import Paths, paths_under
from tests.model.hub.hub_stand_in import Hub
from tests.model.openclip.tiny_open_clip import make_model, save_model, vit

NAME, REPOSITORY = "ViT-B-16", "timm/vit_base_patch16_clip_224.openai"
WEIGHTS = "open_clip_model.safetensors"

# huggingface_hub reads HF_ENDPOINT when it is imported, so this runs in a process of its own.
FETCH = """
import sys
sys.modules["transformers"] = None
from pathlib import Path
from app.library.model.download import fetching
from app.paths import paths_under
steps = fetching(sys.argv[1], paths_under(Path(sys.argv[2])))
for here, total in steps:
    print(here, total, flush=True)
    if sys.argv[3] == "stop" and here > 5_000_000:
        steps.close()
"""


def fetch(home: Path, endpoint: str, mode: str) -> list[tuple[int, int]]:
    """What `fetching` yields."""
    settings = {"HF_ENDPOINT": endpoint, "HF_HOME": str(home / "hf"), "NO_PROXY": "127.0.0.1"}
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", FETCH, NAME, str(home), mode],
        env={**os.environ, **settings}, text=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return [tuple(map(int, line.split())) for line in run.stdout.splitlines()]


@pytest.mark.slow
def test_a_download_stopped_between_steps_goes_on_where_it_was(tmp_path: Path):
    model_cfg = vit(text_width=128)
    folder = save_model(make_model(model_cfg), model_cfg, tmp_path / "clip", resize_mode="shortest")
    files = {f"{REPOSITORY}/{path.name}": path.read_bytes() for path in folder.iterdir()}
    size, paths = len(files[f"{REPOSITORY}/{WEIGHTS}"]), paths_under(tmp_path / "home")
    with Hub(files) as hub:
        stopped = fetch(tmp_path / "home", hub.url, "stop")
        assert 5_000_000 < stopped[-1][0] < size
        assert not (paths.models / NAME).exists()
        went_on = fetch(tmp_path / "home", hub.url, "all")
        first, second = hub.ranges(WEIGHTS)
    assert first is None
    assert int(second.removeprefix("bytes=").removesuffix("-")) >= 10 * 2**20  # a chunk is kept
    assert went_on[-1][0] >= size
    assert all(here <= total for here, total in stopped + went_on)
    facts = next(facts for facts in Models(paths).listed(NAME) if facts["name"] == NAME)
    assert facts["installed"]
    assert facts["bytes"] >= size


def test_an_unknown_model_is_told(paths: Paths):
    with pytest.raises(ModelError, match="not in the catalogue"):
        next(fetching("nothing", paths))
