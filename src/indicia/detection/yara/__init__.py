"""Rules on content (YARA), run by yara-x over files and over what is packed into records."""
