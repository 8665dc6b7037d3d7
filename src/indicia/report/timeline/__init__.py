"""The timeline: one row a record, as CSV, JSON lines or Parquet that Timesketch and others take as they are."""
