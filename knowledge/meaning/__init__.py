"""What texts mean, as vectors: the model that makes them, and where they are kept."""
