"""What mkt-mini's training minimises, the same in both of its steps.

B photos, P' patches looked at, C backbone channels, T texts, D joint embedding.
"""

import numpy as np
import torch
from torch import Tensor, nn

from mkt_model.mini.classes import ClassTeacher
from mkt_model.mini.settings import MiniRun
from mkt_model.mini.training_set import TrainingSet
from mkt_model.towers.mini_image import Heads
from mkt_model.towers.mini_text import MiniTextTower
from mkt_model.train import losses


class Objective(nn.Module):
    """The two streams against what is said of the photos, and against the class teacher's beliefs.

    all_patches: how many patches a whole photo has.
    """

    def __init__(
        self, run: MiniRun, heads: Heads, all_patches: int, teacher: ClassTeacher | None
    ) -> None:
        super().__init__()
        self.run, self.heads, self.teacher = run, heads, teacher
        self.share = min(1, run.top_k / all_patches)
        self.scales = nn.Parameter(torch.full((2,), np.log(1 / 0.07)))
        self.drop = nn.Dropout(run.dropout)

    def forward(
        self,
        data: TrainingSet,
        rows: np.ndarray,
        features: tuple[Tensor, Tensor],
        texts: Tensor,
        classes: Tensor | None,
    ) -> Tensor:
        """The loss of a batch: pooled features (B, C) and patches (B, P', C) against texts (T, D),
        and the teacher's texts (K + H, D)."""
        pooled, some = features
        with torch.autocast("cpu", torch.bfloat16):
            globals_ = self.heads.embed_global(self.drop(pooled))
            patches = self.heads.embed_patches(self.drop(some))
        said = self._logits(globals_, patches, texts)
        loss = torch.stack([self._said_loss(data, rows, s, i) for i, s in enumerate(said)]).sum()
        if classes is None or self.teacher is None or self.run.classes is None:
            return loss
        beliefs = self.teacher.beliefs(data.seen.pooled(rows))
        believed = self._logits(globals_, patches, classes)
        taught = [self.teacher.loss(s, beliefs, self.run.classes.words) for s in believed]
        return loss + self.run.classes.weight * (taught[0] + taught[1])

    def _logits(self, globals_: Tensor, patches: Tensor, texts: Tensor) -> tuple[Tensor, Tensor]:
        """Scaled global and local similarities, each (B, T)."""
        scales = self.scales.exp().clamp(max=100)
        k = max(1, round(self.share * patches.shape[1]))
        with torch.autocast("cpu", torch.bfloat16):
            similar = patches @ texts.T  # (B, P', T)
        local = similar.float().topk(k, dim=1).values.mean(1)
        return scales[0] * (globals_.float() @ texts.T), scales[1] * local

    def _said_loss(
        self, data: TrainingSet, rows: np.ndarray, logits: Tensor, stream: int
    ) -> Tensor:
        """One stream's loss against the captions or the set's labels."""
        if data.labels is None:
            return losses.matched(logits)
        labels = data.labels[rows]
        unknown = None if data.unknown is None else data.unknown[rows]
        if self.run.label_loss == "softmax":
            loss = losses.set_softmax(logits, labels, unknown)
        else:
            known = 2 * labels - 1 if unknown is None else (2 * labels - 1) * ~unknown
            margin = self.run.margin * self.scales[stream].exp().detach()
            loss = losses.ranking_loss(logits, known, margin)
        if data.complete and self.run.photo_weight:
            loss = loss + self.run.photo_weight * losses.photo_softmax(logits, labels, unknown)
        return self.run.label_weight * loss


def teacher_texts(teacher: ClassTeacher, text: MiniTextTower) -> Tensor:
    """The frozen or present text tower's sentence embeddings of what the teacher teaches."""
    with torch.no_grad():
        return text.sentences(teacher.texts)
