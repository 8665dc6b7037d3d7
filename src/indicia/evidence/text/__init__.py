"""Readers of line logs: web logs, and the CSV logs of Exchange."""
