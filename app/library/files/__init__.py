"""What lies on the disk: found, read and told apart, never written."""
