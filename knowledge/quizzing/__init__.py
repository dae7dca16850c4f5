"""Quiz questions made from facts: a datum is left out of its sentence and stands among wrong ones of its kind."""
