"""One file for each format: `EXTRACTORS` are the extractors it has."""
