"""What the server keeps: objects and their versions, collections, and what became of each push."""
