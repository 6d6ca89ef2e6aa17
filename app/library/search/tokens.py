"""Cuts a typed query into tokens with their positions."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from app.library.errors import QueryError

QUOTES = '"“”„'
SIGNS = (">=", "<=", ">", "<")
OPERATORS = {"AND": "and", "OR": "or", "NOT": "not"}


@dataclass(frozen=True)
class Token:
    """kind: word, phrase, field, sign, and, or, not, minus, open, close or end.

    text: a word or phrase without quotes, a field's name without its colon, a sign.
    """

    kind: str
    text: str
    start: int
    stop: int


def tokens(text: str) -> list[Token]:
    """The tokens of a query, ended by one of kind end. Raises QueryError."""
    check_text(text)
    return [*_tokens(text), Token("end", "", len(text), len(text))]


def check_text(text: str) -> None:
    """Raises QueryError for what no query may hold."""
    for position, c in enumerate(text):
        kind = unicodedata.category(c)
        if kind == "Cs":
            raise QueryError("the query holds bytes that are no text", position)
        if kind == "Cc" and not c.isspace():
            raise QueryError(
                f"the query holds a control character at position {position + 1}", position
            )


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    value_next = False  # after a field's colon: what follows is its value, whatever it looks like
    while at < len(text):
        c = text[at]
        if c.isspace():
            at, value_next = at + 1, False
            continue
        token = _value(text, at) if value_next and c not in QUOTES else _token(text, at)
        yield token
        at, value_next = token.stop, token.kind == "field"


def _token(text: str, at: int) -> Token:
    c = text[at]
    if c in QUOTES:
        return _phrase(text, at)
    if c in "()":
        return Token("open" if c == "(" else "close", c, at, at + 1)
    for sign in SIGNS:
        if text.startswith(sign, at):
            return Token("sign", sign, at, at + len(sign))
    if c == "-":
        return Token("minus", c, at, at + 1)
    return _word(text, at)


def _phrase(text: str, at: int) -> Token:
    """Text in quotes. Between plain quotes, a quote that is meant is written twice."""
    ends = '"' if text[at] == '"' else QUOTES
    stop, inside = at + 1, []
    while stop < len(text):
        if text[stop] not in ends:
            inside.append(text[stop])
            stop += 1
        elif ends == '"' and text.startswith('""', stop):
            inside.append('"')
            stop += 2
        else:
            return Token("phrase", "".join(inside), at, stop + 1)
    raise QueryError(f'the quote at position {at + 1} has no end; add "', at, f'{text}"')


def _word(text: str, at: int) -> Token:
    stop = at
    while stop < len(text) and not text[stop].isspace() and text[stop] not in '()<>"“”„':
        stop += 1
        if text[stop - 1] == ":" and stop - at > 1:
            return Token("field", text[at : stop - 1].casefold(), at, stop)
    word = text[at:stop]
    return Token(OPERATORS.get(word, "word"), word, at, stop)


def _value(text: str, at: int) -> Token:
    """A field's value: up to a space or a bracket that closes none of its own."""
    stop = at
    depth = 0
    while stop < len(text) and not text[stop].isspace():
        depth += (text[stop] == "(") - (text[stop] == ")")
        if depth < 0:
            break
        stop += 1
    return Token("word", text[at:stop], at, stop)
