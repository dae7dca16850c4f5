"""How good the answers are: question files, measures, and the fit of the verdict's weights."""
