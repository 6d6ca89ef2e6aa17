"""A training run's TOML file: `recipe` says whose settings the others are."""

import tomllib
from pathlib import Path

from mkt_model.config import ConfigError, from_mapping
from mkt_model.mini.settings import MiniRun
from mkt_model.train.settings import MktRun

RECIPES: dict[str, type[MiniRun] | type[MktRun]] = {"mini": MiniRun, "mkt": MktRun}


def read_run(path: Path) -> MiniRun | MktRun:
    """The run of a TOML file. Raises ConfigError naming the file and the key."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        recipe = values.pop("recipe", None)
        if recipe not in RECIPES:
            raise ConfigError(f"recipe is {recipe!r}; there are: {', '.join(RECIPES)}")
        return from_mapping(RECIPES[recipe], values)
    except (ValueError, OSError) as error:
        raise ConfigError(f"{path}: {error}") from error
