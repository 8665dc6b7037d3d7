"""Rules on attributions: said, judged, observed, named by a noun."""
