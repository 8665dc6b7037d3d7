"""What a case says: verdict and findings, fleet, who, techniques, plans."""
