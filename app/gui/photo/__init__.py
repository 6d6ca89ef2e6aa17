"""One photo, large: drawn at any zoom, and with the heat of a label."""
