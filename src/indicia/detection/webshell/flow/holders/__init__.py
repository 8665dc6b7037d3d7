"""Where values are kept: variables, elements, members, properties."""
