"""Who speaks in an alliance, with which keys."""
