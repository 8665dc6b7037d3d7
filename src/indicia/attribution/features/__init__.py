"""From findings to evidence about who: one kind of evidence a file."""
