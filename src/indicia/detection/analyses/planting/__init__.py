"""Pages that somebody put there: seen being written, lying there, or in what they left."""
