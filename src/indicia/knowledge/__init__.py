"""Facts about products, baselines and tests, loaded from packs."""
