"""What a model is: its settings, its folder's config.json and its model id. Imports no torch."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import NoneType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from mkt_model.bounds import check_config, read_json

T = TypeVar("T")
CONFIG_FILE = "config.json"
# What a stored feature row means. Raise it when merging, quantising or the statistics change:
# every model id changes with it and old features are no longer mixed with new ones.
STORAGE_FORMAT = 1


class ConfigError(ValueError):
    """A configuration with an unknown key, a missing key or a value of the wrong type."""


@dataclass(frozen=True)
class Preprocess:
    """How an upright RGB photo becomes the square the image tower sees.

    resize: "squash" keeps the whole photo and ignores its aspect ratio; "crop" scales the shorter
    side to `short_side` and cuts the centre square of `size` pixels.
    """

    size: int
    resize: Literal["squash", "crop"]
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    short_side: int = 0


@dataclass(frozen=True)
class ModelConfig:
    """All that decides a model's numbers. `files` maps each weight file to its sha256.

    comparison: how a photo's two streams are made comparable before they are averaged:
    "standardise" (minus mean, over sd, of the photo's scores over the background vocabulary; SPARC,
    CVPR 2025), "list_norm" (over their L2 norm: the published code) or "raw".
    patch_path: an open_clip ViT's patches, "plain" from the last block (trained as MKT is) or its
    "value" path (MaskCLIP: a backbone whose patches were never trained against text).
    hidden, local_hidden: widths of mkt-mini's heads; other backbones have none.
    confidence_half, confidence_slope: the score that means 0.5, and the logistic's slope there.
    """

    name: str
    backbone: Literal["mini", "open_clip"]
    architecture: str
    dim: int
    patches: int
    top_k: int
    preprocess: Preprocess
    normalise: bool = True
    comparison: Literal["standardise", "list_norm", "raw"] = "standardise"
    local_weight: float = 0.5
    tokens: int = 16
    patch_path: Literal["plain", "value"] = "plain"
    hidden: int = 0
    local_hidden: int = 0
    confidence_half: float = 2.0
    confidence_slope: float = 2.0
    templates: tuple[str, ...] = ("{}",)
    files: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    licence: str = ""


def from_mapping(kind: type[T], values: Mapping[str, Any], where: str = "") -> T:
    """Build the dataclass `kind` from plain values (JSON or TOML).

    Raises ConfigError naming the key for an unknown key, a missing one or a wrong type.
    """
    hints = get_type_hints(kind)
    fields = dataclasses.fields(kind)  # type: ignore[arg-type]  # no type says "any dataclass"
    names = {f.name for f in fields}
    if unknown := sorted(set(values) - names):
        raise ConfigError(f"unknown key {where}{unknown[0]!r}; known: {', '.join(sorted(names))}")
    required = {
        f.name
        for f in fields
        if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
    }
    if missing := sorted(required - set(values)):
        raise ConfigError(f"missing key {where}{missing[0]!r}")
    return kind(**{k: _checked(hints[k], v, f"{where}{k}") for k, v in values.items()})


def _checked(hint: Any, value: Any, where: str) -> Any:
    """`value` as the annotated type `hint`, or ConfigError; ints pass as floats, bools never."""
    origin, args = get_origin(hint), get_args(hint)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint) and isinstance(value, Mapping):
        return from_mapping(hint, value, f"{where}.")
    if origin is Literal and value in args:
        return value
    if origin is tuple and isinstance(value, list | tuple):
        kinds = [args[0]] * len(value) if args[-1] is Ellipsis else list(args)
        if len(kinds) == len(value):
            return tuple(_checked(k, v, where) for k, v in zip(kinds, value, strict=True))
    if origin is Mapping and isinstance(value, Mapping):
        return {k: _checked(args[1], v, f"{where}.{k}") for k, v in value.items()}
    if origin is Union or type(hint).__name__ == "UnionType":
        if value is None and NoneType in args:
            return None
        return _checked(next(a for a in args if a is not NoneType), value, where)
    if hint is float and isinstance(value, int | float) and not isinstance(value, bool):
        with suppress(OverflowError):
            return float(value)
    if hint is Path and isinstance(value, str):
        return Path(value)
    if (
        isinstance(hint, type)
        and isinstance(value, hint)
        and isinstance(value, bool) == (hint is bool)
    ):
        return value
    raise ConfigError(f"{where}: {value!r} is not of type {getattr(hint, '__name__', hint)}")


def load_config(folder: Path) -> ModelConfig:
    """Read `folder`/config.json, every value in its bounds.

    Raises FileNotFoundError or ConfigError naming the file.
    """
    file = folder / CONFIG_FILE
    try:
        values = read_json(file)
        if not isinstance(values, dict):
            raise ConfigError("it holds no object")
        config = from_mapping(ModelConfig, values)
        check_config(dataclasses.asdict(config))
        return config
    except ValueError as error:
        raise ConfigError(f"{file}: {error}") from error


def save_config(config: ModelConfig, folder: Path) -> None:
    text = json.dumps(dataclasses.asdict(config), indent=1)
    (folder / CONFIG_FILE).write_text(text + "\n", encoding="utf-8")


def model_id(config: ModelConfig, background: Sequence[str]) -> str:
    """Name + 12 hex digits over weights, preprocessing, prompt, storage format and background.

    Two libraries with the same model id hold comparable features and scores.
    """
    facts = dataclasses.asdict(config)
    for said_only in ("title", "licence"):
        del facts[said_only]
    text = json.dumps([facts, STORAGE_FORMAT, list(background)], sort_keys=True)
    return f"{config.name}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def file_digest(path: Path) -> str:
    """sha256 of a file, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
