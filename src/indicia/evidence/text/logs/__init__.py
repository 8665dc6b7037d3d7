"""One log from its bytes to batches of records, with every byte accounted for."""
