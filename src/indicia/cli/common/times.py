"""Times on the command line."""

import argparse
import os
from datetime import UTC, datetime


def moment(text: str) -> datetime:
    """A date or an ISO time; UTC where no zone is given."""
    try:
        found = datetime.fromisoformat(text)
        # Near the ends of the calendar there are times that are none in UTC.
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(f"{text!r} is no date or ISO time (2021-03-01, 2021-03-01T12:00)") from None


def now() -> datetime:
    """The time, UTC; `SOURCE_DATE_EPOCH` fixes it for output that must be equal to the byte."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(fixed), UTC) if fixed.isdigit() else datetime.now(UTC)
