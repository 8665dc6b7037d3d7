"""STIX 2.1: everything that an export holds, and back."""
