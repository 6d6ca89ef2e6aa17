"""The towers: a photo, or a text, to embeddings."""
