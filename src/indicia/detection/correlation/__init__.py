"""Sigma correlations: many records that satisfy rules, taken together over all files of a case on event time."""
