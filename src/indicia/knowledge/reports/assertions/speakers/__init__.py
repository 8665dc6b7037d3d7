"""Who speaks: verbs that carry a statement, quotations, whom `he` and `we` mean."""
