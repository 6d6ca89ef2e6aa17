"""A label's learning as a whole: from its answers, kept, forgotten, and carried as a small file."""

import base64
import json
from pathlib import Path

import numpy as np

from app.library.labels.telling import most_informative
from app.library.labels.tuning import learn
from app.library.records import Learned, LibraryError, TagKind
from app.library.scores.formulas import score_label
from app.library.scores.lines import photos_of
from app.library.scores.view import ScoreCache
from app.library.store.curves import Learning
from app.library.store.label_scores import LabelScores
from app.library.store.labels import Label

FORMAT = "mkt-tagger learned label 1"


def answers_of(cache: ScoreCache, label: Label) -> tuple[np.ndarray, np.ndarray]:
    """(features rows (A,), +1 or -1 (A,)): the last that was said of the label, or of another name
    of it, on each content that the model has encoded."""
    names = cache.store.families.read().names(label.id)
    tags = dict(cache.kept.encodings.tagged(names))
    said = [-1 if kind == TagKind.REJECTED else 1 for kind in tags.values()]
    return np.array(list(tags), np.int64), np.array(said, np.int64)


def teach(cache: ScoreCache, label: Label) -> Learned:
    """Fit the label to all its tags.

    Always from the original embedding, so the order in which answers came does not matter; without
    answers it is as if nothing had been learned.
    """
    before = _shown(cache, label)
    answered, answers = answers_of(cache, label)
    if not len(answered):
        forget(cache, label)
        return Learned(label.name, 0, 0, False, int((_shown(cache, label) != before).sum()))
    original = _original(cache, label)
    rows = cache.features.rows(0, len(original.combined))
    lesson = learn(rows, original, answered, answers, cache.background(), cache.info)
    curve, yes = lesson.calibration, int((answers > 0).sum())
    learning = Learning(
        original.embedding, lesson.scores.embedding, curve.answers_slope, curve.answers_offset,
        yes, len(answers) - yes,
    )  # fmt: skip
    _keep(cache, label, learning, lesson.scores)
    moved = int((_shown(cache, label) != before).sum())
    return Learned(label.name, yes, len(answers) - yes, lesson.tuned, moved)


def forget(cache: ScoreCache, label: Label) -> None:
    """The label is again what its words say."""
    if cache.kept.curves.learning(label):
        _keep(cache, label, None, _original(cache, label))


def _shown(cache: ScoreCache, label: Label) -> np.ndarray:
    """(N,) which features rows lie at or above the label's line."""
    return cache.confidence(label, cache.scores(label).combined) >= cache.line(label)


def _original(cache: ScoreCache, label: Label) -> LabelScores:
    """The scores of the label's words, before anything was learned."""
    present = cache.scores(label)
    learning = cache.kept.curves.learning(label)
    if learning is None or np.array_equal(learning.original, present.embedding):
        return present
    return _scored(cache, learning.original, len(present.combined))


def _scored(cache: ScoreCache, embedding: np.ndarray, rows: int) -> LabelScores:
    return score_label(cache.features.rows(0, rows), embedding, cache.info)


def _keep(cache: ScoreCache, label: Label, learning: Learning | None, scores: LabelScores) -> None:
    with cache.store.transaction():
        cache.kept.curves.save_learning(label, learning)
        cache.replace_scores(label, scores)


def review(cache: ScoreCache, label: Label, limit: int) -> list[int]:
    """Photo ids whose answers would teach the label most, most informative first."""
    at_hand = cache.kept.encodings.at_hand()
    combined = cache.scores(label).combined
    line = np.clip(cache.line(label), 0.01, 0.99)
    rows = most_informative(
        cache.features.rows(0, len(combined)),
        cache.calibration(label).log_odds(combined),
        float(np.log(line / (1 - line))),
        np.setdiff1d(at_hand, answers_of(cache, label)[0]),
        limit,
    )
    return photos_of(cache, rows, limit)


def export_learned(cache: ScoreCache, label: Label, file: Path) -> None:
    """Write what a label learned, and its line, as JSON of a few kilobytes.

    Raises LibraryError where it learned nothing.
    """
    learning = cache.kept.curves.learning(label)
    if learning is None:
        raise LibraryError(
            f"{label.name!r} has learned nothing with model {cache.info.name} yet; answer yes or no"
            " for some of its photos first"
        )
    facts = {
        "format": FORMAT,
        "label": label.name,
        "model": cache.info.name,
        "model_id": cache.info.model_id,
        "line": cache.kept.curves.chosen_line(label),
        "slope": learning.slope,
        "offset": learning.offset,
        "positives": learning.positives,
        "negatives": learning.negatives,
        "embedding": base64.b64encode(learning.embedding.astype("<f4").tobytes()).decode(),
    }
    file.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def read_learned(cache: ScoreCache, file: Path) -> tuple[str, dict]:
    """(label, facts) of an exported file. Raises LibraryError for any other file, and for one made
    with another model."""
    try:
        facts = json.loads(file.read_text(encoding="utf-8"))
        if facts["format"] != FORMAT:
            raise KeyError("format")
        vector = np.frombuffer(base64.b64decode(facts["embedding"], validate=True), "<f4")
        numbers = [facts[name] for name in ("slope", "offset", "positives", "negatives")]
        if not (np.isfinite([*vector, *numbers]).all() and isinstance(facts["label"], str)):
            raise ValueError("a number is not one")
    except (ValueError, KeyError, TypeError) as error:
        raise LibraryError(f"{file} is no learned label of MKT Tagger: {error}") from error
    if facts["model_id"] != cache.info.model_id or len(vector) != cache.info.dim:
        raise LibraryError(
            f"{file} was learned with model {facts['model']}; the model in use is another, "
            f"{cache.info.name}"
        )
    return facts["label"], {**facts, "embedding": vector}


def import_learned(cache: ScoreCache, label: Label, facts: dict) -> None:
    """Take over what `read_learned` gave, in place of what the label learned here."""
    original = _original(cache, label)
    learning = Learning(
        original.embedding, facts["embedding"], facts["slope"], facts["offset"],
        facts["positives"], facts["negatives"],
    )  # fmt: skip
    _keep(cache, label, learning, _scored(cache, learning.embedding, len(original.combined)))
    cache.kept.curves.choose_line(label, facts.get("line"))
