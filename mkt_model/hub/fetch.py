"""Fetches the files of an open_clip model and writes down what open_clip knows of it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import open_clip

from mkt_model.checkpoints import TOKENIZER_FILE, CheckpointError
from mkt_model.config import ModelConfig, Preprocess, file_digest
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

RESIZE = {"shortest": "crop", "squash": "squash"}  # open_clip's word and ours


def fetch_files(entry: CatalogueEntry, folder: Path, report: Report | None) -> ModelConfig:
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
