"""The tables that readers fill, and the batches they come in."""
