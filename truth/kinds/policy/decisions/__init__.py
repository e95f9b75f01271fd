"""Decisions: questions a policy answers, the first rule that holds giving the answer and the clause that says so."""
