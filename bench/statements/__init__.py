"""How long a stranger waits for a statement with very many claims and positions."""
