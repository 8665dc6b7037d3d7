"""Events that some tool exported as JSON: documents found, checked whole, loaded only as far as somebody asks."""
