"""What comes from the network or from files into the user's own store."""
