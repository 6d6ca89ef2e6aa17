"""How the default vocabulary comes into a library: its labels, aliases and parents."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from app.library import default_words
from app.library.store.store import Store

# The default vocabularies of earlier versions, as `_fingerprint` has them. A library that still has
# one as it came gets the present one; any other vocabulary was made by its user.
FORMER = frozenset({"ae042b46f8327412"})


def begin_vocabulary(store: Store) -> None:
    """Give the default vocabulary to a new library, and to one with an unchanged earlier one."""
    if not store.labels.all() or _is_a_former_default(store):
        add_missing(store)


def _is_a_former_default(store: Store) -> bool:
    families = store.families.read()
    if families.aliases or families.parents:
        return False
    return _fingerprint(label.name for label in store.labels.vocabulary()) in FORMER


def _fingerprint(names: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()[:16]


def add_missing(store: Store) -> list[str]:
    """Add what a vocabulary lacks of the default one; returns the names of the new labels.

    What the user chose stays: aliases, parents, and words that have a use of their own.
    """
    with store.transaction():
        fresh = _add_labels(store)
        _add_aliases(store)
        _add_parents(store)
    return fresh


def _add_labels(store: Store) -> list[str]:
    """A word that the user made an alias is no label."""
    aliases = set(store.families.read().aliases)
    taken = {label.name for label in store.labels.all() if label.in_vocabulary}
    taken |= {label.name for label in store.labels.by_ids(list(aliases))}
    fresh = [word.label for word in default_words.default_vocabulary() if word.label not in taken]
    store.labels.add(fresh, in_vocabulary=True)
    return fresh


def _add_aliases(store: Store) -> None:
    """A word in use, which is a label of its own or has aliases, becomes no alias."""
    in_use = store.labels.in_use()
    wanted = {
        a: w.label for w in default_words.default_vocabulary() for a in w.aliases if a not in in_use
    }
    store.labels.add(wanted, in_vocabulary=False)
    ids = {label.name: label.id for label in store.labels.all()}
    for alias, label in wanted.items():
        store.families.set_alias(ids[alias], ids[label])


def _add_parents(store: Store) -> None:
    """A label with a parent keeps it, and none is put below what lies below it."""
    families = store.families.read()
    ids = {label.name: families.label(label.id) for label in store.labels.all()}
    above = {families.label(c): families.label(p) for c, p in families.parents.items()}
    for word in default_words.default_vocabulary():
        if word.parent is None or ids[word.label] in above:
            continue
        child, parent = ids[word.label], ids[word.parent]
        if child not in _upwards(parent, above):
            above[child] = parent
            store.families.set_parent(child, parent)


def _upwards(label_id: int, above: Mapping[int, int]) -> Iterator[int]:
    """A label and all above it."""
    seen: set[int] = set()
    while label_id not in seen:
        seen.add(label_id)
        yield label_id
        label_id = above.get(label_id, label_id)
