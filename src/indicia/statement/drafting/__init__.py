"""Claims proposed from what was found, weighed, or read: an author changes, drops and marks them."""
