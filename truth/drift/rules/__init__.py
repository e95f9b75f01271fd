"""The drift rules, a module per family: each a pure function from what a file says to what it says otherwise."""
