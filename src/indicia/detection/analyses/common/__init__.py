"""What analyses share: how one is declared, how it reads records, and how it makes findings of them."""
