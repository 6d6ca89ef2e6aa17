"""Measures a model on labelled photos, by the protocols of the field."""
