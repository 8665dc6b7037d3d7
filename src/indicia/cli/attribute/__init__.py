"""Who it could have been."""
