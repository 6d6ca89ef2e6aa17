"""Labelled photos: read from any format, and fed in batches."""
