"""How bad and how certain it is what a page does, and what stands in it together."""
