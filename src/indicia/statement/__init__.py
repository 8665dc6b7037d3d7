"""What several parties say together: signed, and traceable to bytes of evidence."""
