"""Counterpoint's faces: the terminal and Discord. Nothing imports this package."""
