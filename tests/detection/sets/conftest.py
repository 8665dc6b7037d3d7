"""Keys and small sets for the tests."""

import hashlib
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pytest

from indicia.detection.sets.keys import PublicKey, SecretKey, make_keys, read_public
from indicia.detection.sets.making import About, make_set
from indicia.detection.sets.trusted import Trusted
from indicia.evidence.files import file_record
from indicia.model.evidence import Evidence, Kind
from indicia.model.record import Record

RULE = b"""\
title: A rule of a set
id: 11111111-2222-4333-8444-555555555555
date: 2026-01-02
logsource: {category: process_creation, product: windows}
detection: {selection: {CommandLine|contains: example-not-a-command}, condition: selection}
level: high
"""
YARA = b'rule Example_Of_A_Set { strings: $a = "example-not-a-page" condition: $a }\n'
FILES = {"README.md": b"An example.\n", "sigma/rule.yml": RULE, "yara/page.yar": YARA, "iocs/list.csv": b"a,b\n1,2\n"}
DATE = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)

Make = Callable[..., bytes]
Row = Callable[[bytes, str], tuple[Record, Callable[[], BinaryIO]]]


@pytest.fixture
def secret(tmp_path: Path) -> SecretKey:
    make_keys(tmp_path / "key", "The publisher")
    return SecretKey(tmp_path / "key")


@pytest.fixture
def public(secret: SecretKey, tmp_path: Path) -> PublicKey:
    return read_public(str(tmp_path / "key.pub"))


@pytest.fixture
def trusted(public: PublicKey, tmp_path: Path) -> Trusted:
    found = Trusted(tmp_path / "trusted")
    found.add(public)
    return found


@pytest.fixture
def make(secret: SecretKey) -> Make:
    def made(version: str = "1.0", *, signed: bool = True, **more: object) -> bytes:
        files = more.pop("files", FILES)
        key = more.pop("key", secret)
        words = {"name": "example", "version": version, "date": DATE, **more}
        return make_set(files, About(**words), key if signed else None)

    return made


@pytest.fixture
def row() -> Row:
    """The row of a file of evidence as a reading makes it, and its bytes."""

    def made(data: bytes, path: str) -> tuple[Record, Callable[[], BinaryIO]]:
        digest = hashlib.sha256(data).hexdigest()
        evidence = Evidence(sha256=digest, size=len(data), path=path, scope="c", kind=Kind.PLAIN, original=path)
        return file_record(evidence, data[: 2**20]), lambda: io.BytesIO(data)

    return made
