"""Writes a trained model as a model folder that the program, and another run, can use."""

import dataclasses
import shutil
import tempfile
from pathlib import Path

from torch import Tensor, nn

from mkt_model.config import ModelConfig, file_digest, save_config
from mkt_model.openclip.folder import WEIGHTS_FILE
from mkt_model.openclip.towers import LOCAL_HEAD_FILE, VitImageTower
from mkt_model.tensor_files import compact, read_tensors, save_tensors
from mkt_model.towers.mini_image import IMAGE_FILE, MiniImageTower
from mkt_model.towers.mini_text import TEXT_FILE
from mkt_model.towers.text import PROMPT_FILE, TextTower
from mkt_model.towers.tuned_prompt import TunedContext, TunedTable


def save_trained(
    source: Path,
    config: ModelConfig,
    image: VitImageTower | MiniImageTower,
    text: TextTower,
    out: Path,
) -> ModelConfig:
    """Write `out` with the towers' weights over those of the folder they were loaded from.

    Of a tuned prompt only the context words are kept, beside the unchanged text tower; the released
    code's variant replaces the token table. A prompt that was tuned before and is no more in use
    goes. Files change place only when all of them are written.
    """
    out.mkdir(parents=True, exist_ok=True)
    words = text.words
    with tempfile.TemporaryDirectory(dir=out, prefix=".draft-") as name:
        draft = Path(name)
        for file in config.files:
            shutil.copyfile(source / file, draft / file)
        if isinstance(words, TunedContext):
            save_tensors({"context": words.context.detach().cpu()}, draft / PROMPT_FILE)
        else:
            (draft / PROMPT_FILE).unlink(missing_ok=True)
        table = words.table.weight.detach().cpu() if isinstance(words, TunedTable) else None
        if isinstance(image, MiniImageTower):
            _write_mini(draft, image, table)
        else:
            _write_open_clip(draft, image, table)
        files = {path.name: file_digest(path) for path in sorted(draft.iterdir())}
        config = dataclasses.replace(config, files=files)
        for path in list(draft.iterdir()):
            path.replace(out / path.name)
        save_config(config, out)
    return config


def _write_mini(draft: Path, image: MiniImageTower, table: Tensor | None) -> None:
    save_tensors(compact(_on_cpu(image)), draft / IMAGE_FILE)
    if table is not None:
        quantised = compact({"network.words.weight": table})
        save_tensors(read_tensors(draft / TEXT_FILE) | quantised, draft / TEXT_FILE)


def _write_open_clip(draft: Path, image: VitImageTower, table: Tensor | None) -> None:
    weights = read_tensors(draft / WEIGHTS_FILE)
    learned = {f"visual.{name}": value for name, value in _on_cpu(image.visual).items()}
    if table is not None:
        learned["token_embedding.weight"] = table
    weights |= {name: value.to(weights[name].dtype) for name, value in learned.items()}
    save_tensors(weights, draft / WEIGHTS_FILE)
    if image.local_head is not None:
        save_tensors(compact(_on_cpu(image.local_head)), draft / LOCAL_HEAD_FILE)


def _on_cpu(module: nn.Module) -> dict[str, Tensor]:
    return {name: value.detach().cpu() for name, value in module.state_dict().items()}
