"""The settings of an MKT training run: a TOML file with [image] and [prompt] tables."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mkt_model.data.words import BACKGROUND

Streams = Literal["both", "global", "local"]
Comparison = Literal["list_norm", "standardise", "raw"]


@dataclass(frozen=True)
class Stage:
    """What both stages share; the defaults are the released code's.

    The learning rate rises over the warm-up, then falls along a cosine to `last_rate`.
    top_k: patches that count in the local stream (0: the model's own); margin: of the ranking loss;
    scale: what scores are multiplied by before it, so that a margin can bite on normalised scores.
    """

    epochs: int = 20
    warmup_epochs: int = 2
    batch: int = 64
    learning_rate: float = 1e-3
    last_rate: float = 1e-6
    weight_decay: float = 0.05
    top_k: int = 0
    margin: float = 1.0
    scale: float = 1.0
    comparison: Comparison = "list_norm"
    streams: Streams = "both"


@dataclass(frozen=True)
class ImageStage(Stage):
    """Stage 1: the image tower's top against fixed label embeddings (paper, section 3.2).

    distillation: weight of the L1 distance to the frozen image embedding (lambda); blocks: how many
    of a ViT's last blocks learn; layer_decay: their learning rates' ratio, from the top down;
    local_head: width of the paper's two-layer head for the patches (0: they share proj, as in the
    released code).
    """

    distillation: float = 1.0
    blocks: int = 2
    layer_decay: float = 0.65
    local_head: int = 0


@dataclass(frozen=True)
class PromptStage(Stage):
    """Stage 2: the words around the label against the frozen image tower (paper, section 3.3).

    variant: "context" learns a vector for each of the prompt's words (the paper's form), "table"
    the whole token table (the released code's). labels_a_step: how many labels a step looks at, all
    of the batch's own among them (0: every one), since each costs a pass of the text tower.
    """

    variant: Literal["context", "table"] = "context"
    prompt: str = "There is a {} in the scene"
    labels_a_step: int = 0


@dataclass(frozen=True)
class MktRun:
    """A whole run; paths are as seen from where the command is run.

    model: the folder of the vision-language model to start from; data: photos with labels, see
    docs/data.md; out: the model folder to write; seen: a file of the labels to learn from (default:
    all that the data does not keep unseen). validation: other labelled photos; without them
    `validation_percent` of the data are set apart. faithful: feed and score a ViT as the released
    code does. cache_features: keep the frozen part's output on disk, so that an epoch touches only
    what learns; cache: where (default: with the checkpoints). workers: threads that read photos.
    background: the background vocabulary, which is part of a model id.
    """

    name: str
    model: Path
    data: Path
    out: Path
    format: str = "auto"
    seen: Path | None = None
    validation: Path | None = None
    validation_percent: int = 10
    image: ImageStage | None = None
    prompt: PromptStage | None = None
    faithful: bool = False
    cache_features: bool = True
    cache: Path | None = None
    amp: bool = True
    workers: int = 4
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    background: Path = BACKGROUND
    seed: int = 0
