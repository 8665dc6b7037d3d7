"""STIX patterns: read, put to records, and put together over the records of a host."""
