"""Views of a result: pure functions of it."""
