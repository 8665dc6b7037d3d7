"""The D3FEND ontology as its publisher gives it out (Turtle), read for ids and names of countermeasures only."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from indicia.errors import RulesetError
from indicia.knowledge.published.large_json import read_packed

_SUBJECT = re.compile(r"[:<\w][^\s]*")
_ID = re.compile(r'^\s+:d3fend-id "(D3-[A-Z0-9-]+)"')
_LABEL = re.compile(r'^\s+rdfs:label "((?:[^"\\]|\\.)*)"')


def read_d3fend(path: Path) -> Mapping[str, str]:
    """Id (`D3-PSA`) → name, of a Turtle file, plain or packed with gzip.

    Only what the names need is read: the subjects that stand at the start of a line, their label and their id; text in
    triple quotes is passed over.  Raises RulesetError when the file cannot be read or names no countermeasure.
    """
    names = dict(_countermeasures(read_packed(path).decode("utf-8", "replace")))
    if not names:
        raise RulesetError(f"{path}: no D3FEND countermeasure in it", hint="take d3fend.ttl of the D3FEND ontology")
    return names


def _countermeasures(text: str) -> Iterator[tuple[str, str]]:
    label = id = ""
    quoted = False
    for line in text.splitlines():
        # An article is text of others that may look like anything, also like a subject.
        was = quoted
        quoted ^= line.count('"""') % 2 == 1
        if was:
            continue
        if _SUBJECT.match(line):
            if id and label:
                yield id, label
            label = id = ""
        elif found := _LABEL.match(line):
            label = label or re.sub(r"\\(.)", r"\1", found.group(1))
        elif found := _ID.match(line):
            id = found.group(1)
    if id and label:
        yield id, label
