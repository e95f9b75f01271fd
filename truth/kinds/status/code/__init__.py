"""Types from a vocabulary: one module per language, each a pure function from a vocabulary to source text."""
