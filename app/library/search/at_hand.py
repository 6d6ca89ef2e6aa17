"""The photos at hand as a query looks at them: their columns, and what a human said of them."""

from pathlib import Path

import numpy as np

from app.library.errors import LibraryError
from app.library.scores.answers import Answer, Answers


class AtHand:
    """N photos, for one query."""

    def __init__(self, answers: Answers) -> None:
        self.answers, self.store = answers, answers.store
        self.table = answers.view.table()
        self.families = self.store.families.read()

    def label(self, name: str) -> Answer:
        """What the model and a human say of a label; a new one is made known."""
        label = self.store.labels.known(name)
        return self.answers.recent(label, self.table, self.families)

    def tagged(self, name: str) -> np.ndarray:
        """(N,) bool: a human said yes. A tag of a child is one of its parent."""
        label = self.store.labels.find(self.store.labels.meant(name))
        if label is None:
            return np.zeros(len(self.table), bool)
        own = self.families.label(label.id)
        said = self.answers.said(self.families.names(own), self.table)
        yes: np.ndarray = said > 0
        for child in self.families.descendants(own):
            inherited = self.answers.said(self.families.names(child), self.table) > 0
            yes = yes | (inherited & (said >= 0))
        return yes

    def rejected(self, name: str) -> np.ndarray:
        """(N,) bool: a human said no to this very label, not to a child of it."""
        label = self.store.labels.find(self.store.labels.meant(name))
        if label is None:
            return np.zeros(len(self.table), bool)
        names = self.families.names(self.families.label(label.id))
        return self.answers.said(names, self.table) < 0

    def with_any_tag(self) -> np.ndarray:
        """(N,) bool: a human said yes to any label."""
        tagged = np.zeros(len(self.table), bool)
        tagged[self.table.places(np.array(self.store.tags.tagged_photo_ids(), np.int64))] = True
        return tagged

    def photo_meant(self, path: str) -> int:
        """The id of the photo that a path means: a whole path, one from the current folder, or the
        end of just one photo's path. Raises LibraryError."""
        try:
            return self.store.photo_at(Path(path)).id
        except LibraryError:
            ending = "/" + path.casefold().replace("\\", "/").removeprefix("./")
            found = [i for i, p in enumerate(self.table.folded_paths) if p.endswith(ending)]
            if len(found) == 1:
                return int(self.table.ids[found[0]])
            if found:
                raise LibraryError(
                    f"{len(found)} photos are called {path}; write more of the path"
                ) from None
            raise
