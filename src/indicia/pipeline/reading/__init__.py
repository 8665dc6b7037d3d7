"""From files to readings: evidence taken in, units of work, done here or in several processes."""
