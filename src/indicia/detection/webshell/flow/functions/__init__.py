"""Functions: declared, written where they are used, called."""
