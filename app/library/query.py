"""What a user may type. For now a query is one label: a word or a phrase, quoted or not."""

import unicodedata

from app.library.records import QueryError

LONGEST_LABEL = 200


def parse_label(text: str) -> str:
    """The label of a query, in the one form it is stored under.

    Quotes around it and repeated spaces go, upper case does not matter. Raises QueryError.
    """
    if any(unicodedata.category(c) == "Cs" for c in text):
        raise QueryError("the query holds bytes that are no text")
    for position, c in enumerate(text, 1):
        if unicodedata.category(c) == "Cc" and not c.isspace():
            raise QueryError(f"the query holds a control character at position {position}")
    words = " ".join(unicodedata.normalize("NFC", text).split())
    if len(words) > 1 and words[0] == words[-1] == '"':
        words = words[1:-1].strip()
    if not words:
        raise QueryError("the query is empty; type a word, for instance: dog")
    if len(words) > LONGEST_LABEL:
        raise QueryError(
            f"the query has {len(words)} characters; a label has at most {LONGEST_LABEL}"
        )
    return words.casefold()
