"""Clusters of activity: what was said of them and by whom, by what they may be told, and words for how likely it is."""
