"""One module for each group of targets; `measure(scale)` runs it."""
