"""What people say of labels and photos, and what a label learns from it."""
