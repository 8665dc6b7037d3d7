"""The timeline of a case, sorted by time, however much there is."""
