"""The labels of the library: which are the vocabulary, and how labels belong together."""

from app.library import default_words
from app.library.errors import LibraryError
from app.library.labels.defaults import add_missing
from app.library.labels.health import LabelHealth, label_health
from app.library.scores.answers import Answers
from app.library.search.parser import parse_label
from app.library.store.labels import Label


class Labels:
    """Labels come and go as they are typed. Every method raises QueryError for a text that is no
    label."""

    def __init__(self, answers: Answers) -> None:
        self.answers, self.view, self.store = answers, answers.view, answers.view.store

    def known(self, text: str) -> Label:
        """The label of a text, made where it is new; an alias gives the label it is of."""
        return self.store.labels.known(parse_label(text))

    # The vocabulary

    def vocabulary(self) -> list[Label]:
        return self.store.labels.vocabulary()

    def add(self, text: str) -> str:
        """Add a label to the vocabulary, score it over all photos and return its stored form."""
        name = self.store.labels.meant(parse_label(text))
        label = self.store.labels.named(name, in_vocabulary=True)
        if self.view.rows:
            self.view.calibration(label)
        return label.name

    def add_defaults(self) -> list[str]:
        """Add the labels of the default vocabulary that are missing from this one, with aliases and
        parents where nothing else was chosen, and score them; returns their names."""
        added = add_missing(self.store)
        if self.view.rows:
            for _ in self.view.refresh_vocabulary():
                pass
        return added

    def shown_name(self, label: str, language: str = "") -> str:
        """A label in a language (a code; none: that of the program): the name of the default
        vocabulary, or the label itself where it has none there."""
        return default_words.default_vocabulary().shown(
            label, language or self.store.labels.language
        )

    def remove(self, text: str) -> str:
        """Take a label out of the vocabulary. Raises LibraryError where it is not in it."""
        name = self.store.labels.meant(parse_label(text))
        label = self.store.labels.find(name)
        if label is None or not label.in_vocabulary:
            raise LibraryError(f"{name!r} is not in the vocabulary; see: mkt-tagger label list")
        self.store.labels.remove(label)
        return name

    def counts(self) -> dict[str, int]:
        """For each label of the vocabulary, how many photos show it."""
        return self.answers.counts()

    def health(self) -> LabelHealth:
        """Labels that tell nothing, and labels that mean the same."""
        return label_health(self.answers)

    # How labels belong together

    def merge(self, keep: str, other: str) -> None:
        """Make `other` another name of `keep`, which it may be in any language; unmerge undoes it.

        Raises LibraryError where it is one already.
        """
        kept, alias = self.known(keep), self.store.labels.named(parse_label(other))
        families = self.store.families.read()
        if families.label(alias.id) == kept.id:
            raise LibraryError(f"{alias.name!r} already means {kept.name!r}")
        if alias.id in families.aliases:
            raise LibraryError(
                f"{alias.name!r} is an alias already; first: mkt-tagger label unmerge"
            )
        if alias.in_vocabulary:
            self.store.labels.add([kept.name], in_vocabulary=True)
        self.store.families.set_alias(alias.id, kept.id)

    def unmerge(self, other: str) -> None:
        """Make an alias a label of its own again, as it was. Raises LibraryError for no alias."""
        name = parse_label(other)
        label = self.store.labels.find(name)
        if label is None or label.id not in self.store.families.read().aliases:
            raise LibraryError(f"{name!r} is no alias")
        self.store.families.set_alias(label.id, None)

    def set_parent(self, child: str, parent: str | None) -> str | None:
        """Put a label below another (None: below none); returns the parent it had. A search for the
        parent finds the child. Raises LibraryError for a circle."""
        below = self.known(child)
        above = self.known(parent) if parent is not None else None
        families = self.store.families.read()
        if above and (above.id == below.id or above.id in families.descendants(below.id)):
            raise LibraryError(f"{above.name!r} cannot be above {below.name!r}: it is below it")
        before = self.store.labels.by_ids(list(families.ancestors(below.id))[:1])
        for name in families.names(below.id):
            self.store.families.set_parent(name, None)
        self.store.families.set_parent(below.id, above.id if above else None)
        return before[0].name if before else None
