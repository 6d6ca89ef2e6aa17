"""The settings of mkt-mini's recipe, as a TOML file gives them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mkt_model.config import Preprocess


@dataclass(frozen=True)
class FineTune:
    """The recipe's second step: the backbone's last stages and the text tower's last layers learn
    along with the heads, the learning rate warmed up and then let fall along a cosine.

    views: as many views of every photo take turns (frozen_maps.view_of); learning_rate: the
    backbone's, head_learning_rate: of heads, text map and temperatures; text_layers: of 6, from the
    top; hold: how strongly the sentence embeddings of a list of words (a file under `data`) are
    kept at what they were, so that words without a training photo keep their meaning. part: how
    many of the batches see but a part of their maps, mirrored: how many see them mirrored; both
    cost nothing, where a view costs what the frozen stages do. depthwise: whether the depthwise
    filters learn too: their gradient takes four fifths of the time, and they are few.
    """

    hold_words: Path
    views: int = 2
    part: float = 0.0
    mirrored: float = 0.0
    depthwise: bool = True
    epochs: int = 2
    caption_rounds: int = 3
    batch: int = 256
    learning_rate: float = 2e-4
    head_learning_rate: float = 3e-4
    text_learning_rate: float = 5e-5
    text_layers: int = 2
    hold: float = 50.0
    hold_words_a_step: int = 256


@dataclass(frozen=True)
class ClassTeaching:
    """The published classifier's beliefs as a second teacher, of all photos.

    names: the classes with the words above them; weight: against what is said of the photos; words:
    how much the words above the classes count beside the classes; every: their text embeddings are
    made anew so many steps apart, since they teach the photos' side alone.
    """

    names: Path = Path("resources/vocabulary/imagenet_classes.txt")
    weight: float = 0.5
    words: float = 0.5
    every: int = 25


@dataclass(frozen=True)
class MiniRun:
    """A training run; the learning rate falls to zero along a cosine.

    data: the folder of the .tar sets; background: the background vocabulary; out: the model folder
    to write, all as seen from where the command is run.
    patches_a_step: how many patches of a photo a step looks at; top_k: how many of all P patches
    count in the local stream (of the patches looked at, the same share); complete_set: the label
    set, complete over its vocabulary, whose held-out photos fit the curve from score to confidence;
    complete_sets: those whose labels are ranked over photos too, with the weight `photo_weight`.
    A set may be among both the caption sets and the label sets. classes: what the
    published classifier teaches.
    """

    name: str
    caption_sets: tuple[str, ...]
    label_sets: tuple[str, ...]
    complete_set: str
    data: Path
    background: Path
    out: Path
    preprocess: Preprocess
    dim: int = 384
    hidden: int = 1536
    local_hidden: int = 768
    top_k: int = 18
    patches_a_step: int = 27
    epochs: int = 10
    batch: int = 512
    learning_rate: float = 1e-3
    weight_decay: float = 0.01
    dropout: float = 0.0
    label_loss: Literal["softmax", "ranking"] = "softmax"
    margin: float = 0.2
    label_weight: float = 1.0
    complete_sets: tuple[str, ...] = ()
    photo_weight: float = 0.0
    caption_rounds: int = 1
    templates: tuple[str, ...] = ("{}",)
    comparison: Literal["standardise", "list_norm", "raw"] = "raw"
    local_weight: float = 0.5
    seed: int = 0
    classes: ClassTeaching | None = None
    fine_tune: FineTune | None = None
