"""The word lists that ship with the program."""

from functools import cache

from app.paths import resources


@cache
def background_vocabulary() -> tuple[str, ...]:
    """The fixed list of common words that scores are compared over."""
    return tuple(word_list("background"))


def word_list(name: str) -> list[str]:
    """A shipped list of words: one a line, # starts a comment."""
    text = (resources() / "vocabulary" / f"{name}.txt").read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]
