"""Questions that a script asks of a value, and what their answers say of it."""
