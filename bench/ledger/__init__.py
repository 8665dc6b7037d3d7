"""How large a ledger may grow."""
