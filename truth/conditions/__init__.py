"""The one structured condition language: typed, compiled once, decidable, printed as sentences. Pure.

- `inputs.py` — what a caller supplies, by type, and the exact scale on which two of a type are compared
- `condition.py` — a condition as data, read from a document with everything that is wrong in it
- `compiled.py` — a condition as a function of facts
- `domains.py`, `regions.py` — what a condition admits: overlap, implication and emptiness, decided on its structure
- `sentences.py` — a condition in the words of a locale
"""
