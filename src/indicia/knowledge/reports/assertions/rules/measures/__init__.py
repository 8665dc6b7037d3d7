"""Rules on measures: taken, not taken, left out of an announcement."""
