"""MKT: open-vocabulary multi-label classification with two streams (He et al., AAAI 2023)."""
