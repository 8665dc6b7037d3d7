"""Statements, one by one and in a row."""
