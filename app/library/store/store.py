"""The library's database as a whole: its parts, on one connection."""

import os
from contextlib import AbstractContextManager
from pathlib import Path

from app.library.errors import LibraryError
from app.library.records import Photo
from app.library.store.curves import CurveStore
from app.library.store.database import LibraryDatabase
from app.library.store.encodings import EncodingStore
from app.library.store.families import FamilyStore
from app.library.store.label_scores import LabelScoreStore
from app.library.store.labels import LabelStore
from app.library.store.photo_table import PhotoTable
from app.library.store.photos import PhotoStore
from app.library.store.revisions import RevisionStore
from app.library.store.roots import RootStore
from app.library.store.searches import SearchStore
from app.library.store.tags import TagStore


class Store:
    """One connection for one thread: what is known whatever model is in use.

    Where a method says that the caller holds the transaction, it is a step of a batch. Every other
    write is a transaction of its own.
    """

    def __init__(self, path: Path, language: str = "") -> None:
        """See LibraryDatabase for what can be wrong with a database, LabelStore for `language`."""
        self.db = LibraryDatabase(path)
        self.roots = RootStore(self.db)
        self.photos = PhotoStore(self.db)
        self.labels = LabelStore(self.db, language)
        self.families = FamilyStore(self.db)
        self.tags = TagStore(self.db)
        self.searches = SearchStore(self.db)
        self.revisions = RevisionStore(self.db)

    def photo_at(self, path: Path) -> Photo:
        """The photo of a file. Raises LibraryError where it is not indexed."""
        real = Path(os.path.realpath(path.parent)) / path.name
        for root in self.roots.all():
            if real.is_relative_to(root.path):
                photo = self.photos.at(root, os.fspath(real.relative_to(root.path)))
                if photo:
                    return photo
        raise LibraryError(f"{path} is not in the library; run: mkt-tagger index FOLDER")

    def with_model(self, model_id: str) -> "ModelStore":
        return ModelStore(self.db, model_id)

    def close(self) -> None:
        self.db.close()

    def transaction(self) -> AbstractContextManager[None]:
        return self.db.transaction()


class ModelStore:
    """What one model made of the photos and labels, on the same connection as its Store."""

    def __init__(self, database: LibraryDatabase, model_id: str) -> None:
        self._database, self._model = database, model_id
        self.encodings = EncodingStore(database, model_id)
        self.scores = LabelScoreStore(database, model_id)
        self.curves = CurveStore(database, model_id)

    def photo_table(self) -> PhotoTable:
        """The columns of all photos at hand, as of now."""
        return PhotoTable.read(self._database, self._model)
