"""The product: what its build numbers mean, its flaws, and those that are known to be exploited."""
