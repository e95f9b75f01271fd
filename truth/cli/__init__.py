"""The command line `truth`: one file per verb, or per pair of verbs that belong together.

`main` is the group, `exits` the one place where errors become exit codes; `options`, `findings` and `changes` hold what
verbs share. A verb returns its exit code. What is slow to import is imported where it is needed.
"""
