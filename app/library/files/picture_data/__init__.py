"""Where in a file of each kind the picture lies: one parser a container, for content identity."""
