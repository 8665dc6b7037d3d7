"""The CSV logs of Exchange."""
