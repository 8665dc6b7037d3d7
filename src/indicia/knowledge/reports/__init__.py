"""Reading reports of other people: from a file to claims with the exact characters behind each."""
