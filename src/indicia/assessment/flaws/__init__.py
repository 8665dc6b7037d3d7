"""Which flaws stand open, since when, and how soon they are used."""
