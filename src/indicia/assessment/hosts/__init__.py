"""Whose each file and each record is."""
