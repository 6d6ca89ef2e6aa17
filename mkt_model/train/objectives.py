"""What MKT's two stages minimise, as modules: a batch in, its losses out.

B photos, P patches, D embedding, L labels; truth (B, L) in {-1, 0, 1}.
"""

import copy
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from mkt_model.scoring import COMPARISONS, combine, global_scores, local_scores, statistics
from mkt_model.towers.text import TextTower
from mkt_model.train import losses
from mkt_model.train.image_learner import ImageLearner
from mkt_model.train.settings import ImageStage, PromptStage, Stage

Losses = dict[str, Tensor]


def training_scores(
    globals_: Tensor, patches: Tensor, labels: Tensor, stage: Stage, top_k: int
) -> Tensor:
    """Scores (B, L), each stream compared over this very label list (released code)."""
    compare = COMPARISONS[stage.comparison]

    def compared(scores: Tensor) -> Tensor:
        return compare(scores.float(), statistics(scores.float()))

    if stage.streams == "global":
        return stage.scale * compared(global_scores(globals_, labels))
    local = compared(local_scores(patches, labels, top_k))
    if stage.streams == "local":
        return stage.scale * local
    return stage.scale * combine(compared(global_scores(globals_, labels)), local)


class ImageObjective(nn.Module):
    """Stage 1: ranking loss, and L1 distillation to the image embedding the model started with."""

    def __init__(
        self, learner: ImageLearner, labels: Tensor, stage: ImageStage, top_k: int
    ) -> None:
        super().__init__()
        self.learner, self.stage, self.top_k = learner, stage, top_k
        self.labels: Tensor
        self.register_buffer("labels", labels, persistent=False)
        self.teacher = copy.deepcopy(learner).requires_grad_(False)

    def forward(self, features: Tensor, truth: Tensor) -> Losses:
        globals_, patches = self.learner(features)
        scores = training_scores(globals_, patches, self.labels, self.stage, self.top_k)
        ranking = losses.ranking_loss(scores, truth, self.stage.margin)
        with torch.no_grad():
            wanted = self.teacher.embed_global(features)
        distillation = losses.distillation(globals_.float(), wanted.float())
        loss = ranking + self.stage.distillation * distillation
        return {"loss": loss, "ranking": ranking, "distillation": distillation}


class PromptObjective(nn.Module):
    """Stage 2: ranking loss on label embeddings made anew each step with the words learned."""

    def __init__(
        self,
        learner: ImageLearner,
        tower: TextTower,
        labels: Sequence[str],
        stage: PromptStage,
        top_k: int,
    ) -> None:
        super().__init__()
        self.learner, self.tower = learner.requires_grad_(False), tower
        self.texts = [stage.prompt.format(label) for label in labels]
        self.stage, self.top_k = stage, top_k

    def forward(self, features: Tensor, truth: Tensor) -> Losses:
        with torch.no_grad():
            globals_, patches = self.learner(features)
        chosen = self._looked_at(truth)
        labels = self.tower.encode([self.texts[i] for i in chosen])
        scores = training_scores(globals_, patches, labels, self.stage, self.top_k)
        ranking = losses.ranking_loss(scores, truth[:, chosen], self.stage.margin)
        return {"loss": ranking, "ranking": ranking}

    def _looked_at(self, truth: Tensor) -> list[int]:
        """All labels, or the batch's own and then those it denies, evenly over the list."""
        count, limit = truth.shape[1], self.stage.labels_a_step
        if not limit or limit >= count:
            return list(range(count))
        own = (truth > 0).any(0).nonzero().flatten().tolist()
        others = sorted(set(range(count)) - set(own))
        room = max(limit - len(own), 1)
        return sorted(own + others[:: max(1, len(others) // room)][:room])
