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
from app.library.scores.view import ModelView
from app.library.store.curves import Learned as Kept
from app.library.store.label_scores import LabelScores
from app.library.store.labels import Label

FORMAT = "mkt-tagger learned label 1"


def answers_of(view: ModelView, label: Label) -> tuple[np.ndarray, np.ndarray]:
    """(features rows (A,), +1 or -1 (A,)): the last that was said of the label, or of another name
    of it, on each content that the model has encoded."""
    names = view.store.families.read().names(label.id)
    tags = dict(view.encodings.tagged(names))
    said = [-1 if kind == TagKind.REJECTED else 1 for kind in tags.values()]
    return np.array(list(tags), np.int64), np.array(said, np.int64)


def teach(view: ModelView, label: Label) -> Learned:
    """Fit the label to all its tags.

    Always from the original embedding, so the order in which answers came does not matter; without
    answers it is as if nothing had been learned.
    """
    before = _shown(view, label)
    answered, answers = answers_of(view, label)
    if not len(answered):
        forget(view, label)
        return Learned(label.name, 0, 0, False, int((_shown(view, label) != before).sum()))
    original = _original(view, label)
    rows = view.features.rows(0, len(original.combined))
    lesson = learn(rows, original, answered, answers, view.background(), view.info)
    curve, yes = lesson.calibration, int((answers > 0).sum())
    learning = Kept(
        original.embedding, lesson.scores.embedding, curve.answers_slope, curve.answers_offset,
        yes, len(answers) - yes,
    )  # fmt: skip
    _keep(view, label, learning, lesson.scores)
    moved = int((_shown(view, label) != before).sum())
    return Learned(label.name, yes, len(answers) - yes, lesson.tuned, moved)


def forget(view: ModelView, label: Label) -> None:
    """The label is again what its words say."""
    if view.curves.learned(label):
        _keep(view, label, None, _original(view, label))


def restore(view: ModelView, label: Label, learning: Kept | None) -> Kept | None:
    """Put back what the label had learned, None for nothing; returns what it had until now."""
    before = view.curves.learned(label)
    if learning is None:
        forget(view, label)
    else:
        rows = len(view.scores(label).combined)
        _keep(view, label, learning, _scored(view, learning.embedding, rows))
    return before


def _shown(view: ModelView, label: Label) -> np.ndarray:
    """(N,) which features rows lie at or above the label's line."""
    return view.confidence(label, view.scores(label).combined) >= view.line(label)


def _original(view: ModelView, label: Label) -> LabelScores:
    """The scores of the label's words, before anything was learned."""
    present = view.scores(label)
    learning = view.curves.learned(label)
    if learning is None or np.array_equal(learning.original, present.embedding):
        return present
    return _scored(view, learning.original, len(present.combined))


def _scored(view: ModelView, embedding: np.ndarray, rows: int) -> LabelScores:
    return score_label(view.features.rows(0, rows), embedding, view.info)


def _keep(view: ModelView, label: Label, learning: Kept | None, scores: LabelScores) -> None:
    with view.store.transaction():
        view.curves.save_learned(label, learning)
        view.replace_scores(label, scores)


def review(view: ModelView, label: Label, limit: int) -> list[int]:
    """Photo ids whose answers would teach the label most, most informative first."""
    at_hand = view.encodings.at_hand()
    combined = view.scores(label).combined
    line = np.clip(view.line(label), 0.01, 0.99)
    rows = most_informative(
        view.features.rows(0, len(combined)),
        view.calibration(label).log_odds(combined),
        float(np.log(line / (1 - line))),
        np.setdiff1d(at_hand, answers_of(view, label)[0]),
        limit,
    )
    return photos_of(view, rows, limit)


def export_learned(view: ModelView, label: Label, file: Path) -> None:
    """Write what a label learned, and its line, as JSON of a few kilobytes.

    Raises LibraryError where it learned nothing.
    """
    learning = view.curves.learned(label)
    if learning is None:
        raise LibraryError(
            f"{label.name!r} has learned nothing with model {view.info.name} yet; answer yes or no"
            " for some of its photos first"
        )
    facts = {
        "format": FORMAT,
        "label": label.name,
        "model": view.info.name,
        "model_id": view.model_id,
        "line": view.curves.chosen_line(label),
        "slope": learning.slope,
        "offset": learning.offset,
        "positives": learning.positives,
        "negatives": learning.negatives,
        "embedding": base64.b64encode(learning.embedding.astype("<f4").tobytes()).decode(),
    }
    file.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def read_learned(view: ModelView, file: Path) -> tuple[str, dict]:
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
    if facts["model_id"] != view.model_id or len(vector) != view.info.dim:
        raise LibraryError(
            f"{file} was learned with model {facts['model']}; the model in use is another, "
            f"{view.info.name}"
        )
    return facts["label"], {**facts, "embedding": vector}


def import_learned(view: ModelView, label: Label, facts: dict) -> None:
    """Take over what `read_learned` gave, in place of what the label learned here."""
    original = _original(view, label)
    learning = Kept(
        original.embedding, facts["embedding"], facts["slope"], facts["offset"],
        facts["positives"], facts["negatives"],
    )  # fmt: skip
    _keep(view, label, learning, _scored(view, learning.embedding, len(original.combined)))
    view.curves.choose_line(label, facts.get("line"))
