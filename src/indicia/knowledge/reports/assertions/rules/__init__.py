"""The rules of the grammar: a way of asserting a file."""
