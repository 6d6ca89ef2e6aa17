"""Fetches a model of the catalogue and writes down what open_clip knows of it."""

import json
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import open_clip

from mkt_model.config import (
    ConfigError,
    ModelConfig,
    Preprocess,
    file_digest,
    load_config,
    save_config,
)
from mkt_model.hub.catalogue import CatalogueEntry
from mkt_model.hub.download import DownloadError, Report, download
from mkt_model.openclip.folder import (
    MODEL_FILE,
    WEIGHTS_FILE,
    patch_count,
    read_model_cfg,
    skeleton,
)
from mkt_model.prompts import TEMPLATES
from mkt_model.scoring import TOP_K_SHARE
from mkt_model.tensor_files import CheckpointError
from mkt_model.towers.text import TOKENIZER_FILE

# open_clip's word and ours
RESIZE: dict[str, Literal["crop", "squash"]] = {"shortest": "crop", "squash": "squash"}


def fetch(entry: CatalogueEntry, models_folder: Path, progress: Report | None = None) -> Path:
    """Download a model, on the user's explicit choice only, into `models_folder`/name.

    A model that is there whole is not fetched again; a download that broke off goes on. The folder
    appears when it is complete, and from then on the network is not needed. `progress` hears
    (file name, bytes here, bytes in all); without it a bar is shown on a terminal.
    Raises DownloadError with what to do about it.
    """
    folder, draft = models_folder / entry.name, models_folder / ".partial" / entry.name
    if _is_whole(folder):
        return folder
    try:
        draft.mkdir(parents=True, exist_ok=True)
        save_config(_fetch_files(entry, draft, progress), draft)
        shutil.rmtree(folder, ignore_errors=True)
        draft.replace(folder)
    except OSError as error:
        raise DownloadError(f"cannot write to {draft}: {error.strerror or error}") from error
    finally:
        for empty in (draft, draft.parent):
            with suppress(OSError):  # it may be gone, or hold a download to go on with
                empty.rmdir()
    return folder


def _is_whole(folder: Path) -> bool:
    """Whether every file is what config.json says it is."""
    try:
        files = load_config(folder).files
        return all(file_digest(folder / name) == digest for name, digest in files.items())
    except (OSError, ConfigError):
        return False


def _fetch_files(entry: CatalogueEntry, folder: Path, report: Report | None) -> ModelConfig:
    """Download a model from where open_clip keeps it. Raises DownloadError and OSError."""
    known = open_clip.get_pretrained_cfg(entry.architecture, entry.pretrained)
    repository = known["hf_hub"].rstrip("/")
    download(repository, MODEL_FILE, folder, report)
    try:
        settings = _complete_settings(folder, known)
        config = _make_config(entry, settings)  # now: what cannot be used is not worth gigabytes
    except (CheckpointError, KeyError, TypeError, ValueError) as error:
        raise DownloadError(f"{repository} holds no model of a known kind: {error}") from error
    paths = [folder / MODEL_FILE]
    if tokenizer := settings["model_cfg"]["text_cfg"].get("hf_tokenizer_name"):
        paths.append(download(tokenizer, TOKENIZER_FILE, folder, report))
    paths.append(download(repository, WEIGHTS_FILE, folder, report))
    return replace(config, files={path.name: file_digest(path) for path in paths})


def _complete_settings(folder: Path, known: dict[str, Any]) -> dict[str, Any]:
    """Add to the hub's settings what open_clip's own table knows of these weights; keep both."""
    path = folder / MODEL_FILE
    model_cfg = read_model_cfg(folder)
    model_cfg["quick_gelu"] = known.get("quick_gelu", model_cfg.get("quick_gelu", False))
    preprocess = {**known, **json.loads(path.read_bytes()).get("preprocess_cfg", {})}
    chosen = {key: preprocess[key] for key in ("mean", "std", "interpolation", "resize_mode")}
    settings = {"model_cfg": model_cfg, "preprocess_cfg": chosen}
    path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    return settings


def _make_config(entry: CatalogueEntry, settings: dict[str, Any]) -> ModelConfig:
    model_cfg, preprocess = settings["model_cfg"], settings["preprocess_cfg"]
    patches = patch_count(skeleton(model_cfg).visual)
    return ModelConfig(
        name=entry.name,
        backbone="open_clip",
        architecture=entry.architecture,
        dim=model_cfg["embed_dim"],
        patches=patches,
        top_k=max(1, round(patches * TOP_K_SHARE)),
        preprocess=Preprocess(
            size=model_cfg["vision_cfg"]["image_size"],
            resize=RESIZE[preprocess["resize_mode"]],
            mean=tuple(preprocess["mean"]),
            std=tuple(preprocess["std"]),
        ),
        comparison="standardise",
        patch_path="value",
        templates=TEMPLATES,
        title=entry.title,
        licence=entry.licence,
    )
