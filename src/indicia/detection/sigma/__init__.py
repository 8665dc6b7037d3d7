"""Sigma rules: read, checked, bound to log sources and turned into conditions; what cannot be honoured is refused."""
