"""Ways to stay and what was left behind, and whether they stand now."""
