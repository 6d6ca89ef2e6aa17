"""Pictures of an evaluation; needs the `charts` extra."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mkt_model.config import ConfigError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

POINTS, BARS = 500, 30


def _figure(width: float, height: float) -> "Figure":
    try:
        from matplotlib.figure import Figure  # not pyplot: it would look for a screen
    except ModuleNotFoundError as error:
        raise ConfigError("charts need matplotlib: pip install 'mkt-tagger[charts]'") from error
    return Figure(figsize=(width, height), layout="constrained")


def save_curves(curves: Mapping[str, tuple[np.ndarray, np.ndarray]], path: Path) -> None:
    """Precision against recall, a line for each named (precision, recall). SVG or PNG by suffix."""
    figure = _figure(6, 5)
    axes = figure.subplots()
    for name, (precision, recall) in curves.items():
        some = np.unique(np.linspace(0, len(recall) - 1, POINTS).astype(int))
        axes.plot(recall[some], precision[some], label=name)
    axes.set(xlabel="recall", ylabel="precision", xlim=(0, 1), ylim=(0, 1))
    axes.set_title("Precision and recall over all photos and labels")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(path)


def save_label_bars(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Average precision by label: all of them, or the best and the worst where they are many."""
    ranked = sorted((r for r in rows if r["AP"] is not None), key=lambda r: -r["AP"])
    if len(ranked) > 2 * BARS:
        ranked = [*ranked[:BARS], *ranked[-BARS:]]
    figure = _figure(6, 1 + 0.18 * len(ranked))
    axes = figure.subplots()
    places = range(len(ranked))
    colours = ["tab:orange" if r["unseen"] else "tab:blue" for r in ranked]
    axes.barh(places, [r["AP"] for r in ranked], color=colours)
    axes.set_yticks(places, [f"{r['label']} ({r['positives']})" for r in ranked], fontsize=7)
    axes.invert_yaxis()
    axes.set(xlabel="average precision", xlim=(0, 1))
    axes.set_title("By label (positives); orange: unseen in training")
    axes.margins(y=0.01)
    figure.savefig(path)
