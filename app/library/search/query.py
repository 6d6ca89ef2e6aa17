"""A query that was understood: what was typed, what it means, and where its pieces stand."""

from dataclasses import dataclass
from functools import cached_property

from app.library.search.tree import Leaf, Node, Scored, leaves, show, without_lines


@dataclass(frozen=True)
class QueryPart:
    """A piece of a typed query, text[start:stop]. kind: label, fact, like or operator."""

    text: str
    start: int
    stop: int
    kind: str


@dataclass(frozen=True)
class Query:
    """parts: the pieces in the order they stand; none for a query that nobody typed."""

    text: str
    tree: Node
    parts: tuple[QueryPart, ...] = ()

    @staticmethod
    def of(tree: Node) -> "Query":
        return Query(show(tree), tree)

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Its terms from left to right."""
        return tuple(leaves(self.tree))

    @cached_property
    def labels(self) -> tuple[Scored, ...]:
        """Its terms that a label's scores answer."""
        return tuple(leaf for leaf in self.leaves if isinstance(leaf, Scored))

    def start(self, leaf: Leaf) -> int | None:
        """Where a term begins in the text."""
        terms = [part for part in self.parts if part.kind != "operator"]
        return terms[self.leaves.index(leaf)].start if terms else None

    def without_lines(self) -> "Query":
        """The same with every label ranked and none cut off: what is offered when it finds
        nothing. What is denied stays as it is."""
        return Query.of(without_lines(self.tree))
