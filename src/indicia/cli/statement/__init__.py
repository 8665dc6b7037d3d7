"""Claims that several parties can sign."""
