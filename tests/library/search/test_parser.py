"""The search language: what a text means, and what is said of a text that means nothing."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.library.errors import QueryError
from app.library.search.fields import FIELDS
from app.library.search.parser import DEEPEST, MOST_TERMS, parse, parse_label
from app.library.search.tree import (
    And,
    Compared,
    Fact,
    Like,
    Near,
    Node,
    Not,
    Or,
    Shows,
    show,
    without_lines,
)
from app.library.search.values import LONGEST_LABEL, label_name

DOG, CAT, SEA = Shows("dog"), Shows("cat"), Shows("sea")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("dog", DOG),
        ("  Street   at NIGHT ", Shows("street at night")),
        ("golden retriever", Shows("golden retriever")),
        ('"street sign" dog', And((Shows("street sign"), DOG))),
        ("“street sign”", Shows("street sign")),
        ('"12"" record"', Shows('12" record')),
        ('"NOT"', Shows("not")),
        ("black and white", Shows("black and white")),
        ("well-known rock'n'roll", Shows("well-known rock'n'roll")),
        ("Käse", Shows("käse")),
        ("ka\u0308se", Shows("käse")),
        ("狗", Shows("狗")),
        ("dog AND cat", And((DOG, CAT))),
        ("dog OR cat AND sea", Or((DOG, And((CAT, SEA))))),
        ("(dog OR cat) sea", And((Or((DOG, CAT)), SEA))),
        ("dog AND (cat AND sea)", And((DOG, CAT, SEA))),
        ("dog -cat", And((DOG, Not(CAT)))),
        ("-golden retriever", Not(Shows("golden retriever"))),
        ("NOT (dog OR cat)", Not(Or((DOG, CAT)))),
        ("-(dog OR cat)", Not(Or((DOG, CAT)))),
        ("dog>0.8", Compared("dog", ">", 0.8)),
        ("golden retriever >= 80%", Compared("golden retriever", ">=", 0.8)),
        ("dog<0.3 cat", And((Compared("dog", "<", 0.3), CAT))),
        ("near:golden retriever", Near("golden retriever")),
        ("tag:dog rejected:cat", And((Fact("tag", "dog"), Fact("rejected", "cat")))),
        ('like:"my photos/a b.jpg"', Like("my photos/a b.jpg")),
        ("like:C:\\photos\\a(1).jpg", Like("C:\\photos\\a(1).jpg")),
        ("(year:2020)", Fact("year", "2020")),
        ("year: 2020", Fact("year", "2020")),
        ("YEAR:2019..2021", Fact("year", "2019-2021")),
        ("after:2024/5/1", Fact("after", "2024-05-01")),
        ("before:2024-05", Fact("before", "2024-05")),
        ("year:٢٠٢٤", Fact("year", "2024")),
        ("after:٢٠٢٤-٠٥", Fact("after", "2024-05")),  # noqa: RUF001 - digits, not dots
        ("ext:.JPG", Fact("ext", "jpg")),
        ("ext:..JPG", Fact("ext", "jpg")),
        ("is:Portrait has:GPS", And((Fact("is", "portrait"), Fact("has", "gps")))),
        ("path:*/2020/* dog", And((Fact("path", "*/2020/*"), DOG))),
        ("camera:canon eos", And((Fact("camera", "canon"), Shows("eos")))),
        ("dog year:2020 beach", And((DOG, Fact("year", "2020"), Shows("beach")))),
    ],
)  # fmt: skip
def test_what_a_text_means(text: str, tree: Node):
    assert parse(text).tree == tree


@pytest.mark.parametrize(
    ("text", "position", "message", "suggestion"),
    [
        ("", 0, "the query is empty", "dog"),
        (" \t", 0, "the query is empty", "dog"),
        ('""', 0, "the query is empty", ""),
        ("a" * 10_000, 0, "10000 characters; a label has at most 200", ""),
        ("do\0g", 2, "control character at position 3", ""),
        ("\udc80", 0, "bytes that are no text", ""),
        ("dog yaer:2020", 4, "did you mean year:?", "dog year:2020"),
        ("12:30 train", 0, "put it in quotes", '"12:30" train'),
        ("(dog", 0, "not closed", "(dog)"),
        ("dog)", 3, "does not fit here", "dog"),
        ('"street sign', 0, "has no end", '"street sign"'),
        ("dog - cat", 4, "stands alone", "dog -cat"),
        ("dog AND", 7, "a label is missing", ""),
        ("OR dog", 0, "does not fit here", ""),
        ("dog > many", 6, "a confidence from 0 to 1", ""),
        ("dog>8", 4, "a confidence from 0 to 1", ""),
        ("dog>", 4, "there is none", ""),
        ("is:portrai", 3, "did you mean is:portrait?", "is:portrait"),
        ("has:wings", 4, "there are gps", ""),
        ("year:20", 5, "is no year", "year:2024"),
        ("year:0000-٢٠٢٤", 5, "is no year", "year:2024"),
        ("ext:.", 4, "is no ending", "ext:png"),
        ("after:2024-13", 6, "is no date", "after:2024-05"),
        ("after:yesterday", 6, "is no date", "after:2024-05"),
        ("path:", 5, "has no value", "path:holidays"),
        ("(" * 60 + "dog", 50, "over 50 brackets", ""),
        ("ext:png OR " * 5000 + "dog", 1100, "over 100 terms", ""),
        ('"dog" ' * 101, 600, "over 100 terms", ""),
    ],
)
def test_what_is_wrong_and_where(text: str, position: int, message: str, suggestion: str):
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert message in str(caught.value)
    assert (caught.value.position, caught.value.suggestion) == (position, suggestion)


def test_the_limits_can_be_reached_and_are_documented():
    assert len(parse('"dog" ' * MOST_TERMS).leaves) == MOST_TERMS
    assert parse("(" * DEEPEST + "dog" + ")" * DEEPEST).tree == DOG
    assert parse("a" * LONGEST_LABEL).tree == Shows("a" * LONGEST_LABEL)
    words = " ".join(DOCUMENTATION.split())
    assert (
        f"at most {MOST_TERMS} terms, a label at most {LONGEST_LABEL} characters, "
        f"and brackets and `NOT` go at most {DEEPEST} deep"
    ) in words


def test_what_is_suggested_can_be_typed():
    for field in FIELDS.values():
        assert parse(field.example)


def test_the_pieces_of_a_query_know_where_they_stand():
    text = '-golden retriever (near:sea OR "a dog">0.8) year:2020 like:x.jpg'
    parts = parse(text).parts
    assert [(p.text, p.kind) for p in parts] == [
        ("-", "operator"), ("golden retriever", "label"), ("(", "operator"),
        ("near:sea", "label"), ("OR", "operator"), ('"a dog">0.8', "label"), (")", "operator"),
        ("year:2020", "fact"), ("like:x.jpg", "like"),
    ]  # fmt: skip
    assert all(text[p.start : p.stop] == p.text for p in parts)


def test_what_is_offered_instead_has_no_line():
    tree = parse("dog street>0.8 -cat year:2020").tree
    assert show(without_lines(tree)) == 'near:"dog street" AND NOT cat AND year:2020'


@pytest.mark.parametrize(
    ("typed", "label"),
    [(' "street sign" ', "street sign"), ("line\nbreak", "line break"), ("AND", "and")],
)
def test_a_label_by_itself(typed: str, label: str):
    assert parse_label(typed) == label


def normal_name(text: str) -> str | None:
    try:
        return label_name(text)
    except QueryError:
        return None


names = st.text(min_size=1, max_size=12).map(normal_name).filter(bool)
values = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1)
plain_values = values.filter(lambda v: v == v.strip())
leaves = st.one_of(
    names.map(Shows),
    names.map(Near),
    st.builds(Compared, names, st.sampled_from([">", ">=", "<", "<="]), st.floats(0, 1)),
    st.builds(Fact, st.sampled_from(["tag", "rejected"]), names),
    plain_values.map(Like),
    st.builds(Fact, st.sampled_from(["path", "name", "camera"]), plain_values),
    st.sampled_from([Fact("is", "square"), Fact("year", "2019-2021"), Fact("after", "2024-05")]),
)


def joined(kind: type, parts: list[Node]) -> Node:
    return kind(tuple(p for part in parts for p in (part.parts if type(part) is kind else [part])))


def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        inner.map(Not),
        several.map(lambda parts: joined(And, parts)),
        several.map(lambda parts: joined(Or, parts)),
    )


@given(st.recursive(leaves, grown, max_leaves=8))
def test_a_shown_tree_parses_to_itself(tree: Node):
    assert parse(show(tree)).tree == tree


# Pieces of the language, so that most texts are nearly queries.
pieces = st.one_of(
    st.sampled_from([f"{name}:" for name in FIELDS]),
    st.sampled_from([field.example for field in FIELDS.values()]),
    st.sampled_from([f"{f.name}:{c}" for f in FIELDS.values() for c in f.choices]),
    st.sampled_from(
        ["AND", "OR", "NOT", "-", "(", ")", '"', '""', "“", "”", ":", "*", "?", "[", "."]
    ),
    st.sampled_from([">", ">=", "<", "<=", "0.8", "80%", "nan", "1e400", "-1", "2024", "٢٠٢٤"]),
    st.sampled_from(["dog", "street sign", "İ", "ß", "e\u0301", "\u200b", "\xa0", "\0", "\udc80"]),
    st.text(max_size=4),
)
texts = st.lists(st.tuples(pieces, st.sampled_from(["", " ", "  ", "\n"])), max_size=14).map(
    lambda found: "".join(piece + space for piece, space in found)
)


@settings(max_examples=500)
@given(st.text(max_size=40) | texts)
def test_any_text_is_a_query_or_says_why_not(text: str):
    try:
        query = parse(text)
    except QueryError as error:
        assert error.position is not None
        assert 0 <= error.position <= len(text)
    else:
        assert parse(show(query.tree)).tree == query.tree
        assert parse(query.without_lines().text).tree == query.without_lines().tree
        assert [text[part.start : part.stop] for part in query.parts] == [
            part.text for part in query.parts
        ]
        assert all(query.start(leaf) is not None for leaf in query.leaves)


DOCUMENTATION = (Path(__file__).parents[3] / "docs" / "searching.md").read_text(encoding="utf-8")


def documented_queries() -> list[str]:
    """Every line of the blocks marked "query" in docs/searching.md."""
    blocks = re.findall(r"```query\n(.*?)```", DOCUMENTATION, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_the_documentation_has_the_table_of_fields():
    rows = re.findall(r"^\| `(\w+:.+?)` \| (.+?) \|$", DOCUMENTATION, re.MULTILINE)
    assert rows == [(field.example, field.meaning) for field in FIELDS.values()]


def test_the_documentation_has_examples_of_every_field_and_choice():
    shown = " ".join(documented_queries())
    named = [f"{field.name}:{c}" for field in FIELDS.values() for c in field.choices or ("",)]
    assert [name for name in named if name not in shown] == []


@pytest.mark.parametrize("query", documented_queries())
def test_every_documented_query_is_understood(query: str):
    assert parse(show(parse(query).tree)).tree == parse(query).tree
