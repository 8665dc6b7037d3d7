"""How the parts of the Sigma reader say that a rule cannot be run."""


class Refused(Exception):
    """A rule cannot be run; the text is the reason as a user reads it.  Never leaves `load_rules`."""
