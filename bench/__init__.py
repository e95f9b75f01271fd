"""Measures the registry beside its alternatives: `python -m bench` writes `bench/RESULTS.md`."""
