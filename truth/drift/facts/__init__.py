"""What a Snapshot says, turned so that a file can be held against it: compiled once, read by every rule."""
