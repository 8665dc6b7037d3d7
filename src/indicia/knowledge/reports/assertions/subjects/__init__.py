"""Who does what a verb says: those before it, beside it, behind `by`."""
