"""Where things live: the one file that knows. MKT_TAGGER_HOME moves everything under one folder."""

import os
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path

from platformdirs import PlatformDirs

HOME_VARIABLE = "MKT_TAGGER_HOME"


@dataclass(frozen=True)
class Paths:
    """The program's own folders; nothing is ever written anywhere else."""

    data: Path
    config: Path
    cache: Path
    models: Path
    state: Path

    @property
    def database(self) -> Path:
        return self.data / "library.db"

    @property
    def features(self) -> Path:
        """The folder of the features files, one a model id."""
        return self.data / "features"

    @property
    def settings(self) -> Path:
        return self.config / "settings.json"

    @property
    def log(self) -> Path:
        return self.state / "mkt-tagger.log"


def user_paths() -> Paths:
    """The folders of this user, or all under MKT_TAGGER_HOME when it is set."""
    if home := os.environ.get(HOME_VARIABLE):
        base = Path(home).expanduser().absolute()
        return paths_under(base)
    dirs = PlatformDirs("mkt-tagger", appauthor=False)
    return Paths(
        data=dirs.user_data_path,
        config=dirs.user_config_path,
        cache=dirs.user_cache_path,
        models=dirs.user_data_path / "models",
        state=dirs.user_state_path,
    )


def paths_under(base: Path) -> Paths:
    """All folders under `base`."""
    return Paths(*(base / name for name in ("data", "config", "cache", "models", "state")))


def close_to_others(paths: Paths) -> None:
    """What this process makes from now on is for its user alone: folders 0700, files 0600.

    Folders that an earlier version left open are closed, so that what lies in them is too.
    """
    os.umask(0o077)
    for folder in astuple(paths):
        # It may not be there yet, belong to somebody else or lie on a disk that is only read.
        with suppress(OSError):
            if folder.stat().st_mode & 0o077:
                folder.chmod(0o700)


def resources() -> Path:
    """The folder of shipped files: beside the packages in a checkout, inside `app` in a wheel."""
    installed = Path(__file__).parent / "_resources"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "resources"
