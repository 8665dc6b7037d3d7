"""Files that others publish, read for what Indicia needs of them."""
