"""open_clip's models as towers of MKT, read from a local folder."""
