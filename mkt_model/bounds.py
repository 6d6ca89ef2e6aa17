"""What a model folder may say of itself: it can come from anywhere. Imports no torch.

Every check raises ValueError naming the key.
"""

import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

LARGEST_JSON = 1_000_000  # bytes of a configuration; the largest here has 2,000
# Key -> least and most of a number in config.json, and of each in a list.
CONFIG: dict[str, tuple[float, float]] = {
    "dim": (1, 8192),
    "patches": (1, 16_384),
    "top_k": (1, 16_384),
    "tokens": (1, 256),
    "hidden": (0, 8192),
    "local_hidden": (0, 8192),
    "local_weight": (0, 1),
    "confidence_half": (-1000, 1000),
    "confidence_slope": (-1e6, 1e6),  # below 0 where training went wrong: of no use, no harm
    "size": (1, 2048),
    "short_side": (0, 4096),
    "mean": (-1000, 1000),
    "std": (1e-6, 1000),
}
# The same for open_clip's model_cfg, by the words it uses; the largest known model has half of it.
OPEN_CLIP: dict[str, tuple[float, float]] = {
    "embed_dim": (1, 8192),
    "image_size": (1, 2048),
    "patch_size": (1, 256),
    "width": (1, 8192),
    "head_width": (1, 1024),
    "heads": (1, 256),
    "layers": (1, 200),
    "mlp_ratio": (0.01, 32),
    "context_length": (1, 1024),
    "vocab_size": (1, 2_000_000),
}
OTHER = (-1000, 1000)
LONGEST = 200  # characters of a name, a title, a licence or a prompt
MOST_PROMPTS = 1000


def read_json(path: Path) -> Any:
    """What a JSON file of bounded size holds. Raises OSError, and ValueError for anything else."""
    with path.open("rb") as stream:
        text = stream.read(LARGEST_JSON + 1)
    if len(text) > LARGEST_JSON:
        raise ValueError(f"it is larger than {LARGEST_JSON} bytes")
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def is_plain_name(name: str) -> bool:
    """Whether a text can only be the name of a file in the folder it is used in, on any system."""
    short = name.isprintable() and 0 < len(name) <= LONGEST
    return short and name[0] not in ". " and not set(name) & set('/\\:*?"<>|')


def check_numbers(
    values: Mapping[str, Any], bounds: Mapping[str, tuple[float, float]], other: Any = None
) -> None:
    """Every number in `values`, however deep, lies in the bounds of its key, or else in `other`."""
    for key, number in _numbers("", values):
        least, most = bounds.get(key, other or (-math.inf, math.inf))
        if not least <= number <= most:  # also where it is no number
            raise ValueError(f"{key}: {number!r} is not from {least:g} to {most:g}")


def _numbers(key: str, value: Any) -> Iterator[tuple[str, float]]:
    """Each number with the nearest key above it."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _numbers(str(name), inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _numbers(key, inner)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield key, value


def check_config(values: Mapping[str, Any]) -> None:
    """The values of a config.json, each of its type already, can do no harm when they are used."""
    check_numbers(values, CONFIG)
    if not is_plain_name(values["name"]):
        raise ValueError(f"name: {values['name']!r} cannot be the name of a folder")
    # A network's name, not "hf-hub:..." or a path: timm would go there.
    if not all(c.isalnum() or c in "_-." for c in values["architecture"]):
        raise ValueError(f"architecture: {values['architecture']!r} is no name of a network")
    for name in values["files"]:
        if not is_plain_name(name):
            raise ValueError(f"files: {name!r} is no plain name of a file")
    for key in ("title", "licence"):
        if not values[key].isprintable() or len(values[key]) > LONGEST:
            raise ValueError(f"{key}: {values[key][:50]!r} is no short line of text")
    _check_prompts(values["templates"])


def _check_prompts(templates: tuple[str, ...]) -> None:
    """`format` can do more than put a label in: "{:9999999999}" fills the memory."""
    if not 1 <= len(templates) <= MOST_PROMPTS:
        raise ValueError(f"templates: there are {len(templates)}")
    for text in templates:
        if "{}" not in text or set(text.replace("{}", "")) & set("{}") or len(text) > LONGEST:
            raise ValueError(f"templates: {text[:50]!r} is no text with a {{}} for the label")
