"""One reader per form in which indicators are handed around."""
