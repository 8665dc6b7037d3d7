"""The forms in which indicators come; each gives `Given` and `Bad` in the order of the file."""
