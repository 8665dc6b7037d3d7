"""What the functions of PHP do with their arguments."""
