"""Sets of rules and indicators that the user keeps: one signed file each, read in place."""
