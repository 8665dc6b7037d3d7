"""Messages of recorded Sysmon events say the same as the data beside them."""

import html
import json
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from indicia.evidence.events.decoding.messages.sysmon import data_in

RECORDINGS = Path(__file__).parents[6] / "shared/corpora/otrf/datasets"
EACH = 100
"""Events of one kind."""


@pytest.mark.skipif(not RECORDINGS.exists(), reason="no recordings beside the project")
def test_messages_say_what_the_data_says():
    """But for the case of numbers, and for what the recordings escaped in one of the two."""
    seen: Counter[int] = Counter()
    for path in sorted(RECORDINGS.rglob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                for line in archive.open(name) if name.endswith(".json") else ():
                    if b'"Microsoft-Windows-Sysmon"' not in line or b'"Message"' not in line:
                        continue
                    event = json.loads(line)
                    if event.get("SourceName") != "Microsoft-Windows-Sysmon" or seen[event["EventID"]] >= EACH:
                        continue
                    seen[event["EventID"]] += 1
                    found = data_in(event["Message"])
                    assert found is not None, event["Message"]
                    for field, value in found.items():
                        told = html.unescape(str(event.get(field, "")))
                        assert value.lower() in {told.lower(), "-", ""}, (field, value, told)
    assert len(seen) > 10
