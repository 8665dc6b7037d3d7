"""Days on the command line."""

from datetime import date

from indicia.errors import UsageError


def day_of(option: str, text: str | None) -> date | None:
    """The day that an option gives; null where it was not given.  Raises UsageError, naming the option."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"{option}: {text} is no day", hint="Write it as 2021-03-31.") from error
