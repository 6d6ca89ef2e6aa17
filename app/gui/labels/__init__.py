"""One label at a time: its line, its histogram, and yes or no to its photos."""
