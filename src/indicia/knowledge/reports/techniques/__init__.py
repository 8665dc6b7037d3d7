"""Techniques of ATT&CK in the prose of a report: what is written, and what a model of the user's suggests."""
