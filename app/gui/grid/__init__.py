"""Many photos at once: the grid, its model and cells, rows of small photos, duplicates."""
