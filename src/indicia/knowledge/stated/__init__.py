"""Files of other people that state what was done in an activity: one format a file."""
