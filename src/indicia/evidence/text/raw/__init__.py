"""Bytes that nobody decoded yet: their encoding, ranges to be read apart, where values lie, times and their spans."""
