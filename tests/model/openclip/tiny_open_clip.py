"""Tiny open_clip models with random weights, in folders as open_clip's hub has them."""

import json
from pathlib import Path

import torch
from open_clip.model import CLIP, CustomTextCLIP
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from torch import nn

from mkt_model.config import ModelConfig, Preprocess

SIZE, DIM = 32, 24
WORDS = ["<pad>", "<eos>", "<bos>", "<unk>", "a", "photo", "of", "red", "car", "night"]


def vit(text_width: int = 32) -> dict:
    """The model_cfg of a CLIP with open_clip's own ViT and CLIP's own vocabulary: 16 patches."""
    return {
        "embed_dim": DIM,
        "quick_gelu": True,
        "vision_cfg": {
            "image_size": SIZE,
            "patch_size": 8,
            "width": 32,
            "head_width": 16,
            "layers": 3,
        },
        "text_cfg": {
            "context_length": 16,
            "vocab_size": 49408,
            "width": text_width,
            "heads": 2,
            "layers": 1,
        },
    }


def siglip() -> dict:
    """The model_cfg of a SigLIP: a timm trunk with an attention pool, 100 patches at 160 px."""
    return {
        "embed_dim": 64,
        "init_logit_bias": -10,
        "custom_text": True,
        "vision_cfg": {
            "image_size": 160,
            "timm_model_name": "test_vit",
            "timm_model_pretrained": False,
            "timm_pool": "map",
            "timm_proj": "none",
        },
        "text_cfg": {
            "context_length": 8,
            "vocab_size": len(WORDS),
            "hf_tokenizer_name": "timm/tiny-siglip",
            "tokenizer_kwargs": {"clean": "canonicalize"},
            "width": 32,
            "heads": 2,
            "layers": 1,
            "no_causal_mask": True,
            "proj_bias": True,
            "pool_type": "last",
        },
    }


def make_model(model_cfg: dict, seed: int = 7) -> nn.Module:
    """open_clip's own model, the reference."""
    settings = dict(model_cfg)
    kind = CustomTextCLIP if settings.pop("custom_text", False) else CLIP
    torch.manual_seed(seed)
    model = kind(**settings).eval()
    with torch.no_grad():  # open_clip starts biases at 0 and class tokens near it: nothing to see
        for value in model.parameters():
            value.add_(torch.randn_like(value) * 0.05)
    return model


def save_model(model: nn.Module, model_cfg: dict, folder: Path, **preprocess: object) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    settings = {"model_cfg": model_cfg, "preprocess_cfg": preprocess}
    (folder / "open_clip_config.json").write_text(json.dumps(settings))
    save_file(model.state_dict(), folder / "open_clip_model.safetensors")
    if "hf_tokenizer_name" in model_cfg["text_cfg"]:
        save_tokenizer(folder / "tokenizer.json")
    return folder


def save_tokenizer(path: Path) -> None:
    """One token a word, after SigLIP 2's special tokens."""
    vocabulary = {word: i for i, word in enumerate(WORDS)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.save(str(path))


def make_config(model_cfg: dict, patches: int, **changes: object) -> ModelConfig:
    size = model_cfg["vision_cfg"]["image_size"]
    preprocess = Preprocess(size, "squash", (0.5, 0.5, 0.5), (0.5, 0.5, 0.5))
    return ModelConfig(
        "tiny", "open_clip", "tiny", model_cfg["embed_dim"], patches, 3, preprocess, **changes
    )
