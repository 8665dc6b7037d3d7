"""The result and all else that is shown on a terminal or a pipe."""
