"""What a page was used for: requests to it, and commands that the web server started."""
