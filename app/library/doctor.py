"""Examines the installation: versions, device, folders, disk, and whether the model loads."""

import platform
import shutil
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from app.library.errors import LibraryError
from app.library.library import Library
from app.paths import Paths
from app.settings import Settings

PACKAGES = (
    "mkt-tagger",
    "torch",
    "torchvision",
    "open_clip_torch",
    "timm",
    "PySide6-Essentials",
    "pillow",
    "sqlite-utils",
    "simsimd",
)
LEAST_FREE_BYTES = 500_000_000


def examine(paths: Paths, settings: Settings, full: bool = False) -> dict[str, Any]:
    """All facts by name; `problems` lists what to mend. `full` reads every stored feature and
    compares the database's indexes with its tables."""
    problems: list[str] = []
    facts: dict[str, Any] = {"python": platform.python_version(), "system": platform.platform()}
    for package in PACKAGES:
        try:
            facts[package] = version(package)
        except PackageNotFoundError:
            problems.append(f"{package} is not installed")
    for name in ("data", "config", "cache", "models", "state"):
        facts[f"{name}_folder"] = str(getattr(paths, name))
    free = shutil.disk_usage(_existing(paths.data)).free
    facts["free_disk_gb"] = round(free / 1e9, 1)
    if free < LEAST_FREE_BYTES:
        problems.append(f"little disk space is left for {paths.data}")
    try:
        facts |= _examine_library(paths, settings, full, problems)
    except LibraryError as error:
        problems.append(str(error))
    return {**facts, "problems": problems}


def _examine_library(
    paths: Paths, settings: Settings, full: bool, problems: list[str]
) -> dict[str, Any]:
    with Library(paths, settings.model, settings.device) as library:
        library.encoder.try_out()
        facts = {
            "model_id": library.view.model_id,
            "device": library.encoder.device,
            **library.status(),
        }
        problems += filter(None, [library.lost(), *library.store.db.problems(full)])
        if full and (damaged := library.damaged_features()):
            problems.append(
                f"stored features are damaged in {len(damaged)} rows, first {damaged[0]}"
            )
    return facts


def _existing(folder: Path) -> Path:
    """The nearest folder above that exists."""
    while not folder.exists():
        folder = folder.parent
    return folder
