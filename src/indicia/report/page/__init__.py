"""The result as a page: what it shows, its pictures, and the templates it is filled into."""
