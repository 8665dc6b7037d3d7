"""What a result, or a statement, rests on, checked again."""
