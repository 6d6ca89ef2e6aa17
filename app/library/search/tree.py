"""The tree of a query, and its text: parse(show(tree)) == tree."""

import re
from dataclasses import dataclass

# A word that needs no quotes: see query_tokens for what else would be read into it.
PLAIN = re.compile(r"[^\W_][^\s()\"“”„<>:=]*")
PLAIN_VALUE = re.compile(r"[\w./*?][\w./*?-]*")
OPERATORS = ("AND", "OR", "NOT")


@dataclass(frozen=True)
class Shows:
    """The photos that show a label: those at or above its line, and the tagged ones."""

    name: str


@dataclass(frozen=True)
class Compared:
    """The photos whose confidence of a label is so. sign: > >= < or <=."""

    name: str
    sign: str
    value: float


@dataclass(frozen=True)
class Near:
    """Every photo, the nearest to a label first: no line."""

    name: str


@dataclass(frozen=True)
class Like:
    """Every photo, the most similar to one of the library first."""

    path: str


@dataclass(frozen=True)
class Fact:
    """The photos that a field of fields.FIELDS keeps; it ranks none of them."""

    field: str
    value: str


@dataclass(frozen=True)
class Not:
    part: "Node"


@dataclass(frozen=True)
class And:
    """Two or more parts, none of them an And."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Or:
    """Two or more parts, none of them an Or."""

    parts: tuple["Node", ...]


Scored = Shows | Compared | Near  # by what a model says of a label
Leaf = Scored | Like | Fact
Node = Leaf | Not | And | Or


def show(node: Node) -> str:
    """A query that parses to this tree."""
    match node:
        case Or(parts):
            return " OR ".join(show(p) for p in parts)
        case And(parts):
            return " AND ".join(_inner(p) for p in parts)
        case Not(part):
            return f"NOT {_inner(part)}"
        case Compared(name, sign, value):
            return f"{quoted(name)}{sign}{value!r}"
        case Near(name):
            return f"near:{quoted(name)}"
        case Like(path):
            return f"like:{_value(path)}"
        case Fact(field, value):
            return f"{field}:{_value(value)}"
        case Shows(name):
            return quoted(name)


def _inner(node: Node) -> str:
    return f"({show(node)})" if isinstance(node, And | Or) else show(node)


def quoted(name: str) -> str:
    """A label as one term: in quotes wherever it would be read as anything else."""
    words = name.split(" ")
    plain = all(PLAIN.fullmatch(w) and w not in OPERATORS for w in words)
    return name if plain and len(words) == 1 else _quotes(name)


def _value(text: str) -> str:
    return text if PLAIN_VALUE.fullmatch(text) else _quotes(text)


def _quotes(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def leaves(node: Node) -> list[Leaf]:
    """The terms of a query, from left to right."""
    match node:
        case And(parts) | Or(parts):
            return [leaf for part in parts for leaf in leaves(part)]
        case Not(part):
            return leaves(part)
        case _:
            return [node]


def without_lines(node: Node) -> Node:
    """The same query with every label ranked and none cut off: what is offered when a query finds
    nothing. What is denied stays as it is."""
    match node:
        case And(parts):
            return And(tuple(without_lines(p) for p in parts))
        case Or(parts):
            return Or(tuple(without_lines(p) for p in parts))
        case Shows(name) | Compared(name, ">" | ">=", _):
            return Near(name)
        case _:
            return node
