"""STIX patterns: parsed, decided on single records, and decided over the records of a host."""
