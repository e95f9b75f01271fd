"""Pictures of a vocabulary: one module per notation, each a pure function to text."""
