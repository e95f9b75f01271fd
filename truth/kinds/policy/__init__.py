"""policy: wording by clause, values stored once, decisions that quote their clause."""
