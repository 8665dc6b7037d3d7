"""From a collection to batches of records: unpacking, custody, and one reader per format."""
