"""The domain of Counterpoint: sources, search, evidence and opposing views. Knows nothing of Discord."""
