"""What a term of a query that begins so may become."""

from app.library import default_words
from app.library.search.fields import FIELDS
from app.library.search.tree import quoted
from app.library.store.store import Store


def complete(store: Store, prefix: str, limit: int = 10) -> list[str]:
    """Labels as they are typed, fields, and their choices.

    Labels that begin with it come before those with a later word that does; the vocabulary's and
    the tagged ones are offered.
    """
    name, colon, value = prefix.casefold().rpartition(":")
    if not colon:
        begun = _typed_so_far(value)
        fields = [f"{f}:" for f in FIELDS if begun and f.startswith(begun)]
        return (fields + _labels(store, begun))[:limit]
    if name not in FIELDS:
        return []
    field = FIELDS[name]
    if field.takes_label:
        return [f"{name}:{label}" for label in _labels(store, _typed_so_far(value))][:limit]
    return [f"{name}:{choice}" for choice in field.choices if choice.startswith(value)][:limit]


def _labels(store: Store, begun: str) -> list[str]:
    names = [n for n in _offered(store) if f" {begun}" in f" {n.casefold()}"]
    names.sort(key=lambda n: not n.casefold().startswith(begun))
    return [_as_typed(n) for n in names]


def _offered(store: Store) -> list[str]:
    """The names in the program's language first, of labels that are offered in English too."""
    offered = store.labels.offered()
    names, known = default_words.default_vocabulary().names(store.labels.language), set(offered)
    return [name for name, label in names.items() if label in known] + offered


def _typed_so_far(text: str) -> str:
    return " ".join(text.split()).removeprefix('"')


def _as_typed(name: str) -> str:
    """Several plain words need no quotes."""
    return name if all(quoted(w) == w for w in name.split()) else quoted(name)
