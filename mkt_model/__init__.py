"""MKT: open-vocabulary multi-label classification with two streams (He et al., AAAI 2023)."""

import os

# What a model folder says must never send a library of the hub to the network: they read this when
# they are imported. hub.download alone goes out, where it is asked to.
os.environ["HF_HUB_OFFLINE"] = "1"
