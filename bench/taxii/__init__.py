"""How fast the TAXII server answers."""
