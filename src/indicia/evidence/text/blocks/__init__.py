"""Blocks of whole lines: which of these are records, told for all lines at once where they are alike."""
