"""What is known of a value, and what is found where one acts."""
