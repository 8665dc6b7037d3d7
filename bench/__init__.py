"""Measurements of the whole command, and the generator of what they run on."""
