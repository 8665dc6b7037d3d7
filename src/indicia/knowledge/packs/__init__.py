"""Packs: what one knows of a subject, read from a folder of data files and checked as a whole."""
