"""The models that can be fetched, as data alone: reading it imports no torch."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CatalogueEntry:
    """A model of open_clip's hub.

    architecture, pretrained: its name and tag in open_clip.
    million_parameters: both towers, counted in open_clip.
    download_bytes: float32 weights, and SigLIP 2's tokenizer of 34 MB.
    vram_gb: free GPU memory to encode photos in comfort, worked out from the weights.
    quality: figures that others published, and who; not measured here.
    """

    name: str
    title: str
    architecture: str
    pretrained: str
    licence: str
    million_parameters: int
    download_bytes: int
    vram_gb: int
    description: str
    quality: str


CATALOGUE = (
    CatalogueEntry(
        name="ViT-B-16",
        title="CLIP B/16",
        architecture="ViT-B-16",
        pretrained="openai",
        licence="MIT",
        million_parameters=150,
        download_bytes=599_000_000,
        vram_gb=2,
        description="MKT's own backbone, by OpenAI. English labels; the fastest of the three.",
        quality="Published by others: mAP 40.9 on NUS-WIDE's 81 concepts with many prompts"
        " (SPARC, CVPR 2025).",
    ),
    CatalogueEntry(
        name="ViT-B-16-SigLIP2-256",
        title="SigLIP 2 B/16",
        architecture="ViT-B-16-SigLIP2-256",
        pretrained="webli",
        licence="Apache-2.0",
        million_parameters=375,
        download_bytes=1_535_000_000,
        vram_gb=4,
        description="Sees much more than CLIP at little more time, in many languages. By Google.",
        quality="Published by others: finds the right photo in 75.2 % of searches where CLIP B/16"
        " finds it in 58.3 % (Immich's table of models).",
    ),
    CatalogueEntry(
        name="ViT-SO400M-16-SigLIP2-384",
        title="SigLIP 2 SO400M/16",
        architecture="ViT-SO400M-16-SigLIP2-384",
        pretrained="webli",
        licence="Apache-2.0",
        million_parameters=1136,
        download_bytes=4_579_000_000,
        vram_gb=8,
        description="The best and the slowest, in many languages; wants a GPU. By Google.",
        quality="Published by others: the best multi-label figures found without training, mAP 67.3"
        " on COCO and 88.4 on VOC 2007.",
    ),
)
