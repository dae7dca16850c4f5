"""Measures the ranking beside other engines: ``python -m tests.bench``; ``--small`` checks only that all of it works."""
