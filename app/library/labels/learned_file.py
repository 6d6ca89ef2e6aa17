"""What a label learned, as a small JSON file that another library with the same model takes."""

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from app.library.errors import LibraryError, QueryError
from app.library.model.encoder import ModelInfo
from app.library.search.parser import parse_label

FORMAT = "mkt-tagger learned label 1"
MOST_BYTES = 1_000_000  # such a file has some thousands
MOST_ANSWERS = 10_000_000
# What tuning.moved_curve can give at all, and a confidence.
RANGES = {"slope": (0.01, 100), "offset": (-100, 0), "line": (0, 1)}


@dataclass(frozen=True)
class LearnedFile:
    """The content of such a file: embedding (D,) and the curve's slope and offset, made from so
    many answers; line: the confidence that was chosen, if any."""

    label: str
    line: float | None
    slope: float
    offset: float
    positives: int
    negatives: int
    embedding: np.ndarray

    def write(self, file: Path, model: ModelInfo, model_id: str) -> None:
        facts = {
            "format": FORMAT,
            "label": self.label,
            "model": model.name,
            "model_id": model_id,
            "line": self.line,
            "slope": self.slope,
            "offset": self.offset,
            "positives": self.positives,
            "negatives": self.negatives,
            "embedding": base64.b64encode(self.embedding.astype("<f4").tobytes()).decode(),
        }
        file.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")

    @staticmethod
    def read(file: Path, model: ModelInfo, model_id: str) -> "LearnedFile":
        """Raises LibraryError naming the field for any other file, and for one made with another
        model."""
        try:
            facts = _facts(file)
            made_with = _text(facts, "model"), _text(facts, "model_id")
            if made_with[1] != model_id:
                raise LibraryError(
                    f"{file} was learned with model {made_with[0]}; the model in use is another, "
                    f"{model.name}"
                )
            return _parsed(facts, model.dim)
        except ValueError as error:
            raise LibraryError(f"{file} is no learned label of MKT Tagger: {error}") from error


def _facts(file: Path) -> dict[str, Any]:
    """Raises OSError and ValueError."""
    with file.open("rb") as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError("it is too large")
    try:
        facts = json.loads(content)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(facts, dict) or facts.get("format") != FORMAT:
        raise ValueError("format: it is of another kind")
    return facts


def _parsed(facts: dict[str, Any], dim: int) -> LearnedFile:
    """Every field as this program writes it. Raises ValueError naming the one that is not."""
    yes, no = _count(facts, "positives"), _count(facts, "negatives")
    if not yes + no:
        raise ValueError("positives: it learned from no answer")
    return LearnedFile(
        label=_label(facts),
        line=None if facts.get("line") is None else _number(facts, "line"),
        slope=_number(facts, "slope"),
        offset=_number(facts, "offset"),
        positives=yes,
        negatives=no,
        embedding=_vector(facts, dim),
    )


def _text(facts: dict[str, Any], name: str) -> str:
    value = facts.get(name)
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) < 300:
        raise ValueError(f"{name}: there is no short text")
    return value


def _label(facts: dict[str, Any]) -> str:
    label = _text(facts, "label")
    try:
        stored = parse_label(label)
    except QueryError as error:
        raise ValueError(f"label: {error}") from error
    if stored != label:
        raise ValueError(f"label: {label!r} is no label as it is stored")
    return label


def _number(facts: dict[str, Any], name: str) -> float:
    value, (least, most) = facts.get(name), RANGES[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise ValueError(f"{name}: there is no number from {least:g} to {most:g}")
    return float(value)


def _count(facts: dict[str, Any], name: str) -> int:
    value = facts.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_ANSWERS:
        raise ValueError(f"{name}: there is no count")
    return value


def _vector(facts: dict[str, Any], dim: int) -> np.ndarray:
    """(D,) float32, of finite numbers. Raises ValueError."""
    text = facts.get("embedding")
    try:
        packed = base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except ValueError as error:  # not ASCII, or no base64
        raise ValueError("embedding: it is no base64") from error
    if len(packed) != 4 * dim:
        raise ValueError(f"embedding: there are no {dim} numbers")
    vector = np.frombuffer(packed, "<f4")
    if not np.isfinite(vector).all():
        raise ValueError("embedding: a number is none")
    return vector
