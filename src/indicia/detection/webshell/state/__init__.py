"""What is known of one page while it is read: its code, its names, what was found, and who reads on."""
