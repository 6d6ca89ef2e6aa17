"""How much a label gains from answers: python -m tests.bench.learning DATA

Held-out photos of one set are a library. Half of them, half of the label's own, may be asked about;
the answers are the truth. Measured on the other half, and on the rest of the first, before and
after: mean average precision, and F1 of what lies at or above the line of one half. Means over
labels with at least --least photos that the settings of learning were not chosen on.
"""

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from app.library.labels.telling import most_informative
from app.library.labels.tuning import learn
from app.library.model.encoder import Encoder, ModelInfo
from app.library.scores.calibration import Background, fit
from app.library.scores.features import Rows
from app.library.scores.formulas import score_block
from app.library.store.label_scores import LabelScores
from mkt_model.metrics import average_precision
from tests.bench.calibration import f1
from tests.bench.labelled import LabelledPhotos, held_out, mini

SETS = ("coco_train", "miniplaces", "corel5k")
COUNTS = (0, 2, 5, 10, 20)
# The settings were chosen on this many labels of each set, drawn from those with so many photos.
CHOSEN_ON, LEAST_CHOSEN = 8, {"coco_train": 6}
Ask = Callable[[np.ndarray, int], np.ndarray]


def misspelt(photos: LabelledPhotos, info: ModelInfo, model: Encoder) -> LabelledPhotos:
    """The same with every label's name turned round: words that the model does not know."""
    embeddings = model.encode_text([label[::-1] for label in photos.labels])
    scores, _, _ = score_block(photos.rows, embeddings, info)
    return replace(photos, embeddings=embeddings, scores=scores)


def halves(truth: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Two halves of a library, each with half of the label's photos."""
    order = rng.permutation(len(truth))
    yes, no = order[truth[order]], order[~truth[order]]
    return np.concatenate([yes[::2], no[::2]]), np.concatenate([yes[1::2], no[1::2]])


def by_hand(truth: np.ndarray, rows: np.ndarray, count: int) -> np.ndarray:
    """As someone tags who knows what to look for: half of them photos of the label."""
    yes, no = rows[truth[rows]], rows[~truth[rows]]
    return np.concatenate([yes[: -(-count // 2)], no[: count // 2]])


def strategies(
    photos: LabelledPhotos, truth: np.ndarray, log_odds: np.ndarray, rng: np.random.Generator
) -> dict[str, Ask]:
    """Ways to choose which of some rows to ask about."""
    return {
        "random": lambda rows, n: rng.permutation(rows)[:n],
        "nearest the line": lambda rows, n: rows[np.argsort(np.abs(log_odds[rows]))[:n]],
        "best first": lambda rows, n: rows[np.argsort(-log_odds[rows])[:n]],
        "by hand": lambda rows, n: by_hand(truth, rng.permutation(rows), n),
        "review": lambda rows, n: most_informative(photos.rows, log_odds, 0.0, rows, n),
    }


def lesson(
    photos: LabelledPhotos, label: int, asked: np.ndarray, info: ModelInfo
) -> tuple[np.ndarray, np.ndarray, bool]:
    """(scores, log odds, tuned) of one label after answers for the rows `asked`."""
    scores = LabelScores(photos.embeddings[label], photos.scores[label])
    answers = np.where(photos.truth[label, asked], 1, -1)
    background = Background.of(photos.rows.background, info)
    learned = learn(photos.rows, scores, asked, answers, background, info)
    combined = learned.scores.combined
    return combined, learned.calibration.log_odds(combined), learned.tuned


def reported(photos: LabelledPhotos, least: int, rng: np.random.Generator) -> np.ndarray:
    """The labels to measure, in a random order: without those the settings were chosen on."""
    counts = photos.truth.sum(1)
    drawn_from = np.flatnonzero(counts >= LEAST_CHOSEN.get(photos.name, 10))
    chosen_on = np.random.default_rng(0).permutation(drawn_from)[:CHOSEN_ON]
    return rng.permutation(np.setdiff1d(np.flatnonzero(counts >= least), chosen_on))


def measure(photos: LabelledPhotos, info: ModelInfo, least: int, rounds: int, most: int) -> dict:
    """(strategy, answers) -> rows of figures, one a label and halving: see `show`."""
    rng, found = np.random.default_rng(1), defaultdict(list)
    background = Background.of(photos.rows.background, info)
    for label in reported(photos, least, rng)[:most]:
        truth, scores = photos.truth[label], photos.scores[label]
        log_odds = fit(scores, background).log_odds(scores)
        for _ in range(rounds):
            first, other = halves(truth, rng)
            for name, ask in strategies(photos, truth, log_odds, rng).items():
                for count in COUNTS:
                    asked = ask(first, count)
                    after, sure, tuned = lesson(photos, label, asked, info)
                    row = [truth[asked].sum(), tuned]
                    for part in (other, np.setdiff1d(first, asked)):
                        row += quality(scores, log_odds, truth, part)
                        row += quality(after, sure, truth, part)
                    found[name, count].append(row)
    return found


def quality(
    scores: np.ndarray, log_odds: np.ndarray, truth: np.ndarray, rows: np.ndarray
) -> tuple[float, float]:
    """(average precision, F1 at the line); nan where none of the rows shows the label."""
    if not truth[rows].any():
        return float("nan"), float("nan")
    return average_precision(scores[rows], truth[rows]), f1(log_odds[rows] >= 0, truth[rows])


def show(name: str, found: dict) -> None:
    labels = len(next(iter(found.values())))
    print(f"\n{name}, {labels} labels and halvings")
    print(f"{'asked':18}{'answers':>8}{'yes':>6}{'tuned':>7}   other half: mAP            F1"
          "              rest of the first: mAP     F1")  # fmt: skip
    for (strategy, count), values in found.items():
        yes, tuned, *figures = np.nanmean(values, axis=0)
        pairs = [f"{figures[i]:8.3f} -> {figures[i + 2]:.3f}" for i in (0, 1, 4, 5)]
        print(f"{strategy:18}{count:8d}{yes:6.1f}{tuned:7.0%}   {'  '.join(pairs)}")


def time_of_learning(photos: LabelledPhotos, info: ModelInfo, library: int = 100_000) -> None:
    """Print how long learning 20 answers takes, and choosing 20 photos to ask about, in a library
    of these photos over and over."""
    label, again = int(photos.truth.sum(1).argmax()), np.arange(library) % len(photos.rows)
    names = ("vectors", "scales", "counts", "background")
    rows = Rows(*(getattr(photos.rows, name)[again] for name in names))
    combined, truth = photos.scores[label][again], photos.truth[label]
    scores = LabelScores(photos.embeddings[label], combined)
    asked = by_hand(truth, np.arange(len(truth)), 20)
    background = Background.of(rows.background, info)
    started = time.perf_counter()
    learned = learn(rows, scores, asked, np.where(truth[asked], 1, -1), background, info)
    taught = time.perf_counter()
    most_informative(rows, combined.astype(float), 0.0, np.arange(library), 20)
    chosen = time.perf_counter()
    print(f"{library} photos: learning {taught - started:.1f} s (tuned: {learned.tuned}), "
          f"choosing what to ask {chosen - taught:.3f} s")  # fmt: skip


def show_changes(results: list[dict]) -> None:
    """The mean change over the labels of all sets, with its standard error."""
    print(f"\n{'all sets: change':18}{'answers':>8}   other half: mAP           F1"
          "            rest of the first: mAP    F1")  # fmt: skip
    for key in results[0]:
        rows = np.concatenate([found[key] for found in results])
        cells = []
        for before in (2, 3, 6, 7):
            change = rows[:, before + 2] - rows[:, before]
            error = np.nanstd(change) / np.sqrt(max(np.isfinite(change).sum(), 1))
            cells.append(f"{np.nanmean(change):+9.3f} ± {error:.3f}")
        print(f"{key[0]:18}{key[1]:8d}   {'  '.join(cells)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of the .tar sets")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "mkt-held-out")
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--least", type=int, default=6, help="positives a label needs to count")
    parser.add_argument("--rounds", type=int, default=1, help="times the photos are halved anew")
    parser.add_argument("--most", type=int, default=20, help="labels a set at most")
    parser.add_argument("--misspelt", action="store_true", help="labels the model does not know")
    parser.add_argument("--time", action="store_true", help="only tell how long it takes")
    arguments = parser.parse_args()
    info, model = mini()
    if arguments.time:
        time_of_learning(held_out(arguments.data, "corel5k", arguments.cache, info, model), info)
        return
    results = []
    for name in arguments.sets:
        photos = held_out(arguments.data, name, arguments.cache, info, model)
        photos = misspelt(photos, info, model) if arguments.misspelt else photos
        found = measure(photos, info, arguments.least, arguments.rounds, arguments.most)
        if found:
            results.append(found)
            show(name, found)
        else:
            print(f"\n{name}: no label to measure has so many photos")
    if results:
        show_changes(results)


if __name__ == "__main__":
    main()
