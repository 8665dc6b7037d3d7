"""An append-only log of statements and positions."""
