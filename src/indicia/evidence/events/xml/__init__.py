"""Events that were exported as XML, element by element."""
