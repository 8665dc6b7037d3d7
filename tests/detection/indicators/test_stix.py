"""STIX patterns: read, put to records, and put together; bundles."""

import itertools
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from indicia.detection.indicators.kinds import Kind
from indicia.detection.indicators.loading import load_indicators
from indicia.detection.indicators.refused import Refused
from indicia.detection.indicators.stix.combining import Answer, Picked, holds
from indicia.detection.indicators.stix.objects import things_of
from indicia.detection.indicators.stix.observing import satisfies
from indicia.detection.indicators.stix.parsing import parse
from indicia.detection.indicators.stix.pattern import (
    Between,
    Combined,
    Comparison,
    Observation,
    Observing,
    Pattern,
    Repeated,
    Within,
)
from indicia.model.evidence import Kind as Evidence
from indicia.model.evidence import Locator
from indicia.model.record import Record

from .conftest import iis, sightings

MD5 = "4ef04cba6bec2c3a164b9b755efbeb1c"
START = datetime(2021, 3, 3, tzinfo=UTC)
PROCESS = {
    "EventID": 1,
    "Image": r"C:\Windows\System32\cmd.exe",
    "CommandLine": r"cmd.exe /c whoami > c:\x.txt",
    "ParentImage": r"C:\Windows\System32\inetsrv\w3wp.exe",
    "Hashes": f"MD5={MD5},IMPHASH=00",
    "User": r"NT AUTHORITY\SYSTEM",
    "ProcessId": "4242",
}
REGISTRY = {"EventID": 13, "TargetObject": r"HKLM\SOFTWARE\Evil\Run", "Details": "calc.exe"}
TRAFFIC = {"EventID": 3, "SourceIp": "10.0.0.5", "DestinationIp": "203.0.113.77", "DestinationPort": "443"}
REQUEST = {"cs-uri-query": ("/a.aspx?b=1",), "url.path": "/a.aspx"}
REFERRED = {"cs-referer": ("http://sub.badsite.example/x/",)}
STARTED = {"EventID": 4688, "NewProcessId": "0x1a4", "ProcessId": "0x10", "NewProcessName": r"C:\x\y.exe"}
MAIL_TO_TWO = {"sender-address": "a@yolkish.com", "recipient-address": ("b@contoso.example", "c@contoso.example")}
MAIL = {"sender-address": "a@yolkish.com", "recipient-address": "b@contoso.example", "message-subject": "Urgent Review"}


def record(fields: dict[str, object], table: str = "win_event") -> Record:
    return Record(
        table=table,
        source="x",
        time=START,
        host=None,
        at=Locator(sha256="0" * 64, offset=0, length=1),
        fields=fields,  # type: ignore[arg-type]  # plain values
        raw="",
    )


HOLDS = [
    (PROCESS, "[process:command_line LIKE '%WHOAMI%']", True),
    (PROCESS, "[process:command_line LIKE 'whoami%']", False),
    (PROCESS, "[process:command_line LIKE 'cmd.exe __ whoami%']", True),
    (PROCESS, "[process:command_line MATCHES 'whoami\\\\s+>']", True),
    (PROCESS, "[process:command_line MATCHES '^WHOAMI']", False),
    (PROCESS, "[process:command_line NOT LIKE '%whoami%']", False),
    (PROCESS, "[process:pid = 4242]", True),
    (PROCESS, "[process:pid > 4242]", False),
    (PROCESS, "[process:pid IN (1, 4242)]", True),
    (PROCESS, "[process:pid NOT IN (1, 4242)]", False),
    (PROCESS, "[process:pid != 1]", True),
    (PROCESS, "[process:cwd != 'x']", False),
    (PROCESS, "[EXISTS process:command_line]", True),
    (PROCESS, "[EXISTS process:cwd]", False),
    (PROCESS, "[process:parent_ref.image_ref.name = 'w3wp.exe' AND process:image_ref.name = 'cmd.exe']", True),
    (PROCESS, "[process:parent_ref.image_ref.name = 'w3wp.exe' AND process:image_ref.name = 'x.exe']", False),
    (PROCESS, f"[file:name = 'cmd.exe' AND file:hashes.MD5 = '{MD5.upper()}']", True),
    (PROCESS, f"[file:name = 'w3wp.exe' AND file:hashes.MD5 = '{MD5}']", False),
    (PROCESS, f"[process:pid = 4242 AND file:hashes.'MD5' = '{MD5}']", True),
    (PROCESS, f"[file:name = 'w3wp.exe' OR file:hashes.MD5 = '{MD5}']", True),
    (PROCESS, r"[file:parent_directory_ref.path = 'C:\\windows\\system32']", True),
    (PROCESS, r"[directory:path LIKE '%inetsrv']", True),
    (PROCESS, "[user-account:user_id = 'system']", True),
    (PROCESS, "[(process:pid = 1 OR process:pid = 4242) AND process:command_line LIKE '%whoami%']", True),
    (REGISTRY, r"[windows-registry-key:key = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Evil']", True),
    (REGISTRY, r"[windows-registry-key:key = 'HKEY_LOCAL_MACHINE\\SOFTWARE']", False),
    (REGISTRY, "[windows-registry-key:values[*].name = 'run' AND windows-registry-key:values.data = 'calc.exe']", True),
    (TRAFFIC, "[network-traffic:dst_ref.value = '203.0.113.77' AND network-traffic:dst_port = 443]", True),
    (TRAFFIC, "[network-traffic:src_ref.value = '203.0.113.77' AND network-traffic:dst_port = 443]", False),
    (TRAFFIC, "[ipv4-addr:value ISSUBSET '203.0.113.0/24' AND network-traffic:dst_port < 1024]", True),
    (TRAFFIC, "[ipv4-addr:value ISSUPERSET '203.0.113.77/32' AND network-traffic:dst_port >= 443]", True),
    (TRAFFIC, "[ipv4-addr:value ISSUBSET '198.51.100.0/24' AND network-traffic:dst_port = 443]", False),
    (MAIL, "[email-message:subject MATCHES 'Review$' AND email-message:sender_ref.value = 'A@yolkish.com']", True),
    (MAIL, "[email-addr:value = 'b@contoso.example' AND domain-name:value = 'yolkish.com']", True),
    (MAIL, "[domain-name:value = 'kish.com' AND email-message:subject LIKE '%']", False),
    # What must not be the value may be none of its spellings.
    (PROCESS, "[file:name != 'cmd.exe' AND file:name LIKE '%cmd.exe']", False),
    (PROCESS, "[file:name NOT IN ('cmd.exe') AND file:name LIKE '%cmd.exe']", False),
    (PROCESS, "[process:name != 'cmd.exe' AND process:pid = 4242]", False),
    (PROCESS, "[process:name != 'w3wp.exe' AND process:pid = 4242]", True),
    (PROCESS, "[process:name NOT != 'cmd.exe' AND process:pid = 4242]", True),
    (REQUEST, "[network-traffic:extensions.'http-request-ext'.request_value != '/a.aspx?b=1']", False),
    (REQUEST, "[network-traffic:extensions.'http-request-ext'.request_value != '/b.aspx']", True),
    (MAIL_TO_TWO, "[email-message:to_refs[*].value != 'b@contoso.example']", True),
    (MAIL, "[email-message:to_refs[*].value != 'b@contoso.example']", False),
    (REGISTRY, r"[windows-registry-key:key LIKE 'HKEY_LOCAL_MACHINE%evil']", True),
    (REGISTRY, r"[windows-registry-key:key MATCHES '^HKEY_LOCAL_MACHINE.*Evil$']", True),
    (REGISTRY, "[windows-registry-key:key NOT LIKE 'HKEY%']", False),
    (PROCESS, f"[process:image_ref.hashes.MD5 = '{MD5}']", True),
    (PROCESS, f"[process:binary_ref.hashes.'MD5' = '{MD5}' AND process:pid = 4242]", True),
    (PROCESS | {"TargetFilename": r"c:\x.txt"}, f"[process:image_ref.hashes.MD5 = '{MD5}']", False),
    (PROCESS, "[process:creator_user_ref.account_login = 'system']", True),
    (TRAFFIC, "[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '203.0.113.77']", True),
    (TRAFFIC, "[network-traffic:dst_ref.type = 'ipv6-addr' AND network-traffic:dst_ref.value = '203.0.113.77']", False),
    (STARTED, "[process:pid = 420 AND process:parent_ref.pid = 16]", True),
    (STARTED, "[process:pid = 16]", False),
    (REFERRED, "[url:value LIKE '%badsite.example/x%']", True),
    (REFERRED, "[url:value LIKE 'http://%badsite.example/x/']", True),
    (REFERRED, "[url:value NOT LIKE '%badsite%']", False),
]


@pytest.mark.parametrize(("fields", "text", "expected"), HOLDS, ids=[text for _, text, _ in HOLDS])
def test_one_observation(fields: dict[str, object], text: str, expected: bool) -> None:
    """Comparisons on the objects a record tells of; `AND` speaks of one object of a type."""
    (observation,) = parse(text).observations
    assert (satisfies(observation.comparing, things_of(record(fields))) is not None) is expected


REFUSED = [
    ("[ipv4-addr:value = ", "not a STIX pattern"),
    ("[x509-certificate:issuer = 'x']", "no log read here tells of x509-certificate"),
    ("[file:magic_number_hex = 'x']", "no log read here tells file:magic_number_hex"),
    ("[email-message:to_refs[0].value = 'x']", "place in a list"),
    ("[file:name MATCHES '(?=x)']", "linear time"),
    ("[file:name = h'00ff']", "bytes"),
    ("[process:pid = t'2021-03-03T00:00:00Z']", "a time"),
    ("[NOT EXISTS process:pid]", "NOT EXISTS"),
    ("([file:name = 'a'] AND [file:name = 'b']) REPEATS 2 TIMES", "REPEATS on more than one"),
    ("[file:name = 'a'] REPEATS 100000 TIMES", "REPEATS 100000"),
    ("[file:name = 'a'] START t'2021-03-03T00:00:00Z' STOP t'2021-03-02T00:00:00Z'", "STOP is not after"),
    ("[" + "(" * 3000 + "file:name = 'a'" + ")" * 3000 + "]", "nested too deep"),
    ("[file:name ISSUBSET 'a']", "no address"),
    ("[ipv4-addr:value ISSUBSET 'a']", "no network"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_what_cannot_be_decided_is_refused(text: str, reason: str) -> None:
    """With a reason, not taken for something else."""
    with pytest.raises(Refused, match=reason):
        parse(text)


def leaves(*seconds: float | None) -> list[Picked]:
    """Records of an observation by their times; their number tells records apart."""
    return [
        Picked(number, None if second is None else START + timedelta(seconds=second))
        for number, second in enumerate(seconds)
    ]


def renumbered(picked: list[list[Picked]]) -> list[list[Picked]]:
    """No record stands in two observations."""
    return [[Picked(place * 1000 + item.number, item.time) for item in items] for place, items in enumerate(picked)]


A, B, C = "[file:name = 'a']", "[file:name = 'b']", "[file:name = 'c']"
COMBINED = [
    (f"{A} AND {B}", [leaves(5), leaves(1)], Answer.YES),
    (f"{A} AND {B}", [leaves(5), leaves()], Answer.NO),
    (f"{A} OR {B}", [leaves(), leaves(1)], Answer.YES),
    (f"{A} FOLLOWEDBY {B}", [leaves(1), leaves(5)], Answer.YES),
    (f"{A} FOLLOWEDBY {B}", [leaves(5), leaves(5)], Answer.YES),
    (f"{A} FOLLOWEDBY {B}", [leaves(5), leaves(1)], Answer.NO),
    (f"{A} FOLLOWEDBY {B}", [leaves(1), leaves(None)], Answer.NO),
    (f"{A} AND {B}", [leaves(1), leaves(None)], Answer.YES),
    (f"({A} FOLLOWEDBY {B}) AND {C}", [leaves(1), leaves(2), leaves(None)], Answer.YES),
    (f"({A} FOLLOWEDBY {B}) WITHIN 3 SECONDS", [leaves(1, 8), leaves(5, 10)], Answer.YES),
    (f"({A} FOLLOWEDBY {B}) WITHIN 3 SECONDS", [leaves(1, 9), leaves(5, 8)], Answer.NO),
    (f"({A} AND {B}) WITHIN 3 SECONDS", [leaves(9), leaves(5, 7)], Answer.YES),
    (f"{A} REPEATS 3 TIMES", [leaves(1, 2, 3)], Answer.YES),
    (f"{A} REPEATS 3 TIMES", [leaves(1, 2)], Answer.NO),
    (f"{A} REPEATS 3 TIMES WITHIN 2 SECONDS", [leaves(1, 2, 3)], Answer.YES),
    (f"{A} REPEATS 3 TIMES WITHIN 1 SECONDS", [leaves(1, 2, 3)], Answer.NO),
    (f"{A} START t'2021-03-03T00:00:02Z' STOP t'2021-03-03T00:00:03Z'", [leaves(2)], Answer.YES),
    (f"{A} START t'2021-03-03T00:00:02Z' STOP t'2021-03-03T00:00:03Z'", [leaves(3)], Answer.NO),
    (f"{A} START t'2021-03-03T00:00:02Z' STOP t'2021-03-03T00:00:03Z'", [leaves(None)], Answer.NO),
]


@pytest.mark.parametrize(("text", "picked", "answer"), COMBINED)
def test_several_observations(text: str, picked: list[list[Picked]], answer: Answer) -> None:
    """Operators and qualifiers on the times of records."""
    assert holds(parse(text), renumbered(picked)) is answer


def test_one_record_is_one_observation() -> None:
    """A record that satisfies both sides of an AND is not two observations; two such records are."""
    both = parse(f"{A} AND {B}")
    assert holds(both, [leaves(1), leaves(1)]) is Answer.NO
    assert holds(both, [leaves(1, 2), leaves(1, 2)]) is Answer.YES


def test_too_many_choices_are_not_guessed() -> None:
    """Where only trying could tell and trying takes too long, nobody knows."""
    text = " AND ".join([A] * 8)
    same = leaves(*range(7))
    assert holds(parse(text), [same] * 8) in {Answer.NO, Answer.UNDECIDED}


def brute(node: Observing, picked: list[list[Picked]]) -> list[list[Picked]]:
    """Every way to satisfy an expression, straight from the specification."""
    match node:
        case Observation():
            return [[item] for item in picked[node.number]]
        case Combined("OR", left, right):
            return brute(left, picked) + brute(right, picked)
        case Combined(op, left, right):
            ways = []
            for one, other in itertools.product(brute(left, picked), brute(right, picked)):
                if {item.number for item in one} & {item.number for item in other}:
                    continue
                if op == "FOLLOWEDBY" and max(times(one)) > min(times(other)):
                    continue
                ways.append(one + other)
            return ways
        case Within(inner, seconds):
            return [way for way in brute(inner, picked) if max(times(way)) - min(times(way)) <= seconds]
        case Between(inner, start, stop):
            ways = brute(inner, picked)
            return [way for way in ways if all(start.timestamp() <= at < stop.timestamp() for at in times(way))]
        case Repeated(inner, count):
            ways = []
            for some in itertools.combinations(brute(inner, picked), count):
                if len({item.number for way in some for item in way}) == count:
                    ways.append([item for way in some for item in way])
            return ways


def times(way: list[Picked]) -> list[float]:
    return [item.time.timestamp() for item in way if item.time is not None]


_LEAF = Comparison("file", "name", "=", False, ("a",))


def expressions() -> st.SearchStrategy[Observing]:
    leaf = st.integers(0, 2).map(lambda number: Observation(number, _LEAF))
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.builds(Combined, st.sampled_from(("AND", "OR", "FOLLOWEDBY")), inner, inner),
            st.builds(Within, inner, st.integers(0, 4).map(float)),
            st.builds(Repeated, leaf, st.integers(2, 3)),
            st.builds(
                Between,
                inner,
                st.just(START + timedelta(seconds=2)),
                st.integers(3, 8).map(lambda second: START + timedelta(seconds=second)),
            ),
        ),
        max_leaves=4,
    )


def numbered(node: Observing) -> tuple[Observing, list[int]]:
    """The expression with its observations numbered in order, and the number each had."""
    order: list[int] = []

    def again(part: Observing) -> Observing:
        match part:
            case Observation():
                order.append(part.number)
                return Observation(len(order) - 1, part.comparing)
            case Combined():
                left = again(part.left)
                return Combined(part.op, left, again(part.right))
            case _:
                return replace(part, inner=again(part.inner))

    return again(node), order


@settings(deadline=None, max_examples=300)
@given(expressions(), st.lists(st.lists(st.integers(0, 9), max_size=4), min_size=3, max_size=3), st.booleans())
def test_the_answer_is_that_of_the_specification(node: Observing, seconds: list[list[int]], shared: bool) -> None:
    """Against trying every choice of records, whether or not records stand in several observations."""
    node, order = numbered(node)
    seconds = [seconds[number] for number in order]
    if shared:
        picked = [[Picked(second, START + timedelta(seconds=second)) for second in set(some)] for some in seconds]
    else:
        picked = renumbered([leaves(*some) for some in seconds])
    expected = Answer.YES if brute(node, picked) else Answer.NO
    assert holds(Pattern("", node), picked) is expected


def bundle(*indicators: dict[str, object]) -> str:
    objects = [
        {"type": "indicator", "spec_version": "2.1", "pattern_type": "stix", "id": f"indicator--{number}", **item}
        for number, item in enumerate(indicators)
    ]
    return json.dumps({"type": "bundle", "id": "bundle--1", "objects": objects})


def test_bundle(load) -> None:
    """Values by themselves, validity, markings; revoked ones and other languages are refused by name."""
    found = load(
        bundle(
            {
                "pattern": "[ipv4-addr:value = '86.105.18.116' OR domain-name:value = 'yolkish.com']",
                "name": "Calypso",
                "valid_from": "2021-03-01T00:00:00Z",
                "valid_until": "2021-04-01T00:00:00Z",
                "object_marking_refs": ["marking-definition--f88d31f6-486f-44da-b317-01333bde0b82"],
                "confidence": 80,
            },
            {"pattern": "[file:name = 'a.dll']", "revoked": True},
            {"pattern": "rule x {condition: true}", "pattern_type": "yara"},
            {"pattern": "[process:command_line LIKE '%whoami%'] FOLLOWEDBY [file:name = 'a.dll']"},
        ),
        "a.json",
    )
    entries = found.entries("indicator:a/indicator--0")
    assert {(one.kind, one.value) for one in entries} == {(Kind.IPV4, "86.105.18.116"), (Kind.HOST, "yolkish.com")}
    assert (entries[0].tlp, entries[0].confidence, entries[0].text) == ("amber", "80", "Calypso")
    assert entries[0].until == datetime(2021, 4, 1, tzinfo=UTC)
    assert len(found.patterns) == 1
    assert [refusal.reason for refusal in found.refused] == [
        "revoked by its author",
        "its pattern is written in yara, not in STIX",
    ]


def test_a_domain_of_stix_is_itself_only(load) -> None:
    """The specification compares the name; names below it are other objects."""
    found = load(bundle({"pattern": "[domain-name:value = 'yolkish.com']"}), "a.json")
    log = iis("/ - 192.0.2.1 - https://yolkish.com/", "/ - 192.0.2.1 - https://a.yolkish.com/")
    assert len(sightings(found, Evidence.IIS, log)) == 1


def test_patterns_are_looked_for_in_logs(load) -> None:
    """With and without the filter alike, also where a pattern names no text."""
    log = iis("/a.aspx x=1 203.0.113.7 curl/7", "/b.aspx - 203.0.113.8 -", "/c - 198.51.100.1 Curl/7")
    for pattern, count in (
        ("[network-traffic:src_ref.value = '203.0.113.7' AND network-traffic:dst_port != 1]", 0),
        ("[network-traffic:src_ref.value ISSUBSET '203.0.113.0/24' AND network-traffic:extensions.'http-request-ext'"
         ".request_header.'User-Agent' LIKE 'curl%']", 1),
        ("[network-traffic:extensions.'http-request-ext'.request_method = 'GET']", 3),
        ("[network-traffic:src_ref.value NOT ISSUBSET '203.0.113.0/24']", 1),
        ("[url:value LIKE 'http://%'] AND [ipv4-addr:value = '203.0.113.8']", 1),
    ):  # fmt: skip
        found = load(bundle({"pattern": pattern}), "a.json")
        assert not found.refused
        seen = sightings(found, Evidence.IIS, log)
        assert len(seen) == count
        assert seen == sightings(found, Evidence.IIS, log, prefilter=False)


def test_what_stands_in_no_log_is_no_text_to_look_for(load) -> None:
    """The hive is written short in logs, and no log writes what kind of address an address is."""
    patterns = [
        r"[windows-registry-key:key LIKE 'HKEY_LOCAL_MACHINE\\A%']",
        r"[windows-registry-key:key MATCHES '^HKEY_LOCAL_MACHINE']",
        "[network-traffic:dst_ref.type = 'ipv4-addr']",
    ]
    events = [
        {"EventID": 13, "Channel": "x", "Computer": "c", "TargetObject": r"HKLM\A\B", "Details": "1"},
        {"EventID": 3, "Channel": "x", "Computer": "c", "DestinationIp": "203.0.113.77"},
    ]
    log = "\n".join(map(json.dumps, events)).encode()
    for pattern, event in zip(patterns, [0, 0, 1], strict=True):
        found = sightings(load(pattern), Evidence.EVENTS_JSON, log)
        assert [item.record.fields["EventID"] for item in found] == [events[event]["EventID"]], pattern


def test_the_published_examples(corpora) -> None:
    """The examples of the OASIS schemas: each is in use, or refused for a reason that is right."""
    found = load_indicators([corpora / "cti" / "stix" / "json-schemas"])
    counts = {info.path.rpartition("/")[2]: dict(info.counts) for info in found.sets}
    assert counts["apt1.json"] == {"host": 3, "md5": 3, "net4": 4}
    assert counts["poisonivy.json"]["ipv4"] == 40
    assert counts["malicious-email-indicator-with-attachment.json"] == {"pattern": 1}
    reasons = {(refusal.path.rpartition("/")[2], refusal.reason.rpartition(": ")[2]) for refusal in found.refused}
    assert reasons >= {
        ("indicator-for-c2-ip-address.json", "a private or reserved address"),
        ("apt1.json", "no log read here tells of x509-certificate objects"),
        ("poisonivy.json", "not a domain name"),
        (
            "malicious-email-indicator-with-attachment.json",
            "no log read here tells email-message:body_multipart.body_raw_ref.name",
        ),
    }
