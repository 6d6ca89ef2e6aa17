"""The run that brings the library in line with the disk."""
