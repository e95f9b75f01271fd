"""The text rules: each one small function with its Rule, its reason, and an example that passes and one that fails."""
