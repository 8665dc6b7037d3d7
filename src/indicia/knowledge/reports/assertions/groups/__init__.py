"""Groups of words that name somebody, and which were met before."""
