"""The default vocabulary as it ships: whole in every language, a tree, and no word twice."""

from collections import Counter
from collections.abc import Iterator

import pytest

from app.library.default_words import LANGUAGES, DefaultVocabulary, Word, default_vocabulary
from app.library.search.values import label_name

WORDS = default_vocabulary().words
LABELS = {word.label: word for word in WORDS}


def upwards(word: Word) -> Iterator[str]:
    """A label and those above it; at most five, so that a circle ends."""
    at: Word | None = word
    for _ in range(5):
        if at is None:
            return
        yield at.label
        at = LABELS[at.parent] if at.parent else None


def twice(names: Iterator[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def test_it_has_about_a_thousand_labels_in_a_tree_with_few_roots():
    assert 900 <= len(WORDS) <= 1200
    assert {word.parent for word in WORDS} - {None} <= set(LABELS)
    assert 15 <= sum(word.parent is None for word in WORDS) <= 26
    assert max(len(list(upwards(word))) for word in WORDS) <= 4  # a circle would count five


def test_every_word_is_in_the_form_labels_are_stored_in_and_there_once():
    english = [name for word in WORDS for name in (word.label, *word.aliases)]
    assert [name for name in english if label_name(name) != name] == []
    assert twice(iter(english)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_has_names_that_mean_it_alone(language: str):
    assert [word.label for word in WORDS if not word.names[language]] == []
    names = [name for word in WORDS for name in word.names[language]]
    assert twice(label_name(name) for name in names) == []
    assert [name for name in names if not name.strip() or set(name) & set('()"|,')] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shown_in_a_language_finds_the_label_when_typed(language: str):
    shipped = default_vocabulary()
    shown = {word.label: label_name(shipped.shown(word.label, language)) for word in WORDS}
    meant = {label: shipped.meant(name, language) or name for label, name in shown.items()}
    assert {label: m for label, m in meant.items() if shipped.english.get(m) != label} == {}


def test_common_words_are_found_in_every_language():
    shipped = default_vocabulary()
    for german, chinese, label in (
        ("hund", "狗", "dog"), ("hochzeit", "婚礼", "wedding"), ("strasse", "街道", "street"),
        ("krabbe", "螃蟹", "crab"), ("sonnenuntergang", "日落", "sunset"),
    ):  # fmt: skip
        assert shipped.meant(german) == shipped.meant(chinese, "de_DE") == label
    assert shipped.shown("dog", "de_DE") == "Hund"
    assert shipped.shown("dog", "zh_CN") == "狗"
    assert shipped.shown("dog", "en") == shipped.shown("dog", "") == "dog"
    assert shipped.shown("a dog of mine", "de") == "a dog of mine"
    assert shipped.meant("a dog of mine") is None


def test_an_english_word_keeps_its_meaning():
    """Rock is a skirt in German, but a stone in the vocabulary; a hut is no hat in English."""
    shipped = default_vocabulary()
    assert shipped.meant("rock", "de") is None and shipped.meant("ring", "de") is None
    assert (shipped.meant("hut"), shipped.meant("hut", "de_DE")) == (None, "hat")
    assert {shipped.meant(name, "de") for name in shipped.also_english} <= set(LABELS)


def test_the_language_of_the_program_comes_before_others():
    words = (Word("cat", names={"de": ("Mao",)}), Word("hat", names={"zh": ("mao",)}))
    vocabulary = DefaultVocabulary(words)
    assert vocabulary.meant("mao") == vocabulary.meant("mao", "de") == "cat"
    assert vocabulary.meant("mao", "zh_CN") == "hat"
