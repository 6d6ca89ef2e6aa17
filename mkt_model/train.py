"""Trains a model: python -m mkt_model.train RUN.toml

`recipe` in the file says which: "mini" makes the model that ships with the program (mini_train.py).
"""

import argparse
import dataclasses
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from mkt_model import mini_train
from mkt_model.config import ConfigError, from_mapping

RECIPES = {"mini": mini_train.Run}


def read_run(path: Path) -> Any:
    """The run of a TOML file. Raises ConfigError naming the file and the key."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        recipe = values.pop("recipe", None)
        if recipe not in RECIPES:
            raise ConfigError(f"recipe is {recipe!r}; there are: {', '.join(RECIPES)}")
        return from_mapping(RECIPES[recipe], values)
    except (ValueError, OSError) as error:
        raise ConfigError(f"{path}: {error}") from error


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, help="a TOML file, see mkt_model/runs")
    parser.add_argument("--data", type=Path, help="the data, instead of the run's own")
    parser.add_argument("--out", type=Path, help="the model folder to write")
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path(tempfile.gettempdir()) / "mkt-mini-features",
        help="where frozen features are kept between runs (4 GB)",
    )
    arguments = parser.parse_args()
    run = read_run(arguments.run)
    run = dataclasses.replace(run, data=arguments.data or run.data, out=arguments.out or run.out)
    mini_train.main(run, arguments.cache)


if __name__ == "__main__":
    main()
