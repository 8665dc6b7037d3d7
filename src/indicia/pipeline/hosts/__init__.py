"""From readings to what is known about each host, and what is said of it."""
