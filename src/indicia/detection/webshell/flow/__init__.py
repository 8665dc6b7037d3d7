"""Values followed through a script, term by term, statement by statement."""
