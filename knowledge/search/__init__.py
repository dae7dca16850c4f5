"""Finding the windows of a library that speak to a question."""
