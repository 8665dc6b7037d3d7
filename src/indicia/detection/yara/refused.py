"""How loading says that one rule or one rule file is left out."""


class Refused(Exception):
    """A rule or rule file that is not run; the text is the reason."""


class NoRules(Refused):
    """A folder or archive without YARA rules."""
