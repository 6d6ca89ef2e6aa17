"""The numbers of photos and labels: features, scores, confidence, lines."""
