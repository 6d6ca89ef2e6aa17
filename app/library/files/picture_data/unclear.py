"""What parsers raise where a file is not built as its kind should be."""


class UnclearError(ValueError):
    """The picture's place in the file cannot be told; the identity then covers the whole file."""
