"""Everything that a stranger needs to verify a statement, in one folder or archive, up to a marking."""
