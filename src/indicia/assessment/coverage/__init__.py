"""What the evidence of a host could have shown, and what its tests answer."""
