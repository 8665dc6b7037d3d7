"""Indicia: from a server's logs and files to a verdict, with the evidence for every sentence."""

__version__ = "0.2.0"
