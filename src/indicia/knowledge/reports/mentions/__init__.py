"""What a report names: one kind of thing a file, each mention with its exact characters."""
