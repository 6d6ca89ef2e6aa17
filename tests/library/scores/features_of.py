"""A model's features file, as the program opens it."""

from pathlib import Path

from app.library.model.encoder import ModelInfo
from app.library.scores.features import FeaturesFile, RowFormat


def features_of(info: ModelInfo, folder: Path) -> FeaturesFile:
    return FeaturesFile(folder, info.model_id, RowFormat(info.dim, info.tokens))
