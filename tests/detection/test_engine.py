"""Which detectors a record meets, in which order, how many hits are kept, and what an engine remembers."""

from datetime import UTC, datetime
from urllib.parse import unquote

import orjson
import pytest
from tests.detection.seeing import event, lines, record, seen

from indicia.detection.conditions.condition import (
    All,
    Present,
    Test,
    contains,
    ends,
    equals,
)
from indicia.detection.detector import Binding, Detector, Route
from indicia.detection.engine import Engine
from indicia.detection.filtering.bound import apart
from indicia.model.evidence import Locator
from indicia.model.record import Record
from indicia.tables.batch import Event, Events, Rows


def test_routes():
    """Every given part of a route has to hold: table, source, channel, provider, event id."""
    condition = Test("X", Present())
    routes = {
        "all": Route("win_event"),
        "channel": Route("win_event", channels=frozenset({"security"})),
        "id": Route("win_event", event_ids=frozenset({1, 2})),
        "both": Route("win_event", channels=frozenset({"security"}), event_ids=frozenset({2})),
        "provider": Route("win_event", providers=frozenset({"p"}), channels=frozenset({"security"})),
        "web": Route("web_request"),
        "source": Route("exchange_log", source="httpproxy"),
        "logs": Route("exchange_log"),
        "file": Route("file"),
    }
    rules = [Detector(name, (Binding(route, condition),)) for name, route in routes.items()]

    def event(channel, provider, number):
        return Event(channel, provider, number, b"{}", lambda: record("win_event", 0, {"X": "1"}))

    def names(batch):
        assert seen([batch], rules) == seen([batch], rules, prefilter=False)
        return {found[0] for found in seen([batch], rules)}

    assert names(Events(events=[event("SECURITY", "P", 2)])) == {"all", "channel", "id", "both", "provider"}
    assert names(Events(events=[event("Security", "", 1)])) == {"all", "channel", "id"}
    assert names(Events(events=[event("", "p", -1)])) == {"all"}
    row = lines("exchange_log", [b"x"], lambda _: record("exchange_log", 0, {"X": "1"}))
    assert names(row) == {"logs"}
    row.source = "httpproxy"
    assert names(row) == {"source", "logs"}
    assert names(lines("web_request", [b"x"], lambda _: record("web_request", 0, {"X": "1"}))) == {"web"}
    assert names(Rows(table="file", records=[record("file", 0, {"X": "1"})])) == {"file"}


def test_a_detector_sees_a_record_once():
    """Two bindings that both hold give one sighting; order is that of records, then of detectors."""
    rules = [
        Detector("b", (Binding(Route("file"), equals("X", "1")), Binding(Route("file"), Test("X", Present())))),
        Detector("a", (Binding(Route("file"), Test("X", Present())),)),
    ]
    rows = Rows(table="file", records=[record("file", number, {"X": str(number)}) for number in range(2)])
    assert [found[:2] for found in seen([rows], rules)] == [("b", 0), ("a", 0), ("b", 1), ("a", 1)]


def test_limit():
    """Sightings beyond the limit are counted and not kept, for each file anew."""
    rules = [Detector("d", (Binding(Route("file"), Test("X", Present())),))]
    rows = Rows(table="file", records=[record("file", number, {"X": "1"}) for number in range(5)])
    engine = Engine(rules, limit=3)
    for _ in range(2):
        scan = engine.start()
        assert [found.record.at.offset for batch in (rows, rows) for found in scan.feed(batch)] == [0, 1, 2]
        assert scan.overflow == engine.overflow == {"d": 7}
    assert Engine(rules).scan([]) is not None


def test_only_candidates_are_decoded():
    """A record without the literals is not decoded, and none is decoded twice."""
    decoded = []
    rules = [Detector(name, (Binding(Route("web_request"), contains("X", "needle")),)) for name in ("first", "second")]

    def decode(number):
        decoded.append(number)
        return record("web_request", number, {"X": "needle"})

    texts = [b"hay", b"a NEEDLE", b"hay", b"a %4eeedle", b"a %254Eeedle", b"needles #needle"]
    found = seen([lines("web_request", texts, decode)], rules)
    assert decoded == [1, 3, 4, 5]
    assert len(found) == 8


def test_records_beyond_the_limit_are_not_made():
    """Of a record that nobody keeps only the fields are worked out; who is told of ticks has it made."""
    made = []
    rules = [Detector(name, (Binding(Route("web_request"), contains("X", "needle")),)) for name in ("first", "second")]

    def opened(number):
        whole = record("web_request", number, {"X": "needle", "c-ip": "192.0.2.1"})

        def make():
            made.append(number)
            return whole

        return whole.fields, make

    batch = lines("web_request", [b"needle"] * 40, decode=None)
    batch.open = opened
    told = []
    ticks = {None: [], ("second",): [*range(40)], (): []}
    for ticking, expected in ticks.items():
        made.clear()
        told.clear()

        def tick(detector, found):
            told.append((detector, found.at.offset))
            return False

        scan = Engine(rules, limit=5).start(tick if ticking is not None else None, ticking)
        kept = [(found.detector, found.record.at.offset) for found in scan.feed(batch)]
        assert [at for name, at in kept if name == "first"] == [*range(5)]
        assert len(kept) == 10
        assert scan.overflow == {"first": 35, "second": 35}
        assert made == (expected or [*range(5)])
        assert told == [("second", at) for at in expected]


def test_detectors_without_literal_are_named():
    """What has to run on every record is listed with its route."""
    route = Route("win_event", event_ids=frozenset({4624}))
    rules = [
        Detector(
            "slow", (Binding(route, equals("LogonType", "10")), Binding(Route("file"), Present and equals("X", "1")))
        ),
        Detector("fast", (Binding(route, ends("Image", "\\cmd.exe")),)),
    ]
    assert Engine(rules).always == (("slow", route),)


def test_choice_of_literals_follows_the_log():
    """A literal that stands in every record is dropped for a rarer one of the same detector, and nothing is lost."""
    frequent = "frequent-in-this-log"
    asked = All((contains("X", frequent), contains("X", "rare")))
    texts = [frequent + (" RARE" if number % 500 == 499 else "") for number in range(2000)]
    written = [orjson.dumps({"EventID": 1, "Channel": "C", "X": text}) for text in texts]
    log = lines(
        "web_request", [text.encode() for text in texts], lambda row: record("web_request", row, {"X": texts[row]})
    )
    for table, batch in (("web_request", log), ("win_event", Events(events=list(map(event, written, range(2000)))))):
        engine = Engine([Detector("d", (Binding(Route(table), asked),))])
        assert [found.record.at.offset for found in engine.scan([batch])] == [499, 999, 1499, 1999]
        (bucket,) = engine.kinds._buckets.values()
        assert [apart(literal)[0] for literal in (bucket.lines or bucket.events).literals] == [b"rare"]


def test_blocks_with_too_many_hits(monkeypatch):
    """A block made to hold millions of hits is scanned line by line, with the same outcome."""
    monkeypatch.setattr("indicia.detection.filtering.matcher.MOST", 0)
    rules = [
        Detector("a", (Binding(Route("web_request"), contains("X", "././.")),)),
        Detector("b", (Binding(Route("web_request"), contains("X", "needle")),)),
    ]
    texts = [b"./" * 200_000, b"nothing", b"./" * 400_000 + b" %6eeedle", "\N{KELVIN SIGN}".encode()]
    batch = lines("web_request", texts, lambda number: record("web_request", number, {"X": unquote(texts[number])}))
    assert [found[:2] for found in seen([batch], rules)] == [("a", 0), ("a", 2), ("b", 2)]


def test_hostile_channels_do_not_fill_memory():
    """Any number of made-up channels is remembered up to a bound."""
    rules = [Detector("d", (Binding(Route("win_event"), contains("X", "needle")),))]
    engine = Engine(rules)
    made = (Event(f"c{n}", f"p{n}", n, b"{}", lambda: record("win_event", 0, {})) for n in range(20_000))
    assert list(engine.scan([Events(events=list(made))])) == []
    assert len(engine.kinds._kinds) <= 4096
    assert len(engine.kinds._buckets) == 1


def test_times_are_no_part_of_it():
    """Engines hold no clock: the same file gives equal sightings every time, from the same engine too."""
    rules = [Detector("d", (Binding(Route("win_event"), contains("X", "needle")),))]
    made = Record(
        table="win_event",
        source="X",
        time=datetime(2021, 3, 14, tzinfo=UTC),
        host="h",
        at=Locator(sha256="00", offset=1, length=1),
        fields={"X": "needle"},
        raw="",
    )
    batch = Events(events=[Event("X", "", 1, b'{"X":"needle"}', lambda: made)])
    engine = Engine(rules)
    assert (
        list(engine.scan([batch])) == list(engine.scan([batch])) == list(Engine(rules, prefilter=False).scan([batch]))
    )


@pytest.mark.parametrize("table", ["win_event", "web_request", "file"])
def test_no_detectors(table):
    """An engine without detectors sees nothing."""
    batch = {
        "win_event": Events(events=[Event("c", "p", 1, b"{}", lambda: record("win_event", 0, {}))]),
        "web_request": lines("web_request", [b"x"], lambda _: record("web_request", 0, {})),
        "file": Rows(table="file", records=[record("file", 0, {})]),
    }[table]
    assert seen([batch], []) == seen([batch], [], prefilter=False) == []
