"""The plan against whoever got in, and whether a later collection shows that it was done."""
