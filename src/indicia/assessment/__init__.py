"""From findings and coverage to the answer for one host."""
