"""From a file to running text: one reader a format, each says what it could not read."""
