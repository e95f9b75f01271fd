"""Another registry, by its URL: a source to read from, and a target to publish to."""
