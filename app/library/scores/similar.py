"""How alike photos are, by both streams of their stored features: similar photos, duplicates."""

import numpy as np

from app.library.errors import LibraryError
from app.library.scores.features import FeaturesFile, Rows
from app.library.scores.formulas import BLOCK_ROWS, cosines
from app.library.scores.view import ModelView
from app.library.store.photo_table import PhotoTable

NO_TOKEN = -1.0


def similar_to(view: ModelView, table: PhotoTable, photo_id: int) -> np.ndarray:
    """(N,) float32: how alike each photo is to this one, in 0..1; -1 for the photo itself and for
    those that the model has not seen. Raises LibraryError where it has not seen this one."""
    at = table.places(np.array([photo_id]))
    if not len(at) or table.rows[at[0]] < 0:
        raise LibraryError("this photo is not indexed with this model; run: mkt-tagger index")
    rows = view.rows
    alike = table.spread(np.maximum(similarities(view.features, rows, table.rows[at[0]]), 0))
    alike[~table.encoded] = alike[at[0]] = -1
    return alike


def similarities(features: FeaturesFile, rows: int, row: int) -> np.ndarray:
    """One photo against the first `rows` rows -> (rows,) float32, 1 for the same picture.

    The mean of the global stream's cosine and the local stream's: how well each photo's tokens are
    found again in the other, the mean over both directions.
    """
    one = features.rows(row, row + 1)
    parts = [_block(one, block) for block in features.rows(0, rows).blocks(BLOCK_ROWS)]
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def _block(one: Rows, rows: Rows) -> np.ndarray:
    """One row against n rows -> (n,)."""
    used = 1 + one.counts.shape[1]
    flat = np.ascontiguousarray(rows.vectors).reshape(-1, rows.vectors.shape[-1])
    alike = cosines(np.ascontiguousarray(one.vectors[0, :used]), flat)
    alike = alike.reshape(used, len(rows), -1)[:, :, :used]  # (1 + M, n, 1 + M)
    whole, local = alike[0, :, 0], _local(alike[1:, :, 1:], one.counts[0], rows.counts)
    both: np.ndarray = ((whole + local) / 2).astype(np.float32)
    return both


def _local(alike: np.ndarray, ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """Token cosines (M, n, M) with the patches each token stands for, (M,) and (n, M) -> (n,)."""
    alike = np.where((ours > 0)[:, None, None] & (theirs > 0)[None], alike, NO_TOKEN)
    found = np.einsum("mn,m->n", alike.max(axis=2), ours) / max(ours.sum(), 1)
    finding = (alike.max(axis=0) * theirs).sum(axis=1) / np.maximum(theirs.sum(axis=1), 1)
    both: np.ndarray = (found + finding) / 2
    return both
