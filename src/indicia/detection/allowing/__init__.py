"""What a site knows and answers for: read from its allow list, marked in the findings, never taken away."""
