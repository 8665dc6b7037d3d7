"""What parties sign: statements, positions, agreement, memberships, the ledger."""
