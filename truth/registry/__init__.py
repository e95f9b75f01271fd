"""The use cases: load, validate, plan, apply, resolve, compare. Ports as Protocols; no I/O of its own."""
