"""What is typed to find photos, and what the grid then shows."""
