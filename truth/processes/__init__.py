"""Work that would hold the interpreter, done in a process of its own: `pool` asks, `child` answers."""
