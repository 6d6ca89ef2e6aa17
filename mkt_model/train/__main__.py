"""Trains a model: python -m mkt_model.train RUN.toml

`recipe` in the file says which: "mkt" trains MKT's two stages, under torchrun on several GPUs if
wanted; "mini" makes the model that ships with the program.
"""

import argparse
import dataclasses
import sys
import tempfile
from pathlib import Path

from mkt_model.config import ConfigError
from mkt_model.data.words import DataError
from mkt_model.infer import DeviceError
from mkt_model.mini import recipe as mini
from mkt_model.mini.settings import MiniRun
from mkt_model.run_files import read_run
from mkt_model.tensor_files import CheckpointError
from mkt_model.train.session import latest_checkpoint, train_mkt
from mkt_model.train.trainer import TrainingError

ERRORS = (ConfigError, DataError, CheckpointError, DeviceError, TrainingError)
LATEST = Path("latest")


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
    if isinstance(run, MiniRun):
        mini.main(run, arguments.cache)
        return
    resume = latest_checkpoint(run.out) if arguments.resume == LATEST else arguments.resume
    config = train_mkt(run, resume)
    print(f"{config.name} is in {run.out}; what happened is in {run.out / 'training'}")


if __name__ == "__main__":
    main()
