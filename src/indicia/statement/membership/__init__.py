"""Who speaks in an alliance, and with which keys: TUF metadata, signed by a threshold of officers."""
