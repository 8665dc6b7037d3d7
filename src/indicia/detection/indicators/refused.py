"""Why an indicator is not used."""


class Refused(Exception):
    """The reason, fit to be shown."""
