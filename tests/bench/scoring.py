"""How long a label takes over a large library: python -m tests.bench.scoring [PHOTOS]

Beside it, in the same run, the limit: reading the same bytes once from memory.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from app.library.model.installed import describe
from app.library.scores.formulas import score_label
from app.paths import resources
from mkt_model.infer import Encoded
from tests.library.scores.features_of import features_of

BATCH = 5000


def best_of(action: Callable[[], object], times: int = 5) -> float:
    """The shortest of some runs, in milliseconds."""
    spans = []
    for _ in range(times):
        started = time.perf_counter()
        action()
        spans.append(time.perf_counter() - started)
    return min(spans) * 1000


def synthetic(photos: int, dim: int, tokens: int, seed: int) -> Encoded:
    rng = np.random.default_rng(seed)
    return Encoded(
        rng.integers(-127, 128, (photos, 1 + tokens, dim), dtype=np.int8),
        rng.random((photos, 1 + tokens), dtype=np.float32),
        rng.integers(1, 10, (photos, tokens), dtype=np.uint16),
        rng.random((photos, 2, 3), dtype=np.float32),
    )


def main(photos: int) -> None:
    info = describe(resources() / "models" / "mkt-mini")
    with tempfile.TemporaryDirectory() as folder:
        features = features_of(info, Path(folder))
        for start in range(0, photos, BATCH):
            features.append(synthetic(min(BATCH, photos - start), info.dim, info.tokens, start))
        rows = features.rows(0, photos)
        label = np.random.default_rng(1).normal(size=info.dim).astype(np.float32)
        read = best_of(lambda: rows.vectors.view(np.int64).sum())
        scored = best_of(lambda: score_label(rows, label, info))
    size = photos * features.format.row.itemsize / 1e6
    print(f"{photos} photos, {size:.0f} MB of features")
    print(f"reading the bytes once   {read:8.1f} ms")
    print(f"scoring a new label      {scored:8.1f} ms   {scored / read:.1f} x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
