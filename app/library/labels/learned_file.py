"""What a label learned, as a small JSON file that another library with the same model takes."""

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from app.library.errors import LibraryError
from app.library.model.encoder import ModelInfo

FORMAT = "mkt-tagger learned label 1"


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
        """Raises LibraryError for any other file, and for one made with another model."""
        try:
            facts = json.loads(file.read_text(encoding="utf-8"))
            learned = _parsed(facts)
            made_with = str(facts["model"]), facts["model_id"]
        except (ValueError, KeyError, TypeError) as error:
            raise LibraryError(f"{file} is no learned label of MKT Tagger: {error}") from error
        if made_with[1] != model_id or len(learned.embedding) != model.dim:
            raise LibraryError(
                f"{file} was learned with model {made_with[0]}; the model in use is another, "
                f"{model.name}"
            )
        return learned


def _parsed(facts: dict[str, Any]) -> LearnedFile:
    """Raises ValueError, KeyError or TypeError."""
    if facts["format"] != FORMAT:
        raise KeyError("format")
    vector = np.frombuffer(base64.b64decode(facts["embedding"], validate=True), "<f4")
    label, line = facts["label"], facts.get("line")
    slope, offset, yes, no = (facts[n] for n in ("slope", "offset", "positives", "negatives"))
    if not (np.isfinite([*vector, slope, offset, yes, no]).all() and isinstance(label, str)):
        raise ValueError("a number is not one")
    if line is not None and not 0 <= line <= 1:
        raise ValueError("its line is no confidence")
    return LearnedFile(label, line, slope, offset, yes, no, vector)
