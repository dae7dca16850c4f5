"""Characters, words and terms: what a text is made of."""
