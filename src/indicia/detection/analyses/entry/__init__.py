"""Ways in: requests in the server's own name, and settings that are made to write a page."""
