"""Readers of line logs: IIS (W3C extended format) and the CSV logs of Exchange."""
