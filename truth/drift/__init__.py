"""`truth check`: does a code base say what the registry says?

file → extractor → pieces → rules → findings → reporters. Everything but reading files is pure.
"""
