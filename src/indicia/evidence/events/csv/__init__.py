"""Events that some tool exported as CSV: rows, found again behind damage, and what their columns say."""
