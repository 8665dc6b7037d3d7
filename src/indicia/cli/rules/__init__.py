"""Rules, checked, kept and published."""
