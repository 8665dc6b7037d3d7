"""Words of a sentence, and the phrases and names that the grammar knows."""
