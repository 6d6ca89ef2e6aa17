"""From the text of a query to a ranking of photos."""
