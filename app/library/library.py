"""The library as a whole, for one thread: what the window and the command line call."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Lock

import numpy as np
from filelock import FileLock, Timeout
from PIL import Image

from app.library import folders as places
from app.library.files.scan import Scan
from app.library.hiding import apply_patterns
from app.library.indexing.run import Indexer
from app.library.labels import teaching as lessons
from app.library.labels import vocabulary
from app.library.labels.tagging import (
    MOST_SUGGESTIONS,
    common_tags,
    labels_of,
    restore_tags,
    set_tags,
)
from app.library.model import encoder as models
from app.library.model.encoder import Encoder, ModelInfo
from app.library.records import (
    NEAR_DUPLICATE,
    DuplicateGroup,
    LabelHealth,
    Learned,
    LibraryError,
    Line,
    Photo,
    PhotoLabel,
    Progress,
    RootState,
    Tag,
    TagChange,
    TagKind,
)
from app.library.scores import lines
from app.library.scores.answers import Answers
from app.library.scores.duplicates import duplicates
from app.library.scores.explain import Explanation, explain
from app.library.scores.features import FeaturesDamagedError, FeaturesFile, set_aside
from app.library.scores.view import ScoreCache
from app.library.search.completion import complete
from app.library.search.ordering import ordered
from app.library.search.parser import parse_label
from app.library.search.ranking import Ranking, rank, rank_similar, with_hits
from app.library.store.curves import Learning
from app.library.store.label_store import Label
from app.library.store.store import Store
from app.paths import Paths

_loaded: dict[tuple[ModelInfo, str, int | None], Encoder] = {}
_loading = Lock()


def shared_encoder(info: ModelInfo, device: str, batch: int | None) -> Encoder:
    """A loaded model is shared by every Library of this process: it is large and slow to load."""
    key = (info, device, batch)
    with _loading:
        if key not in _loaded:
            _loaded[key] = models.load(info, device, batch)
        return _loaded[key]


class Library:
    """Everything known of the user's photos, seen with one model.

    Belongs to the thread that made it, like the SQLite connection it holds; another thread makes
    its own. Use it in a `with` block or call close().
    """

    def __init__(
        self, paths: Paths, model: str, device: str = "auto", batch: int | None = None
    ) -> None:
        """Open or make the library under `paths`. Raises LibraryError; imports no torch."""
        self.paths = paths
        self.info = models.describe(models.find_model(model, paths))
        self.store = Store(paths.database)
        try:
            self._encoder = partial(shared_encoder, self.info, device, batch)
            self.cache = ScoreCache(self.store, self._open_features(), self.info, self._encoder)
            self.answers = Answers(self.cache)
            if not self.store.labels.all():
                self.store.labels.add(models.word_list("default"), in_vocabulary=True)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.store.close()

    def _open_features(self) -> FeaturesFile:
        """The features file, brought in line with the database after damage or loss."""
        try:
            features = FeaturesFile(self.paths.features, self.info)
        except FeaturesDamagedError:
            set_aside(self.paths.features / f"{self.info.model_id}.features")
            features = FeaturesFile(self.paths.features, self.info)
        if len(features) < self.store.encoded_count(self.info.model_id):
            self.store.drop_encodings(self.info.model_id, len(features))
        return features

    # Indexing

    def index(self, folders: Sequence[Path]) -> Iterator[Progress]:
        """Index folders, or every known root where none is given. Close the generator to stop.

        Raises LibraryError for a folder that is not there and while another run is going on.
        """
        folders = [places.folder(f) for f in folders]
        with self._indexing_lock():
            self.cache.features.truncate(self.store.encoded_count(self.info.model_id))
            scans = [places.place(self.store, f) for f in folders] or [
                (r, Scan(r.path, patterns=r.patterns))
                for r in self.store.roots()
                if r.path.is_dir()
            ]
            self._unfinished.touch()
            yield from Indexer(self.cache).run(scans)
            self._unfinished.unlink(missing_ok=True)

    @property
    def _unfinished(self) -> Path:
        """Is there from the start of a run until it has come to its end."""
        return self.paths.data / "indexing.unfinished"

    def was_interrupted(self) -> bool:
        """Whether the last indexing run was cancelled or killed; index([]) goes on with it."""
        return self._unfinished.exists()

    def known_device(self) -> str:
        """Where the model runs, in plain words, as far as can be told without loading it."""
        return self.device if self.device != "none" else self._encoder.args[1]

    @contextmanager
    def _indexing_lock(self) -> Iterator[None]:
        lock = FileLock(self.paths.data / "indexing.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise LibraryError("another indexing run is going on; wait for it or stop it") from None
        try:
            yield
        finally:
            lock.release()

    @property
    def device(self) -> str:
        """Where the model runs; "none" as long as nothing needed it."""
        with _loading:
            loaded = _loaded.get(self._encoder.args)
        return loaded.device if loaded else "none"

    def try_model(self) -> None:
        """Load the whole model and run it on a word and a blank photo. Raises ModelError."""
        encoder = self._encoder()
        encoder.encode_text(["photo"])
        blank = Image.new("RGB", (self.info.side, self.info.side))
        encoder.encode_images([encoder.prepare(blank)])

    def damaged_features(self) -> list[int]:
        """Features rows whose checksum is wrong. Reads the whole file."""
        return self.cache.features.damaged_rows(self.store.encoded_count(self.info.model_id))

    # Folders

    def roots(self) -> list[RootState]:
        return self.store.root_states()

    def forget_root(self, path: Path) -> None:
        """Take a folder out of the library. Its files stay as they are; its tags come back with it.

        Raises LibraryError for a folder that is no root.
        """
        with self._indexing_lock():
            self.store.forget_root(places.root_at(self.store, path))

    def relocate_root(self, path: Path, new_path: Path) -> None:
        """The folder was moved to `new_path`: its photos keep their tags and scores.

        Raises LibraryError where there is no such root or folder, or another root holds it.
        """
        with self._indexing_lock():
            root, new = places.root_at(self.store, path), places.folder(new_path)
            places.check_apart(self.store, root, new)
            self.store.relocate_root(root, new)

    def ignored(self, path: Path) -> list[str]:
        """The ignore patterns of a folder of the library; its `.mktignore` files come on top.

        Raises LibraryError for a folder that is no root.
        """
        return places.root_at(self.store, path).patterns.splitlines()

    def set_ignored(self, path: Path, patterns: Sequence[str]) -> tuple[int, int]:
        """Replace a folder's ignore patterns and apply them to what is indexed already; returns how
        many photos were hidden and how many are shown again. Hidden photos keep their tags.

        Raises LibraryError for a folder that is no root, and for a pattern that is none.
        """
        with self._indexing_lock():
            return apply_patterns(self.store, places.root_at(self.store, path), patterns)

    def skipped(self) -> list[tuple[Path, str]]:
        """(path, reason) of every file that could not be read."""
        return self.store.searches.skipped()

    # Tags

    def set_tags(self, photo_ids: Sequence[int], label: str, kind: TagKind | None) -> TagChange:
        """Say yes, no or nothing (None) of a label on photos; see restore_tags for the undo."""
        return set_tags(self.cache, photo_ids, label, kind)

    def restore_tags(self, change: TagChange) -> TagChange:
        """Undo a change of tags; what it returns redoes it."""
        return restore_tags(self.cache, change)

    def tags(self, photo_id: int) -> list[Tag]:
        """Everything a human said of a photo, oldest first."""
        return self.store.tags.of_photo(photo_id)

    def labels_of(self, photo: Photo, limit: int = MOST_SUGGESTIONS) -> list[PhotoLabel]:
        """The labels of a photo: tags first, then at most `limit` suggestions, best first."""
        return labels_of(self.cache, photo, limit)

    def labels_of_many(self, photo_ids: Sequence[int]) -> list[PhotoLabel]:
        """The tags that all of these photos have in common."""
        return common_tags(self.cache, photo_ids)

    def label_counts(self) -> dict[str, int]:
        """For each label of the vocabulary, how many photos show it."""
        return self.answers.counts()

    # Questions

    def duplicates(self, threshold: float = NEAR_DUPLICATE) -> list[DuplicateGroup]:
        """Groups of photos with the same content, then of nearly the same pictures."""
        return duplicates(self.cache, self.answers.table(), threshold)

    def complete(self, prefix: str, limit: int = 10) -> list[str]:
        """What a term of a query that begins so may become."""
        return complete(self.store, prefix, limit)

    def saved_searches(self) -> list[tuple[str, str]]:
        """(name, query), by name."""
        return self.store.searches.saved()

    def save_search(self, name: str, query: str) -> None:
        """Keep a query under a name. Raises LibraryError where either is empty."""
        if not name.strip() or not query.strip():
            raise LibraryError("a saved search needs a name and a query")
        self.store.searches.save(name.strip(), query.strip())

    def delete_search(self, name: str) -> None:
        """Raises LibraryError where there is no saved search of this name."""
        if not self.store.searches.delete(name):
            raise LibraryError(f"there is no saved search {name!r}")

    def search(self, query: str, limit: int = 50, all_photos: bool = False) -> Ranking:
        """The ranking of a query with its first `limit` photos looked up. Raises QueryError."""
        return with_hits(self.answers, rank(self.answers, query, all_photos), limit)

    def similar(self, photo_id: int, limit: int = 50) -> Ranking:
        """The same of the photos most similar to one."""
        return with_hits(self.answers, self.rank_similar(photo_id), limit)

    def rank(self, query: str) -> Ranking:
        """Every photo of a query, for the window; see docs/searching.md. Raises QueryError."""
        return rank(self.answers, query)

    def rank_similar(self, photo_id: int) -> Ranking:
        """Every photo, the most similar to one first. Raises LibraryError."""
        return rank_similar(self.answers, photo_id)

    def photo_ids(self) -> list[int]:
        return self.store.photo_ids()

    def ordered(self, ids: Sequence[int], by: str) -> list[int]:
        """Photo ids in another order: "date" (newest first), "name" or "path"."""
        return ordered(self.answers.table(), ids, by)

    def photos(self, ids: Sequence[int]) -> list[Photo]:
        return self.store.photos(ids)

    def photo_at(self, path: Path) -> Photo:
        """The photo of a file. Raises LibraryError where it is not indexed."""
        return places.photo_at(self.store, path)

    def explain(self, photo_id: int, label: str) -> Explanation:
        """Where in a photo the model sees a label; reads the file. Raises LibraryError."""
        return explain(self.cache, photo_id, parse_label(label))

    def status(self) -> dict[str, object]:
        """What is indexed, with which model, and where it lives."""
        roots = [
            str(r.path) + ("" if r.path.is_dir() else " (not there now)")
            for r in self.store.roots()
        ]
        return {
            **self.store.counts(),
            "encoded": self.store.encoded_count(self.info.model_id),
            "vocabulary": len(self.store.labels.vocabulary()),
            "model": self.info.name,
            "model_id": self.info.model_id,
            "roots": roots,
            "database": str(self.paths.database),
            "database_bytes": self.paths.database.stat().st_size,
            "features": str(self.cache.features.path),
            "features_bytes": self.cache.features.path.stat().st_size,
        }

    # Vocabulary

    def add_label(self, text: str) -> str:
        """Add a label to the vocabulary, score it over all photos and return its stored form."""
        name = parse_label(text)
        self.store.labels.add([name], in_vocabulary=True)
        if self.store.encoded_count(self.info.model_id):
            self.cache.calibration(self.store.labels.find(name))
        return name

    def remove_label(self, text: str) -> str:
        name = parse_label(text)
        label = self.store.labels.find(name)
        if label is None or not label.in_vocabulary:
            raise LibraryError(f"{name!r} is not in the vocabulary; see: mkt-tagger label list")
        self.store.labels.remove(label)
        return name

    def vocabulary(self) -> list[Label]:
        return self.store.labels.vocabulary()

    def _label(self, text: str) -> Label:
        """The label of a text, made where it is new. Raises QueryError."""
        return self.store.labels.known(parse_label(text))

    # Lines and learning

    def line(self, label: str) -> Line:
        return lines.line_of(self.cache, self._label(label))

    def confidences(self, label: str) -> np.ndarray:
        """(N,) the label's confidence of every photo at hand, in no order that means anything."""
        return lines.at_hand(self.cache, self._label(label))[1]

    def set_line(self, label: str, value: float | None) -> float | None:
        """Choose a label's line; None is the default. Returns the line chosen before (undo)."""
        return lines.set_line(self.cache, self._label(label), value)

    def around_line(self, label: str, value: float, limit: int = 12) -> tuple[list[int], list[int]]:
        """Photo ids just in and just out, nearest to the line first."""
        return lines.around(self.cache, self._label(label), value, limit)

    def review(self, label: str, limit: int = 20) -> list[int]:
        """Photos nobody answered for yet, those first whose answers teach the label most."""
        return lessons.review(self.cache, self._label(label), limit)

    def learn(self, label: str) -> Learned:
        """Fit the label to all its tags: its line moves, and from a few positives its embedding."""
        return lessons.teach(self.cache, self._label(label))

    def learning(self, label: str) -> Learning | None:
        """What the label has learned, as restore_learning takes it; None for nothing."""
        return self.store.lines.learning(self._label(label), self.info.model_id)

    def restore_learning(self, label: str, learning: Learning | None) -> Learning | None:
        """Put back what the label had learned (undo); returns what it had learned until now."""
        return lessons.restore(self.cache, self._label(label), learning)

    def forget_learning(self, label: str) -> None:
        """The label is again what its words say; its tags stay."""
        lessons.forget(self.cache, self._label(label))

    def export_learned(self, label: str, file: Path) -> None:
        lessons.export_learned(self.cache, self._label(label), file)

    def import_learned(self, file: Path) -> str:
        """Take over an exported label and return its name."""
        name, facts = lessons.read_learned(self.cache, file)
        lessons.import_learned(self.cache, self._label(name), facts)
        return name

    # How labels belong together

    def merge_labels(self, keep: str, other: str) -> None:
        """Make `other` another name of `keep`; unmerge_label undoes it."""
        vocabulary.merge_labels(self.store, keep, other)

    def unmerge_label(self, other: str) -> None:
        vocabulary.unmerge_label(self.store, other)

    def set_parent(self, child: str, parent: str | None) -> str | None:
        """Put a label below another, so that a search for this finds it; returns the former one."""
        return vocabulary.set_parent(self.store, child, parent)

    def label_health(self) -> LabelHealth:
        """Labels that tell nothing, and labels that mean the same."""
        return vocabulary.label_health(self.answers)
