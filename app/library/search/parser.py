"""The search language: text -> tree. The same for the window and the command line.

    query   := and (OR and)*
    and     := not (AND? not)*
    not     := (NOT | -) not | term
    term    := ( query ) | label | label > number | field:value
    label   := "a phrase" | words that stand side by side

docs/searching.md explains it to users.
"""

from dataclasses import dataclass, field

from app.library.errors import QueryError
from app.library.search.fields import FIELDS, Field, close_to
from app.library.search.query import Query, QueryPart
from app.library.search.tokens import Token, tokens
from app.library.search.tree import (
    And,
    Compared,
    Fact,
    Leaf,
    Like,
    Near,
    Node,
    Not,
    Or,
    Shows,
)
from app.library.search.values import label_name

DEEPEST = 50  # brackets and NOTs inside one another
MOST_TERMS = 100  # each new label is scored over all photos: more would seem never to end
RANKS: dict[str, type[Near] | type[Like]] = {"near": Near, "like": Like}
KINDS = {"near": "label", "like": "like"}  # of a QueryPart; of any other field: fact


def parse(text: str) -> Query:
    """Raises QueryError with the position of what is wrong and, where it can, what to type."""
    reader = _Reader(text, tokens(text))
    if reader.next.kind == "end":
        raise QueryError("the query is empty; type a word, for instance: dog", 0, "dog")
    tree = reader.query()
    if reader.next.kind != "end":
        raise reader.unexpected()
    return Query(text, tree, tuple(sorted(reader.parts, key=lambda part: part.start)))


def parse_label(text: str) -> str:
    """A label given by itself, in the one form it is stored under: quotes around it do not count.

    Raises QueryError.
    """
    bare = " ".join(text.split())
    if len(bare) > 1 and bare[0] == bare[-1] == '"':
        bare = bare[1:-1]
    return label_name(bare)


@dataclass
class _Reader:
    """Recursive descent over tokens; each method reads one rule of the grammar."""

    text: str
    tokens: list[Token]
    at: int = 0
    depth: int = 0
    terms: int = 0
    parts: list[QueryPart] = field(default_factory=list)

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.next
        self.at += 1
        return token

    def query(self) -> Node:
        found = [self.all_of()]
        while self.next.kind == "or":
            self.note(self.take(), "operator")
            found.append(self.all_of())
        return _joined(Or, found)

    def all_of(self) -> Node:
        found = [self.negated()]
        while self.next.kind not in ("or", "close", "end"):
            if self.next.kind == "and":
                self.note(self.take(), "operator")
            found.append(self.negated())
        return _joined(And, found)

    def negated(self) -> Node:
        if self.next.kind not in ("not", "minus"):
            return self.term()
        sign = self.take()
        self.note(sign, "operator")
        if sign.kind == "minus" and self.next.start != sign.stop:
            fixed = self.text[: sign.stop] + self.text[self.next.start :]
            raise QueryError(
                f"- at position {sign.start + 1} stands alone; write -word without a space, or "
                '"a - b" in quotes',
                sign.start,
                fixed if self.next.kind != "end" else "",
            )
        self.deeper(sign)
        inner = Not(self.negated())
        self.depth -= 1
        return inner

    def deeper(self, token: Token) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise QueryError(
                f"the query has over {DEEPEST} brackets inside one another", token.start
            )

    def term(self) -> Node:
        match self.next.kind:
            case "open":
                return self.group()
            case "field" | "word" | "phrase":
                self.one_more()
                return self.field() if self.next.kind == "field" else self.label()
        raise self.unexpected()

    def one_more(self) -> None:
        self.terms += 1
        if self.terms > MOST_TERMS:
            start = self.next.start
            raise QueryError(
                f"the query has over {MOST_TERMS} terms; the next is at position {start + 1}", start
            )

    def group(self) -> Node:
        opened = self.take()
        self.note(opened, "operator")
        self.deeper(opened)
        inner = self.query()
        if self.next.kind != "close":
            raise QueryError(
                f"the bracket at position {opened.start + 1} is not closed; add )",
                opened.start,
                f"{self.text.rstrip()})",
            )
        self.note(self.take(), "operator")
        self.depth -= 1
        return inner

    def label(self) -> Leaf:
        first = self.next
        name = label_name(self.words(), first.start)
        if self.next.kind != "sign":
            self.note(first, "label")
            return Shows(name)
        sign = self.take()
        leaf = Compared(name, sign.text, self.number(sign))
        self.note(first, "label")
        return leaf

    def words(self) -> str:
        """A phrase, or all words that stand side by side."""
        first = self.take()
        words = [first.text]
        while first.kind == self.next.kind == "word":
            words.append(self.take().text)
        return " ".join(words)

    def number(self, sign: Token) -> float:
        """A confidence: 0 to 1, or in percent."""
        token = self.take()
        digits, percent = token.text.removesuffix("%"), token.text.endswith("%")
        try:
            value = float(digits) / (100 if percent else 1)
        except ValueError:
            value = -1.0
        if token.kind != "word" or not 0 <= value <= 1:
            shown = f"{token.text!r} is none" if token.text else "there is none"
            raise QueryError(
                f"after {sign.text} at position {sign.start + 1} comes a confidence from 0 to 1, "
                f"for instance 0.8; {shown}",
                token.start,
            )
        return value

    def field(self) -> Leaf:
        first = self.take()
        if first.text not in FIELDS:
            raise self.unknown_field(first)
        field = FIELDS[first.text]
        value = self.value(field, first)
        leaf = RANKS[field.name](value) if field.name in RANKS else Fact(field.name, value)
        self.note(first, KINDS.get(field.name, "fact"))
        return leaf

    def value(self, field: Field, first: Token) -> str:
        start = self.next.start
        if self.next.kind not in ("word", "phrase"):
            raise QueryError(
                f"{field.name}: at position {first.start + 1} has no value; "
                f"for instance {field.example}",
                start,
                field.example,
            )
        return field.value(self.words() if field.takes_label else self.take().text, start)

    def unknown_field(self, token: Token) -> QueryError:
        meant = close_to(token.text, FIELDS)
        if meant:
            fixed = self.text[: token.start] + f"{meant}:" + self.text[token.stop :]
            hint = f"did you mean {meant}:?"
        else:
            end = self.next.stop
            fixed = f'{self.text[: token.start]}"{self.text[token.start : end]}"{self.text[end:]}'
            hint = f"there are {', '.join(FIELDS)}; to search for it as a label, put it in quotes"
        return QueryError(
            f"there is no field {token.text}: (position {token.start + 1}); {hint}",
            token.start,
            fixed,
        )

    def unexpected(self) -> QueryError:
        token = self.next
        if token.kind == "end":
            return QueryError("the query ends where a label is missing", token.start)
        shown = self.text[token.start : token.stop]
        fixed = self.text[: token.start] + self.text[token.stop :] if token.kind == "close" else ""
        return QueryError(
            f"{shown} at position {token.start + 1} does not fit here; to search for it as a "
            "label, put it in quotes",
            token.start,
            fixed,
        )

    def note(self, first: Token, kind: str) -> None:
        """Keep the piece from `first` to the token before this one."""
        stop = self.tokens[self.at - 1].stop
        self.parts.append(QueryPart(self.text[first.start : stop], first.start, stop, kind))


def _joined(kind: type[And] | type[Or], found: list[Node]) -> Node:
    """One node of its kind, with those of the same kind inside it taken apart."""
    flat: list[Node] = []
    for node in found:
        flat += node.parts if isinstance(node, kind) else [node]
    return kind(tuple(flat)) if len(flat) > 1 else flat[0]
