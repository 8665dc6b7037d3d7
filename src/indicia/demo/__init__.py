"""Invented servers for the demonstration, the tests and the benchmarks; inert look-alikes only."""
