"""Which conditions could be true of a record, told from its undecoded text; the rest is decided."""
