"""What the window shows and asks while photos are indexed."""
