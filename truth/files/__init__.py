"""Content folders and snapshot files, to documents and back; the JSON Schemas that say what a document looks like."""
