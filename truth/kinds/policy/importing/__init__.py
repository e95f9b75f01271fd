"""Import: a policy that was written as one Markdown file, as clauses.

Nothing is invented: words keep their order and their sense, what a clause cannot hold is said with its line, and
numbers are listed for the owner to confirm, never bound on their own.
"""
