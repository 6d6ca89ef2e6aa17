"""Scores labels against features rows: both streams and their comparison. Numpy only.

The formulas are those of mkt_model.scoring and mkt_model.tokens, on stored int8 embeddings.
"""

import os
from functools import cache

import numpy as np
import simsimd

from app.library.model.encoder import ModelInfo
from app.library.scores.features import Rows
from app.library.store.label_scores import LabelScores

BLOCK_ROWS = 32768  # bounds the memory of a scan: about 10 MB a label and block
SORTED_AT_ONCE = 4096  # photos whose tokens fit in the processor's view
COUNT_BITS = 0xFFFF
THREADS = os.cpu_count() or 1


def score_label(rows: Rows, embedding: np.ndarray, info: ModelInfo) -> LabelScores:
    """One label embedding (D,) against all rows, block by block."""
    return LabelScores(embedding, streams_of_label(rows, embedding, info)[0])


def streams_of_label(
    rows: Rows, embedding: np.ndarray, info: ModelInfo
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One label embedding (D,) against rows N -> (combined, global, local), each (N,) float32."""
    parts = [score_block(block, embedding[None], info) for block in rows.blocks(BLOCK_ROWS)]
    if not parts:
        none = np.zeros(0, np.float32)
        return none, none, none
    combined, globals_, locals_ = (np.concatenate([p[i][0] for p in parts]) for i in range(3))
    return combined, globals_, locals_


def score_block(
    rows: Rows, embeddings: np.ndarray, info: ModelInfo
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Labels (L, D) float32 against rows N -> (combined, global, local), each (L, N) float32.

    The combined scores are rounded to what is kept of them (float16), so that a photo scores the
    same whether it is asked for by itself or among all.
    """
    n, used = len(rows), 1 + info.tokens
    queries, query_scales = _int8(embeddings)
    flat = rows.vectors.reshape(-1, info.dim)
    products = np.asarray(
        simsimd.cdist(queries, flat, "dot", out_dtype="float32", threads=THREADS)
    ).reshape(len(queries), n, -1)[:, :, :used]  # (L, N, 1 + M)
    similarities = products * rows.scales * query_scales[:, None, None]
    globals_ = similarities[:, :, 0]  # (L, N)
    parts = [slice(i, i + SORTED_AT_ONCE) for i in range(0, max(n, 1), SORTED_AT_ONCE)]
    locals_ = np.concatenate(
        [top_k_mean(similarities[:, p, 1:], rows.counts[p], info.top_k) for p in parts], axis=1
    )
    combined = combine(globals_, locals_, rows.background, info)
    return combined.astype(np.float16).astype(np.float32), globals_, locals_


def cosines(queries: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Stored vectors (Q, D) int8 against others (V, D) int8 -> cosines (Q, V) float32."""
    distances = simsimd.cdist(queries, vectors, "cosine", out_dtype="float32", threads=THREADS)
    return 1 - np.asarray(distances)


def top_k_mean(similarities: np.ndarray, counts: np.ndarray, k: int) -> np.ndarray:
    """Mean of the k best patches, from merged tokens: (L, N, M), (N, M) -> (L, N).

    Tokens are taken best first until their counts sum to k. Exact where nothing was merged.

    The M tokens of all photos are sorted at once, by a network of compare-exchanges between whole
    columns: several times as fast as sorting each photo's. A token's count travels in the last 16
    bits of its similarity as float64, which a float32 similarity leaves free.
    """
    labels, photos, tokens = similarities.shape
    keys = np.empty((tokens + 1, labels, photos))
    keys[:tokens] = similarities.astype(np.float32, copy=False).transpose(2, 0, 1)
    keys[:tokens].view(np.int64)[...] |= counts.T.astype(np.int64)[:, None]
    columns, spare = list(keys[:tokens]), keys[tokens]
    for better, worse in sorting_network(tokens):
        one, other = columns[better], columns[worse]
        np.maximum(one, other, out=spare)
        np.minimum(one, other, out=other)
        columns[better], spare = spare, one
    left, total = np.full((labels, photos), k, np.int64), np.zeros((labels, photos))
    for column in columns:
        bits = column.view(np.int64)
        taken = np.minimum(bits & COUNT_BITS, left)
        bits &= ~COUNT_BITS
        left -= taken
        total += column * taken
    return (total / np.maximum(k - left, 1)).astype(np.float32)


@cache
def sorting_network(size: int) -> tuple[tuple[int, int], ...]:
    """The pairs to compare and exchange, in this order, to sort `size` things: Batcher's odd-even
    merge sort (Knuth, The Art of Computer Programming, volume 3, algorithm 5.2.2M)."""
    pairs, top = [], 1 << max((size - 1).bit_length() - 1, 0)
    span = top
    while span:
        step, offset, distance = top, 0, span
        while True:
            pairs += [(i, i + distance) for i in range(size - distance) if i & span == offset]
            if step == span:
                break
            distance, step, offset = step - span, step >> 1, span
        span >>= 1
    return tuple(pairs)


def combine(
    globals_: np.ndarray, locals_: np.ndarray, background: np.ndarray, info: ModelInfo
) -> np.ndarray:
    """The two streams (..., N), made comparable over the background vocabulary, as one score."""
    streams = []
    for stream, values in enumerate((globals_, locals_)):
        mean, sd, norm = background[:, stream].T
        if info.comparison == "standardise":
            values = (values - mean) / np.maximum(sd, 1e-6)
        elif info.comparison == "list_norm":
            values = values / np.maximum(norm, 1e-6)
        streams.append(values)
    return (1 - info.local_weight) * streams[0] + info.local_weight * streams[1]


def _int8(embeddings: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(L, D) float -> int8 and one scale a row, as the stored embeddings are quantised."""
    scales = np.maximum(np.abs(embeddings).max(axis=1), 1e-12) / 127
    return np.rint(embeddings / scales[:, None]).astype(np.int8), scales.astype(np.float32)
