"""Keys: always two of them, of unlike mathematics, and a signature counts when both verify."""
