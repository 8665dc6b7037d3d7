"""Credentials and data on their way out, told by command lines."""
