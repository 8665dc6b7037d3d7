"""Bytes to text, and code of several languages to a tree of tokens."""
