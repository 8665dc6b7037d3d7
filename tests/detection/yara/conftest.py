"""Rule sets and rows of files made on the spot."""

import hashlib
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

import pytest

from indicia.detection.yara.rules import YaraSet, load_yara
from indicia.evidence.files import file_record
from indicia.model.evidence import Evidence, Kind
from indicia.model.record import Record

Load = Callable[..., YaraSet]
Row = Callable[..., tuple[Record, Callable[[], BinaryIO]]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load rule files given as name=text from a folder called `rules`."""

    def load_them(files: Mapping[str, str | bytes], **options: object) -> YaraSet:
        folder = tmp_path / "rules"
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_yara([folder], **options)  # type: ignore[arg-type]  # options are those of load_yara

    return load_them


@pytest.fixture
def row() -> Row:
    """The row of a file as a reading makes it, and its bytes."""

    def make(
        data: bytes, path: str = r"C:\inetpub\wwwroot\x.aspx", kind: Kind = Kind.PLAIN
    ) -> tuple[Record, Callable[[], BinaryIO]]:
        digest = hashlib.sha256(data).hexdigest()
        evidence = Evidence(sha256=digest, size=len(data), path="c/x", scope="c", kind=kind, original=path)
        return file_record(evidence, data[: 2**20]), lambda: io.BytesIO(data)

    return make
