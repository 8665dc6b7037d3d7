"""Who is said to have done what: whom an accusation names, and the statement inside it."""
