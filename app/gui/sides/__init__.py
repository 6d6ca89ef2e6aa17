"""The two sides of the grid: folders, searches and labels; the selected photos and their labels."""
