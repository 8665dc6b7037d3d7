"""Inventories of servers as people keep them, read without guessing."""
