"""The server: its addresses, and what stands before them."""
