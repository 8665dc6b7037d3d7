"""Values of expressions, from a run of tokens down to a single term."""
