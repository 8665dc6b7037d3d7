"""Indicators that a user brings: read from many formats, looked for in logs and files, judged with their sources."""
