"""What a user keeps: catalogues in one folder, each named after its content, written whole or not at all."""
