"""The row of a file as a reading makes it, and its bytes."""

import hashlib
import io
from collections.abc import Callable
from typing import BinaryIO

import pytest

from indicia.evidence.files import file_record
from indicia.model.evidence import Evidence, Kind
from indicia.model.record import Record

Row = Callable[..., tuple[Record, Callable[[], BinaryIO]]]


@pytest.fixture
def row() -> Row:
    """A file of these bytes under this path."""

    def make(data: bytes, path: str = r"C:\inetpub\wwwroot\x.aspx") -> tuple[Record, Callable[[], BinaryIO]]:
        digest = hashlib.sha256(data).hexdigest()
        evidence = Evidence(sha256=digest, size=len(data), path="c/x", scope="c", kind=Kind.PLAIN, original=path)
        return file_record(evidence, data[: 2**20]), lambda: io.BytesIO(data)

    return make
