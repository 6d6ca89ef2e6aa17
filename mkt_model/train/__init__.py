"""Trains MKT's two stages on labelled photos."""
