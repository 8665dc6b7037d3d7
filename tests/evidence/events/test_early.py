"""Events opened by their data alone give what the whole text gives, or are not opened so."""

from collections.abc import Mapping
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.evidence.events.decoding.loading import load
from indicia.evidence.events.decoding.shapes import event_of, fields_of
from indicia.evidence.events.early import early
from indicia.model.evidence import Kind
from indicia.tables.batch import EventKind

KIND = EventKind("P", 11, "Sysmon", "MX")
HEAD = (
    '{"Event":{"#attributes":{"xmlns":"http://schemas.microsoft.com/win/2004/08/events/event"},"System":{"Provider":'
    '{"#attributes":{"Name":"P"}},"EventID":11,"Version":2,"Level":4,"Task":11,"Opcode":0,"Keywords":"0x8000",'
    '"TimeCreated":{"#attributes":{"SystemTime":"2021-03-14T01:40:13.660123Z"}},"EventRecordID":77,"Correlation":null,'
    '"Execution":{"#attributes":{"ProcessID":4,"ThreadID":8}},"Channel":"Sysmon","Computer":"MX'
)
SECURITY = '","Security":{"#attributes":{"UserID":"S-1-5-18"}}}'
SYSTEM_NAMES = ("EventRecordID", "Level", "UserID", "System.ProcessID", "Channel", "EventID", "Message", "Absent")


def whole(text: str) -> dict[str, object]:
    """The fields as the whole text gives them."""
    return dict(fields_of(load(text.encode()), KIND))


def same(found: Mapping[str, object], expected: dict[str, object]) -> None:
    """Each field by itself, then all of them in their order."""
    for name in (*expected, *SYSTEM_NAMES):
        assert found.get(name, "nothing") == expected.get(name, "nothing")
        assert (name in found) == (name in expected)
        if name in expected:
            assert found[name] == expected[name]
    assert list(found.items()) == list(expected.items())
    assert list(found.values()) == list(expected.values())
    assert list(found) == list(expected)
    assert len(found) == len(expected)


def test_every_event_of_the_corpora_opens_to_its_fields(corpora: Path, read):
    """Opened early or not, each record of each log has the fields and becomes the record that decoding gives."""
    logs = sorted(corpora.rglob("*.evtx"))
    opened = 0
    for path in logs:
        events, _ = read(Kind.EVTX, path.read_bytes())
        for event in events:
            record = event.decode()
            fields, make = event.opened()
            opened += not isinstance(fields, dict)
            assert make() == record
            assert list(fields.items()) == list(record.fields.items())
    assert opened > 9000


TEXTS = st.text(max_size=8) | st.sampled_from(
    ['","Security":null},"EventData":{"A":"b"', '}}}"', "\\", '"', "{", "\x00"]
)
NAMES = st.sampled_from(
    "Image Level Channel EventRecordID UserID Message Data xmlns #text #attributes EventData Security Computer".split()
) | st.sampled_from(["a b", "Image ", "Name", "System.ProcessID", "GUID"])
VALUES = TEXTS | st.integers(-(2**63), 2**63 - 1) | st.booleans() | st.none() | st.just(1.5)
NESTED = st.lists(VALUES, max_size=2) | st.dictionaries(NAMES, VALUES | st.lists(TEXTS, max_size=2), max_size=2)
DATA = st.dictionaries(NAMES, VALUES | NESTED, max_size=4)


@given(data=DATA, more=st.dictionaries(NAMES, DATA, max_size=1))
def test_any_event_data_opens_to_its_fields_or_not_at_all(data, more):
    """Whatever stands in the event data or behind it, what is opened early is what the whole text gives."""
    document = orjson.loads(f'{HEAD}{SECURITY},"EventData":{{}}}}}}')
    document["Event"]["EventData"] = data
    document["Event"].update({name: value for name, value in more.items() if name not in document["Event"]})
    text = orjson.dumps(document).decode()
    found = early(text, KIND)
    if found is not None:
        same(found, whole(text))


@pytest.mark.parametrize("values", [{"Image": "C:\\a.exe", "User": 'A"B'}, {"Image": "x", "Count": 3, "On": True}, {}])
@pytest.mark.parametrize("security", [SECURITY, '","Security":null}', '","Security":""}'])
def test_plain_event_data_is_opened_early(values, security):
    """By far the most events are opened so; asking for a field of the system part gives that too."""
    text = f'{HEAD}{security},"EventData":{orjson.dumps(values).decode()}}}}}'
    found = early(text, KIND)
    assert found is not None
    same(found, whole(text))
    assert found.complete() == dict(event_of("0" * 64, 0, 1, None, text.encode()).fields)


@pytest.mark.parametrize(
    "text",
    [
        f'{HEAD}{SECURITY},"EventData":{{"A":"b"}},"RenderingInfo":{{"Message":"m"}}}}}}',
        f'{HEAD}","Security":null,"X":{{"A":1}}}},"EventData":{{"A":"b"}}}}}}',
        f'{HEAD}{SECURITY},"EventData":{{"Level":"b"}}}}}}',
        f'{HEAD}{SECURITY},"EventData":{{"Data":{{"#text":["a","b"]}}}}}}}}',
        f'{HEAD}{SECURITY},"EventData":{{"Threat Name":"b"}}}}}}',
        f'{HEAD}{SECURITY},"EventData":null}}}}',
        f'{HEAD}{SECURITY},"UserData":{{"A":"b"}}}}}}',
        '{"Message":"no event"}',
        "",
    ],
)
def test_anything_unusual_is_decoded_as_a_whole(text):
    """Where the event data may not be all, or has names of the system part, nothing is opened early."""
    assert early(text, KIND) is None


def test_mailbox_cmdlets_are_decoded_as_a_whole():
    """Their fields are taken out of the event data only with all of it at hand."""
    text = f'{HEAD}{SECURITY},"EventData":{{"A":"b"}}}}}}'
    assert early(text, EventKind("P", 11, "MSExchange Management", "MX")) is None
    assert early(text, KIND) is not None
