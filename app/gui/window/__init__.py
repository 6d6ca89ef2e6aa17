"""The main window: starts it, lays out its parts and connects their signals."""
