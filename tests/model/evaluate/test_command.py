"""The evaluation command on a tiny CLIP and generated photos."""

import json
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from mkt_model.config import save_config
from mkt_model.data.words import DataError
from mkt_model.evaluate import __main__ as evaluate
from mkt_model.load import load
from mkt_model.metrics import f1_at, map_clean
from tests.model.openclip.tiny_open_clip import make_config, make_model, save_model, vit

LABELS = ["blue", "green", "red", "unseen thing"]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = save_model(make_model(vit()), vit(), tmp_path / "clip")
    files = ("open_clip_config.json", "open_clip_model.safetensors")
    save_config(make_config(vit(), 16, files=dict.fromkeys(files, "")), folder)
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    rows = []
    for number in range(9):
        colour = tuple(np.random.default_rng(number).integers(0, 255, 3).tolist())
        Image.new("RGB", (32, 32), colour).save(folder / f"{number}.png")
        labels = [LABELS[number % 4]] if number < 8 else []
        rows.append(json.dumps({"file": f"{number}.png", "labels": labels}))
    (folder / "labels.jsonl").write_text("\n".join(rows))
    return folder


def arguments(data: Path, tmp_path: Path, unseen: str = "", **changes: object) -> Namespace:
    path = tmp_path / "unseen.txt"
    path.write_text(unseen)
    values = {
        "data": data,
        "format": "auto",
        "seen": None,
        "protocol": "all",
        "limit": None,
        "split": "test",
    }
    return Namespace(**values | {"unseen": path if unseen else None} | changes)


@pytest.mark.slow
def test_the_command_prints_and_keeps_its_figures(model: Path, data: Path, tmp_path: Path):
    (tmp_path / "unseen.txt").write_text("unseen thing\nred\n")
    command = [
        sys.executable,
        "-m",
        "mkt_model.evaluate",
        model,
        data,
        "--protocol",
        "zsl",
        "--unseen",
        tmp_path / "unseen.txt",
        "--k",
        "1",
        "--resamples",
        "9",
        "--out",
        tmp_path / "out",
    ]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout

    assert "all photos: N = 9, 2 labels, 0.444 labels a photo" in text
    assert "photos with a label: N = 4, 2 labels, 1.000 labels a photo" in text
    result = json.loads((tmp_path / "out" / "result.json").read_text())
    assert result["model_id"].startswith("tiny-")
    assert result["settings"]["protocol"] == "zsl"
    first = next(iter(result["all photos"]["figures"].values()))
    assert set(first) == {"mAP clean", "mAP published", "mAP weighted", "F1@1", "P@1", "R@1"}
    low, high = result["all photos"]["95 % intervals"]["mAP clean"]
    assert low <= first["mAP clean"] <= high
    assert [row["label"] for row in result["labels"]] == ["red", "unseen thing"]
    assert "label,unseen,positives,known,AP" in (tmp_path / "out" / "labels.csv").read_text()
    for chart in ("labels.svg", "precision_recall.svg"):
        assert (tmp_path / "out" / chart).read_text().startswith("<?xml")


def test_the_figures_are_those_of_the_scores(model: Path, data: Path, tmp_path: Path):
    photos = evaluate.read_photos(arguments(data, tmp_path))
    loaded = load(model)

    result, scores = evaluate.evaluate(loaded, photos, [2], 5, batch=4, workers=1)

    pixels = torch.from_numpy(np.stack([np.asarray(photos.photo(i)) for i in range(9)]))
    by_hand = loaded.score(*loaded.encode_images(pixels), loaded.encode_labels(photos.labels))
    np.testing.assert_allclose(scores["both"], by_hand, rtol=0, atol=1e-5)
    own = result["all photos"]["figures"]["own prompt, standardise, both"]
    assert own["mAP clean"] == pytest.approx(map_clean(scores["both"], photos.truth))
    assert own["F1@2"] == pytest.approx(f1_at(scores["both"], photos.truth, 2)[0])
    assert len(result["all photos"]["figures"]) == 3 * 3 * 3  # prompts, comparisons, streams


def test_which_labels_are_ranked(data: Path, tmp_path: Path):
    def labels(protocol_: str, unseen: str = "red\n", **changes: object) -> list[str]:
        given = arguments(data, tmp_path, unseen, protocol=protocol_, **changes)
        return list(evaluate.read_photos(given).labels)

    assert labels("zsl") == ["red"]
    assert labels("gzsl") == LABELS
    (tmp_path / "seen.txt").write_text("blue\n")
    assert labels("gzsl", seen=tmp_path / "seen.txt") == ["blue", "red"]
    with pytest.raises(DataError, match="name them with --unseen FILE"):
        labels("zsl", unseen="")
    with pytest.raises(DataError, match="none of the 1 photos has any label ranked"):
        labels("zsl", limit=1)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"data": "nothing"}, "holds no data set of a known format"),
        ({"model": "nothing"}, "nothing holds no model"),
        ({"--unseen": "gone.txt"}, "gone.txt cannot be read"),
    ],
)
def test_what_is_not_there_ends_with_one_line(
    model: Path, data: Path, wrong: dict[str, str], says: str, monkeypatch: pytest.MonkeyPatch
):
    given = {"model": str(model), "data": str(data)} | wrong
    options = [x for name, value in wrong.items() if name[:2] == "--" for x in (name, value)]
    monkeypatch.setattr(sys, "argv", ["evaluate", given["model"], given["data"], *options])
    with pytest.raises(SystemExit, match=f"^Error: .*{says}"):
        evaluate.main()
