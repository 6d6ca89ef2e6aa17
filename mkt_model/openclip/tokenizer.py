"""Texts to token ids for open_clip's text towers, without the transformers package."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from open_clip.tokenizer import DEFAULT_CONTEXT_LENGTH, SimpleTokenizer, get_clean_fn
from tokenizers import Tokenizer
from torch import Tensor

from mkt_model.tensor_files import CheckpointError
from mkt_model.towers.text import TOKENIZER_FILE


def make_tokenizer(folder: Path, text_cfg: dict[str, Any]) -> Callable[[list[str]], Tensor]:
    """L texts -> ids (L, T). CLIP's tokenizer is open_clip's own, SigLIP's is in the folder."""
    length = text_cfg.get("context_length", DEFAULT_CONTEXT_LENGTH)
    options = text_cfg.get("tokenizer_kwargs", {})
    if "hf_tokenizer_name" not in text_cfg:
        tokenizer: Callable[[list[str]], Tensor] = SimpleTokenizer(context_length=length, **options)
        return tokenizer
    return SiglipTokenizer(folder / TOKENIZER_FILE, length, options.get("clean", "whitespace"))


class SiglipTokenizer:
    """As SigLIP was trained: no start token, the end token always kept, padded to full length.

    The same ids as open_clip's HFTokenizer, which needs transformers.
    """

    def __init__(self, path: Path, length: int, clean: str) -> None:
        """Raises CheckpointError where the file is missing, damaged or of another model."""
        if not path.is_file():
            raise CheckpointError(f"{path} is missing")
        try:
            self._tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # the tokenizers package raises nothing narrower
            raise CheckpointError(f"{path} cannot be read: {error}") from error
        end, pad = (self._tokenizer.token_to_id(token) for token in ("<eos>", "<pad>"))
        if end is None or pad is None:
            raise CheckpointError(f"{path} is not a tokenizer of SigLIP 2")
        self._end, self._pad = end, pad
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(length - 1)
        self._length, self._clean = length, get_clean_fn(clean)

    def __call__(self, texts: list[str]) -> Tensor:
        cleaned = [self._clean(text) for text in texts]
        ids = torch.full((len(texts), self._length), self._pad)  # (L, T)
        for row, encoded in enumerate(
            self._tokenizer.encode_batch(cleaned, add_special_tokens=False)
        ):
            found = [*encoded.ids, self._end]
            ids[row, : len(found)] = torch.tensor(found)
        return ids
