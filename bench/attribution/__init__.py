"""How right attribution by techniques and tools is, and how sure it may be: see `__main__`."""
