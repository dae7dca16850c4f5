"""The formats of sources and of the curated knowledge beside them."""
