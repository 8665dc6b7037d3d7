"""Readers of line logs: IIS (W3C extended format) and the CSV logs of Exchange."""

from indicia.evidence.text import exchange, iis

__all__ = ["exchange", "iis"]
