"""What a format of the timeline has to do."""

from typing import BinaryIO, Protocol

from indicia.report.timeline.marks import Marks
from indicia.report.timeline.row import Row

COLUMNS = (
    "message", "datetime", "timestamp_desc", "timestamp", "host", "source", "data_type", "event_id",
    "stage", "severity", "tag", "rule", "rule_id", "attack", "finding",
    "path", "line", "record_id", "offset", "length", "sha256", "fields",
)  # fmt: skip
"""Columns in order; in JSON lines the fields stand each under its own name in place of `fields`."""


class Sink(Protocol):
    """Takes the rows in order."""

    def write(self, row: bytes, marks: Marks) -> None:
        """Take a row that `Form.encode` made."""

    def close(self) -> None:
        """Write what is left; the stream stays open."""


class Form(Protocol):
    """A format.  Rows are encoded when they are read, sorted as bytes, and get their marks when they are written."""

    name: str
    names: set[str]
    """Names of fields that became columns of their own so far; a bounded number is kept."""

    def encode(self, row: Row) -> bytes:
        """A row without its marks; equal rows give equal bytes."""

    def open(self, out: BinaryIO) -> Sink:
        """Begin a file."""
