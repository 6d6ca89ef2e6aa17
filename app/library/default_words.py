"""The default vocabulary that ships with the program: its labels with their tree, aliases and names
in other languages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from app.paths import resources

LANGUAGES = ("de", "zh")  # in which labels have names, in this order


@dataclass(frozen=True)
class Word:
    """A label of the default vocabulary: the label right above it, other English words of the same
    meaning, and language -> its names, the one to show first."""

    label: str
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class DefaultVocabulary:
    """The labels that a new library begins with, and what people of other languages call them.

    also_english: names in other languages that are English words of another meaning.
    """

    words: tuple[Word, ...]
    also_english: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[Word]:
        return iter(self.words)

    @cached_property
    def english(self) -> Mapping[str, str]:
        """Every English word of the vocabulary -> the label it means."""
        return {name: w.label for w in self.words for name in (w.label, *w.aliases)}

    @cached_property
    def _named(self) -> Mapping[str, Mapping[str, str]]:
        """Language -> a name in the form labels are stored in -> the label it means."""
        return {
            language: {n.casefold(): w.label for w in self.words for n in w.names.get(language, ())}
            for language in LANGUAGES
        }

    @cached_property
    def _shown(self) -> Mapping[tuple[str, str], str]:
        return {
            (w.label, language): names[0] for w in self.words for language, names in w.names.items()
        }

    def meant(self, name: str, language: str = "") -> str | None:
        """The label that a name (as labels are stored) has in another language than English, in the
        program's own before all others. None for an English word of the vocabulary and for a name
        of no list."""
        if name in self.english:
            return None
        if own := self._named.get(language[:2], {}).get(name):
            return own
        if name in self.also_english:
            return None
        return next((names[name] for names in self._named.values() if name in names), None)

    def shown(self, label: str, language: str) -> str:
        """A label's name in a language (a code like de or zh_CN), or itself where it has none."""
        return self._shown.get((label, language[:2]), label)

    def names(self, language: str) -> Mapping[str, str]:
        """All names of a language, as they are written -> the label each means."""
        code = language[:2]
        return {n: w.label for w in self.words for n in w.names.get(code, ())}


@cache
def default_vocabulary() -> DefaultVocabulary:
    """The table of resources/vocabulary: columns label, parent, aliases and one a language, with
    tabs between them; several words in one column have ", " between them."""
    folder = resources() / "vocabulary"
    head, *lines = _lines(folder / "default.tsv")
    rows = (dict(zip(head, line, strict=True)) for line in lines)
    also_english = frozenset(line[0] for line in _lines(folder / "also_english.txt"))
    return DefaultVocabulary(tuple(map(_word, rows)), also_english)


def _lines(path: Path) -> Iterator[list[str]]:
    """The columns of every line that is not empty and no comment (#)."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            yield line.split("\t")


def _word(row: Mapping[str, str]) -> Word:
    names = {language: _several(row[language]) for language in LANGUAGES}
    return Word(row["label"], row["parent"] or None, _several(row["aliases"]), names)


def _several(column: str) -> tuple[str, ...]:
    return tuple(column.split(", ")) if column else ()
