"""Correlations over the files of a case: groups, aliases, chains, hosts, copies, periods, damage."""

from datetime import timedelta

import pytest

from indicia.detection.conditions.condition import Any, Compare, Test
from indicia.detection.correlation.correlate import LISTED
from indicia.detection.correlation.standing import standing
from indicia.detection.correlation.ticks import TickLog
from indicia.detection.detector import Binding, Detector, Route
from indicia.detection.engine import Engine
from indicia.detection.extracts import Extracts
from indicia.errors import CaseError
from indicia.tables.batch import Rows

COUNT = "type: event_count\ntimespan: 5m\ncondition: {gte: 3}"


def simple(tools, extra="", **options):
    """Three of rule a in five minutes."""
    return tools.load(tools.base("a") + tools.correlation(f"{COUNT}\n{extra}"), **options)


def test_groups_without_case_over_files(world, tools):
    """Values of a group compare without case, over files; a record that lacks the field is left out and counted."""
    loaded = simple(tools, "group-by: [User]")
    world.log(loaded, [("a", tools.record(20, 1, User="Öve")), ("a", tools.record(0, 2, User="bob"))])
    world.log(
        loaded,
        [("a", tools.record(10, 3, User="öve")), ("a", tools.record(1, 4)), ("a", tools.record(5, 5, User="ÖVE"))],
    )
    done = world.run(loaded)
    (hit,) = done.hits
    assert (hit.group, hit.count) == ((("User", "ÖVE"),), 3)
    assert done.notes == ("correlation 'correlation corr': 1 record lacks a field that it reads and took no part",)


def test_names_with_spaces(world, tools):
    """Fields and aliases may be written as the event has them; records hold them without spaces."""
    aliases = "aliases: {who is: {a: Account Name}}\ngroup-by: [who is, Threat Name]"
    loaded = simple(tools, aliases)
    names = [{"AccountName": "x", "ThreatName": "t"}] * 3 + [{"AccountName": "x", "ThreatName": "u"}]
    world.log(loaded, [("a", tools.record(number, number, **fields)) for number, fields in enumerate(names)])
    (hit,) = world.run(loaded).hits
    assert [value for _, value in hit.group] == ["x", "t"]


def test_null_times(world, tools):
    """A record without a time takes no part and is counted."""
    loaded = simple(tools)
    world.log(loaded, [("a", tools.record(time, number)) for number, time in enumerate((None, 0, 1))])
    done = world.run(loaded)
    assert not done.hits
    assert "1 record has no time" in done.notes[0]


def test_copies_count_once(world, tools):
    """The same event in two copies of a log is one; the same line number of another host is another."""
    loaded = simple(tools)
    rows = [("a", tools.record(second, second)) for second in (0, 1)]
    world.log(loaded, rows)
    world.log(loaded, rows[::-1])
    assert not world.run(loaded).hits
    world.log(loaded, [("a", tools.record(0, 0, host="srv2"))])
    (hit,) = world.run(loaded).hits
    assert hit.count == 3


def test_hosts(world, tools):
    """A burst over hosts is a finding on each host that has events, which says so."""
    loaded = simple(tools, "group-by: [IpAddress]")
    rows = [
        ("a", tools.record(second, second, host=f"srv{second % 2 + 1}", IpAddress="10.0.0.9")) for second in range(5)
    ]
    world.log(loaded, rows)
    (first,), (second,) = world.findings(loaded, "srv1"), world.findings(loaded, "srv2")
    assert (first.count, second.count) == (3, 2)
    assert "3 of the events are of this host, the others of srv2" in first.summary
    assert "2 of the events are of this host, the others of srv1" in second.summary
    assert {exhibit.raw for exhibit in second.exhibits} == {"event 1", "event 3"}
    assert first.clients == ("10.0.0.9",)
    assert not world.findings(loaded, "srv3")


@pytest.mark.parametrize("name", ["Computer", "ComputerName", "host.name"])
def test_group_by_host(world, tools, name):
    """`Computer` is the host of the case, also for records that name none."""
    loaded = simple(tools, f"group-by: [{name}]")
    hosts = ["srv2", "SRV1", None, "srv1", "srv1"]
    world.log(loaded, [("a", tools.record(second, second, host=host)) for second, host in enumerate(hosts)])
    (hit,) = world.run(loaded).hits
    assert hit.count == 4


def test_aliases(world, tools):
    """An alias reads another field of each rule; a rule it does not name is read under the alias's own name."""
    body = "type: temporal\ntimespan: 5m\ngroup-by: [who]\naliases: {who: {n_a: User, b: Account}}"
    loaded = tools.load("".join(map(tools.base, "abc")) + tools.correlation(body, rules="a, b, c"))
    assert not loaded.refused
    rows = [
        ("a", tools.record(0, 0, User="x", Account="y")),
        ("b", tools.record(1, 1, Account="X", User="y")),
        ("c", tools.record(2, 2, who="x")),
        ("c", tools.record(2, 3, User="x")),
    ]
    world.log(loaded, rows)
    (hit,) = world.run(loaded).hits
    assert hit.count == 3


def test_other_words(world, tools):
    """A field is read in the words of the log: `Image` is `NewProcessName` in 4688."""
    rule = "title: a\nid: a\nlogsource: {product: windows, category: process_creation}\n"
    rule += "detection: {s: {Image: x}, condition: s}\n---"
    loaded = tools.load(rule + tools.correlation(f"{COUNT}\ngroup-by: [Image]"))
    rows = [("a", tools.record(number, number, EventID=4688, NewProcessName="C:\\x.exe")) for number in range(3)]
    world.log(loaded, rows)
    assert world.run(loaded).hits[0].group == (("Image", "C:\\x.exe"),)


CHAIN = """type: temporal_ordered
timespan: 10m
group-by: [User]"""


def chain(tools, outer=CHAIN):
    """Three failures of a computer, then a success of the same user."""
    text = tools.base("a") + tools.base("b", 4624)
    text += tools.correlation(f"{COUNT}\ngroup-by: [Computer]", name="inner")
    return tools.load(text + tools.correlation(outer, name="outer", rules="n_inner, b" if outer is CHAIN else "inner"))


@pytest.mark.parametrize(
    ("failures", "success", "count"),
    [((0, 1, 2), 3, 1), ((0, 1, 2), 1, 0), ((0, 1, 2), 700, 0), ((0, 1, 2, 500, 501, 502), 3, 1), ((0, 1, 2, 3), 2, 1)],
)
def test_chain(world, tools, failures, success, count):
    """A correlation below another is present at each event while it holds, by the fields of that event."""
    loaded = chain(tools)
    rows = [("a", tools.record(second, number, User="bob")) for number, second in enumerate(failures)]
    rows.append(("b", tools.record(success, 99, User="BOB")))
    rows.append(("b", tools.record(success, 98, User="eve")))
    world.log(loaded, rows)
    assert len([hit for hit in world.run(loaded).hits if hit.correlation.id == "outer"]) == count
    assert [finding.detector for finding in world.findings(loaded)] == ["outer"] * count


def test_counted_chain(world, tools):
    """Counted by another correlation, each burst counts once."""
    outer = "type: event_count\ntimespan: 1d\ncondition: {gte: 2}"
    loaded = chain(tools, outer)
    world.log(loaded, [("a", tools.record(second, second)) for second in range(50)])
    assert not [hit for hit in world.run(loaded).hits if hit.correlation.id == "outer"]
    world.log(loaded, [("a", tools.record(5000 + second, 5000 + second)) for second in range(50)])
    (hit,) = [hit for hit in world.run(loaded).hits if hit.correlation.id == "outer"]
    assert hit.count == 2


def test_period(world, tools):
    """Only events of the period asked for take part, both ends included."""
    loaded = simple(tools)
    world.log(loaded, [("a", tools.record(second, second)) for second in (0, 1, 2, 3)])
    start = tools.start
    assert world.run(loaded, since=start + timedelta(seconds=1)).hits[0].count == 3
    assert not world.run(loaded, since=start + timedelta(seconds=2)).hits
    assert not world.run(loaded, until=start + timedelta(seconds=1)).hits


def test_beyond_the_limit(world, tools):
    """Records that were counted but not kept still decide; one of each group and window is kept to be shown."""
    loaded = simple(tools, "group-by: [User]")
    rows = [("a", tools.record(second, second, User="x" if second < 50 else "y")) for second in range(100)]
    world.log(loaded, rows, keep=3)
    first, second = world.findings(loaded)
    assert (first.count, second.count) == (50, 50)
    assert [exhibit.raw for exhibit in second.exhibits if exhibit.raw] == ["event 50"]
    compact = [exhibit for exhibit in second.exhibits if not exhibit.raw]
    assert compact[-1].fields == {"User": "y"}
    assert compact[-1].at.record_id == 99
    assert len(first.exhibits) <= 12


def test_ticks_stand(world, tools):
    """What a finding shows of records that were only counted is found again among the ticks; nothing else is."""
    loaded = simple(tools)
    world.log(loaded, [("a", tools.record(second, second)) for second in range(30)], keep=3)
    (finding,) = world.findings(loaded)
    keys = {(one.table, one.at.sha256, one.at.offset, one.at.length, one.raw) for one in finding.exhibits}
    forged = ("win_event", "a" * 64, 7, 100, "")
    assert standing(world.files[0].path, {*keys, forged}) == {key for key in keys if not key[-1]}
    assert standing(world.files[0].path, {key for key in keys if key[-1]}) == set()


def test_engine_tells_of_every_record(tools, tmp_path):
    """The engine tells of records beyond its limit too, and keeps those that are wanted."""
    loaded = simple(tools, "group-by: [User]")
    condition = Any((Test("EventID", Compare("eq", 4625)),))
    detector = Detector("a", (Binding(Route("win_event"), condition),))
    told = []
    with Extracts(None) as extracts:
        log = TickLog(loaded.bases, extracts)

        def ticks(rule, record):
            told.append(rule)
            return log(rule, record)

        scan = Engine([detector], limit=5).start(ticks)
        records = [tools.record(second, second, User=str(second // 40)) for second in range(120)]
        kept = [sighting.record.at.record_id for sighting in scan.feed(Rows(table="win_event", records=records))]
    assert len(told) == 120
    assert {0, 40, 80} <= set(kept)
    assert len(kept) + scan.overflow["a"] == 120
    assert len(kept) < 20


def test_finding(world, tools):
    """A finding names rule, window, group and count, shows the deciding record first, and carries the rule's text."""
    loaded = simple(tools, "group-by: [User]")
    world.log(loaded, [("a", tools.record(second, second, User="bob")) for second in range(5)])
    (finding,) = world.findings(loaded)
    assert finding.summary == (
        "5 events of “a” with User bob came within windows of 5 min, which the correlation “correlation corr” asks for."
    )
    assert (finding.severity.name, finding.stage, finding.techniques) == ("HIGH", None, ("T1110",))
    assert [exhibit.raw for exhibit in finding.exhibits] == ["event 2", "event 0", "event 1", "event 3", "event 4"]
    assert "event_count" in finding.card.text


def test_a_finding_of_one_event(world, tools):
    """One record that satisfies both rules is spoken of as one."""
    loaded = tools.load(
        tools.base("a") + tools.base("b") + tools.correlation("type: temporal\ntimespan: 5m", rules="a, b")
    )
    record = tools.record(0, 0, User="bob")
    world.log(loaded, [("a", record), ("b", record)])
    (finding,) = world.findings(loaded)
    assert finding.summary.startswith("1 event of “a” and “b” came within a window of 5 min (2 of the rules), which")
    assert finding.count == 1


def test_own_words(world, tools):
    """A correlation of the pack brings its sentence, stage and confidence; a user's `indicia` key is not read."""
    text = tools.base("a") + tools.correlation(f"{COUNT}\ngroup-by: [User]")
    loaded = tools.load(text)
    document = tools.doc(
        {
            **{
                "id": "mine",
                "title": "t",
                "indicia": {"stage": "probed", "confidence": "strong", "summary": "{User}: {count} in {within}"},
            },
            "correlation": {
                "type": "event_count",
                "rules": ["a"],
                "timespan": "5m",
                "group-by": ["User"],
                "condition": {"gte": 3},
            },
        },
        "mine",
    )
    for key, stage in (("own_documents", "PROBED"), ("other", None)):
        given = {key: [document]} if key == "own_documents" else {}
        mine = tools.load(tools.base("a"), **given) if given else tools.load(text)
        case = tools.world(world.folder / key)
        case.folder.mkdir()
        case.log(mine, [("a", tools.record(second, second, User="bob")) for second in range(3)])
        (finding,) = case.findings(mine)
        assert (finding.stage.name if finding.stage else None) == stage
        if stage:
            assert finding.summary == "bob: 3 in 5 min"
    assert loaded.suppressed == {"a"}


def test_many_bursts(world, tools):
    """The largest bursts are listed, the others counted."""
    loaded = simple(tools, "group-by: [User]")
    rows = [
        ("a", tools.record(place, group * 10 + place, User=f"u{group}"))
        for group in range(LISTED + 30)
        for place in range(4 if group == LISTED + 20 else 3)
    ]
    world.log(loaded, rows)
    done = world.run(loaded)
    assert len(done.hits) == LISTED
    assert max(hit.count for hit in done.hits) == 4
    assert "held in 30 further, smaller bursts (90 events)" in done.notes[0]


def test_hostile_values(world, tools):
    """Quotes, surrogates, huge values and braces are values like others; nothing of a scratch folder stays."""
    loaded = simple(tools, "group-by: [User]")
    nasty = ["'; DROP TABLE ticks; --", "\ud800x", "{count}" * 1000, "Ａ" * 10_000]
    rows = [
        ("a", tools.record(second, second * 10 + place, User=value))
        for place, value in enumerate(nasty)
        for second in range(3)
    ]
    world.log(loaded, rows)
    assert len(world.findings(loaded)) == 4
    assert not list(world.folder.glob("correlate-*"))


def test_long_values_differ(world, tools):
    """Long values that differ only at their end are different groups."""
    loaded = simple(tools, "group-by: [User]")
    world.log(loaded, [("a", tools.record(second, second, User="x" * 500 + str(second))) for second in range(3)])
    assert not world.run(loaded).hits


def test_damaged_ticks(world, tools):
    """A damaged file of ticks is an error that names the log."""
    loaded = simple(tools)
    world.log(loaded, [("a", tools.record(second, second)) for second in range(3)], name="Security.evtx")
    path = world.files[0].path
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(CaseError, match=r"Security\.evtx"):
        world.run(loaded)


def test_nothing(world, tools):
    """Without correlations or ticks there is nothing to say."""
    loaded = simple(tools)
    assert world.run(loaded).hits == ()
    world.log(loaded, [])
    assert world.files == []
