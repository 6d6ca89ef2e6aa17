"""Trains a model: python -m mkt_model.train RUN.toml

`recipe` in the file says which: "mkt" trains MKT's two stages (mkt_train.py), under torchrun on
several GPUs if wanted; "mini" makes the model that ships with the program (mini_train.py).
"""

import argparse
import dataclasses
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from mkt_model.config import ConfigError, from_mapping
from mkt_model.data.tar_sets import DataError
from mkt_model.infer import DeviceError
from mkt_model.mini import recipe as mini_train
from mkt_model.mini import settings as mini_run
from mkt_model.tensor_files import CheckpointError
from mkt_model.train.session import latest_checkpoint, train_mkt
from mkt_model.train.settings import MktRun
from mkt_model.train.trainer import TrainingError

RECIPES = {"mini": mini_run.Run, "mkt": MktRun}
ERRORS = (ConfigError, DataError, CheckpointError, DeviceError, TrainingError)
LATEST = Path("latest")


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
        "--resume",
        type=Path,
        nargs="?",
        const=LATEST,
        help="go on from a checkpoint under OUT/training (default: the newest)",
    )
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path(tempfile.gettempdir()) / "mkt-mini-features",
        help="mini: where what the frozen stages see is kept between runs (4 GB)",
    )
    try:
        train(parser.parse_args())
    except ERRORS as error:
        sys.exit(f"Error: {error}")


def train(arguments: argparse.Namespace) -> None:
    run = read_run(arguments.run)
    run = dataclasses.replace(run, data=arguments.data or run.data, out=arguments.out or run.out)
    if isinstance(run, mini_run.Run):
        mini_train.main(run, arguments.cache)
        return
    resume = latest_checkpoint(run.out) if arguments.resume == LATEST else arguments.resume
    config = train_mkt(run, resume)
    print(f"{config.name} is in {run.out}; what happened is in {run.out / 'training'}")


if __name__ == "__main__":
    main()
