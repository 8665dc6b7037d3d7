"""A file cut into its pieces of code, each with its language."""
