"""Why a photo has a label: where in it the model sees the label, and how much each stream says."""

from dataclasses import dataclass

import numpy as np

from app.library.errors import LibraryError
from app.library.files.decode import UndecodableError, picture
from app.library.scores.formulas import combine
from app.library.scores.view import ModelView

# The heat's ends, in standard deviations of the photo's own scores over the background vocabulary:
# at COLD a place is like any word for it, at HOT like none of the common words.
COLD, HOT = 0.5, 4.0


@dataclass(frozen=True)
class Explanation:
    """A label seen in one photo.

    heat (h, w) float32, 0..1: how much each patch is like the label; region: the part of the photo
    the heat covers (left, top, right, bottom, each 0..1). global_score and local_score are raw;
    global_above and local_above the same in standard deviations above the mean of the common words
    in this photo. confidence is that of the whole, 0..1.
    """

    label: str
    heat: np.ndarray
    region: tuple[float, float, float, float]
    global_score: float
    local_score: float
    global_above: float
    local_above: float
    confidence: float


def explain(view: ModelView, photo_id: int, name: str) -> Explanation:
    """Look at the photo's file again, every patch in its place. Raises LibraryError.

    The local stream's similarity of each patch to the label (He et al., AAAI 2023) is the heat.
    Heat and scores come from the patches before they are merged and quantised for storage.
    """
    label = view.store.labels.known(name)
    photo = next(iter(view.store.photos.get([photo_id])), None)
    if photo is None:
        raise LibraryError("this photo is not in the library any more")
    embedding = view.scores(label).embedding
    encoder = view.encoder.load()
    try:
        look = encoder.look(picture(photo.path, view.info.side))
    except (OSError, UndecodableError) as error:
        raise LibraryError(f"{photo.path} cannot be read: {error}") from error
    similar = look.patches @ embedding  # (h, w)
    global_score = float(look.vector @ embedding)
    local_score = local_stream(similar, view.info.top_k)
    (global_mean, global_sd, _), (local_mean, local_sd, _) = look.background
    whole = combine(
        np.array([global_score]), np.array([local_score]), look.background[None], view.info
    )
    return Explanation(
        label.name,
        heat_of(similar, local_mean, local_sd),
        look.region,
        global_score,
        local_score,
        float((global_score - global_mean) / max(global_sd, 1e-6)),
        float((local_score - local_mean) / max(local_sd, 1e-6)),
        float(view.confidence(label, whole)[0]),
    )


def local_stream(similar: np.ndarray, k: int) -> float:
    """Patch similarities (h, w) -> the mean of the k best (paper, the local stream)."""
    return float(np.sort(similar, axis=None)[-k:].mean())


def heat_of(similar: np.ndarray, mean: float, sd: float) -> np.ndarray:
    """Patch similarities (h, w) -> 0..1 between COLD and HOT, by the photo's background scores.

    On this scale heat can be compared between labels, and a label that is nowhere stays cold.
    """
    steps = (similar - mean) / max(sd, 1e-6)
    return np.clip((steps - COLD) / (HOT - COLD), 0, 1).astype(np.float32)
