"""What the program knows about the user's photos. No Qt; every part runs headless."""
