"""Measures the ranking beside other engines: ``python -m tests.bench``; ``--small`` only checks it."""
