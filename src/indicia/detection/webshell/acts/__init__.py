"""What the functions and objects of the languages do with what they are given."""
