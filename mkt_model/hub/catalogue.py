"""The models that can be fetched, and fetching one. Importing this imports no torch."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mkt_model.config import ConfigError, file_digest, load_config, save_config
from mkt_model.hub.download import DownloadError, Report

__all__ = ["CATALOGUE", "CatalogueEntry", "DownloadError", "fetch"]


@dataclass(frozen=True)
class CatalogueEntry:
    """A model of open_clip's hub.

    architecture, pretrained: its name and tag in open_clip.
    million_parameters: both towers, counted in open_clip.
    download_bytes: float32 weights, and SigLIP 2's tokenizer of 34 MB.
    vram_gb: free GPU memory to encode photos in comfort, worked out from the weights.
    quality: figures that others published, and who; not measured here.
    """

    name: str
    title: str
    architecture: str
    pretrained: str
    licence: str
    million_parameters: int
    download_bytes: int
    vram_gb: int
    description: str
    quality: str


CATALOGUE = (
    CatalogueEntry(
        name="ViT-B-16",
        title="CLIP B/16",
        architecture="ViT-B-16",
        pretrained="openai",
        licence="MIT",
        million_parameters=150,
        download_bytes=599_000_000,
        vram_gb=2,
        description="MKT's own backbone, by OpenAI. English labels; the fastest of the three.",
        quality="Published by others: mAP 40.9 on NUS-WIDE's 81 concepts with many prompts"
        " (SPARC, CVPR 2025).",
    ),
    CatalogueEntry(
        name="ViT-B-16-SigLIP2-256",
        title="SigLIP 2 B/16",
        architecture="ViT-B-16-SigLIP2-256",
        pretrained="webli",
        licence="Apache-2.0",
        million_parameters=375,
        download_bytes=1_535_000_000,
        vram_gb=4,
        description="Sees much more than CLIP at little more time, in many languages. By Google.",
        quality="Published by others: finds the right photo in 75.2 % of searches where CLIP B/16"
        " finds it in 58.3 % (Immich's table of models).",
    ),
    CatalogueEntry(
        name="ViT-SO400M-16-SigLIP2-384",
        title="SigLIP 2 SO400M/16",
        architecture="ViT-SO400M-16-SigLIP2-384",
        pretrained="webli",
        licence="Apache-2.0",
        million_parameters=1136,
        download_bytes=4_579_000_000,
        vram_gb=8,
        description="The best and the slowest, in many languages; wants a GPU. By Google.",
        quality="Published by others: the best multi-label figures found without training, mAP 67.3"
        " on COCO and 88.4 on VOC 2007.",
    ),
)


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
    from mkt_model.hub.fetch import fetch_files

    try:
        draft.mkdir(parents=True, exist_ok=True)
        save_config(fetch_files(entry, draft, progress), draft)
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
