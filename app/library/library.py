"""The library as a whole, for one thread: what the window and the command line call."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from app.library.backups import copy_if_due
from app.library.errors import CannotWriteError, DamagedError, LibraryError
from app.library.folders import Folders, real_folder
from app.library.indexing.edits import Edits
from app.library.indexing.run import Indexer
from app.library.labels.defaults import begin_vocabulary
from app.library.labels.lines import Lines
from app.library.labels.tagging import Tags
from app.library.labels.teaching import Teaching
from app.library.labels.vocabulary import Labels
from app.library.model.encoder import SharedEncoder
from app.library.model.installed import Models
from app.library.one_run import one_run
from app.library.photos import Photos
from app.library.records import Progress
from app.library.scores.answers import Answers
from app.library.scores.view import ModelView
from app.library.search.searches import Searches
from app.library.store.store import Store
from app.paths import Paths


class Library:
    """Everything known of the user's photos, seen with one model: `view`. Its parts say the rest:
    folders, edits, photos, searches, tags, labels, lines, teaching and models.

    Belongs to the thread that made it, like the SQLite connection it holds; another thread makes
    its own. Use it in a `with` block or call close().
    """

    def __init__(
        self,
        paths: Paths,
        model: str,
        device: str = "auto",
        batch: int | None = None,
        language: str = "",
    ) -> None:
        """Open or make the library under `paths`. Raises LibraryError; imports no torch.

        language: of the program (a code like de or zh_CN; any other text: none), in which labels
        are shown and typed.
        """
        self.paths, self.models = paths, Models(paths)
        self.info = self.models.info(model)
        self.encoder = SharedEncoder(self.info, device, batch)
        self.store = Store(paths.database, language)
        try:
            self.view = ModelView(self.store, self.info, self.encoder, paths.features)
            with suppress(CannotWriteError):  # it can be read with the vocabulary it has
                begin_vocabulary(self.store)
        except BaseException as error:
            self.__exit__(type(error), error)
            raise
        self.answers = Answers(self.view)
        self.folders = Folders(self.store, self._alone)
        self.edits = Edits(self.store)
        self.photos = Photos(self.answers)
        self.searches = Searches(self.store)
        self.tags = Tags(self.view)
        self.labels = Labels(self.answers)
        self.lines = Lines(self.view, self.labels)
        self.teaching = Teaching(self.view, self.labels)

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, _: object, error: BaseException | None = None, *__: object) -> None:
        """Close it. Raises DamagedError where a damaged database is behind an error."""
        try:
            if isinstance(error, Exception) and not isinstance(error, LibraryError | OSError):
                for problem in self.store.db.problems(full=True):
                    raise DamagedError(problem) from error
        finally:
            self.close()

    def close(self) -> None:
        self.store.close()

    def index(self, folders: Sequence[Path]) -> Iterator[Progress]:
        """Index folders, or every known root where none is given. Close the generator to stop.

        Raises LibraryError for a folder that is not there and while another run is going on.
        """
        real = [real_folder(folder) for folder in folders]
        with self._alone():
            self.view.features.truncate(self.view.rows)
            scans = self.folders.scans(real)
            self._unfinished.touch()
            yield from Indexer(self.view).run(scans)
            self._unfinished.unlink(missing_ok=True)
            copy_if_due(self.store)

    @property
    def _unfinished(self) -> Path:
        """Is there from the start of a run until it has come to its end."""
        return self.paths.data / "indexing.unfinished"

    def was_interrupted(self) -> bool:
        """Whether the last indexing run was cancelled or killed; index([]) goes on with it."""
        return self._unfinished.exists()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Raises LibraryError where another run is going on."""
        with one_run(self.paths.data):
            yield

    def lost(self) -> str:
        """What tells that the database was lost: it is empty, and there are features; else ""."""
        photos, features = self.store.photos.counts(), self.view.features
        if any(photos.values()) or self.view.rows or not len(features):
            return ""
        return (
            f"the library is empty, but {features.path} has features of {len(features)} photos; if "
            "it was lost, put a copy back before you index: mkt-tagger restore"
        )

    def damaged_features(self) -> list[int]:
        """Features rows whose checksum is wrong. Reads the whole file."""
        return self.view.features.damaged_rows(self.view.rows)

    def status(self) -> dict[str, object]:
        """What is indexed, with which model, and where it lives."""
        roots = [
            str(r.path) + ("" if r.path.is_dir() else " (not there now)")
            for r in self.store.roots.all()
        ]
        return {
            **self.store.photos.counts(),
            "encoded": self.view.rows,
            "vocabulary": len(self.store.labels.vocabulary()),
            "model": self.info.name,
            "model_id": self.view.model_id,
            "roots": roots,
            "database": str(self.paths.database),
            "database_bytes": self.paths.database.stat().st_size,
            "features": str(self.view.features.path),
            "features_bytes": self.view.features.path.stat().st_size,
        }
