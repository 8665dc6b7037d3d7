"""The case folder."""
