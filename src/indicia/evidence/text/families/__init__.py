"""What a family of logs says of itself: its columns, and what their values mean for a record."""
