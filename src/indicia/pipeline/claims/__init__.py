"""Cases as claims are drafted from them, with hashes of the bytes behind findings."""
