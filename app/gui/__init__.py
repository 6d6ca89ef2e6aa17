"""The window. Owns no data: it asks the library."""
