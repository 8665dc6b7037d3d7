"""One sentence as the rules see it: words, groups, confidence, times."""
