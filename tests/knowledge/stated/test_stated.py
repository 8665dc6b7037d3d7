"""Files of others that state what was done: every format, what counts in it, and what is refused with its place."""

import gzip
from datetime import date

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.attribution.stated import (
    as_csv,
    as_layer,
    as_list,
    as_reading,
    as_stix,
    bundle,
    link,
    opened,
    pattern,
    reading_of,
    thing,
    values,
)

from indicia.errors import EvidenceError, IndiciaError
from indicia.knowledge.published.actor_uses import uses_of
from indicia.knowledge.stated.gathering import MOST_REFUSED
from indicia.knowledge.stated.naming import Naming
from indicia.model.stated import StatedKind

SOME = ["T1190", "T1505.003", "T1003.001", "T1059.001", "T1560.001"]


def reasons(file) -> dict[str, str]:
    """What was left out, and why."""
    return {one.what: one.why for one in file.left}


@pytest.mark.parametrize(
    ("make", "kind", "place"),
    [
        (as_list, "list", "line 3"),
        (as_csv, "list", "line 2"),
        (as_layer, "layer", "techniques[0]"),
        (as_reading, "reading", "characters"),
        (as_stix, "stix", "objects[6]"),
    ],
)
def test_every_format_states_what_it_holds(make, kind, place) -> None:
    """Each id once at least, with its place, and nothing left out."""
    file = opened(make(SOME))
    assert file.format == kind
    assert sorted(set(values(file))) == sorted(SOME)
    assert file.stated[0].place.startswith(place)
    assert file.left == ()


@pytest.mark.parametrize("make", [as_list, as_csv, as_layer, as_stix])
def test_ids_of_other_versions_are_followed_and_unknown_ones_named(make) -> None:
    """A revoked id stands for its heir; one that was withdrawn and one that never was are told with their places."""
    file = opened(make(["T1086", "T1574.002", "T1064", "T7777", "T1190"]))
    assert sorted(set(values(file))) == ["T1059.001", "T1190", "T1574.001"]
    assert {item.said for item in file.stated if item.value == "T1059.001"} == {
        f"{item.place}, as T1086" for item in file.stated if item.written == "T1086"
    }
    assert "withdrawn" in reasons(file)["T1064"]
    assert "no version of ATT&CK" in reasons(file)["T7777"]
    assert all(one.refused and one.place for one in file.left)


def test_an_unknown_id_in_a_report_is_named() -> None:
    """The reading marks it; here it is refused with its characters."""
    file = opened(as_reading(["T1190", "T1777"]))
    assert values(file) == ["T1190"]
    (left,) = file.left
    assert left.what == "T1777" and "characters" in left.place


def test_lists_take_names_days_and_notes() -> None:
    """Tools by id or name, days in any column, comments and bullets passed over; conclusions are no evidence."""
    text = """# notes of the responder
- T1190
China Chopper, 2021-02-28
s0020\t2021-03-01T10:00:00Z
CVE-2021-26855, 2021-02-27
HAFNIUM
G0125
C0017
TA0001
M1042
Sporkbringer
T1003/001
"""
    file = opened(text.encode())
    assert values(file) == ["T1190", "T1003.001"]
    assert values(file, StatedKind.SOFTWARE) == ["S0020"]
    assert values(file, StatedKind.FLAW) == ["CVE-2021-26855"]
    assert (file.first, file.last) == (date(2021, 2, 27), date(2021, 2, 28))
    why = reasons(file)
    assert "conclusion" in why["HAFNIUM"] and "conclusion" in why["G0125"] and "conclusion" in why["C0017"]
    assert "tactic" in why["TA0001"] and "defenders" in why["M1042"]
    assert "no tool" in why["Sporkbringer"]
    assert "s0020 2021-03-01T10:00:00Z" in why  # a tab in a list with commas parts nothing


def test_ids_before_their_names() -> None:
    """`T1190: …` is the id; “T1190 was not seen” is refused, as nothing says that it was."""
    file = opened(b"T1190: Exploit Public-Facing Application\nT1003.001 - LSASS Memory\nT1105 was not seen\n")
    assert values(file) == ["T1190", "T1003.001"]
    assert list(reasons(file)) == ["T1105 was not seen"]


def test_a_day_that_is_none_is_told() -> None:
    """Days in another form are not guessed."""
    for day in ("03/02/2021", "2021-02-30", "1.3.2021"):
        file = opened(f"T1190,{day}".encode())
        assert values(file) == ["T1190"]
        assert (file.first, file.last) == (None, None)
        assert "write it as" in reasons(file)[day]


def test_a_name_that_means_several_is_refused() -> None:
    """Names of a bundle: other names count, a shared one does not, and revoked tools are followed."""
    tools = [
        pattern(1, "S0001", revoked=True),
        {**pattern(2, "S0002"), "name": "Ferret", "x_mitre_aliases": ["Ferret", "Mink"]},
        {**pattern(3, "S0003"), "name": "Badger", "x_mitre_aliases": ["Badger", "Mink"]},
        {**pattern(4, "S0004"), "x_mitre_deprecated": True},
        {**pattern(5, "T1190"), "name": "Exploit Public-Facing Application"},
    ]
    naming = Naming(uses_of([*tools, link(9, "revoked-by", tools[0], tools[1])]))
    text = "S0001\nferret\nBADGER\nMink\nS0004\nS0009\nexploit public-facing application"
    file = opened(text.encode(), naming=naming)
    assert values(file, StatedKind.SOFTWARE) == ["S0002", "S0002", "S0003"]
    assert values(file) == ["T1190"]
    why = reasons(file)
    assert "S0002, S0003" in why["Mink"]
    assert "withdrawn" in why["S0004"] and "not in the ATT&CK bundle" in why["S0009"]


def test_layers_count_what_is_marked() -> None:
    """Disabled, scored 0, not scored beside scored ones, and colours that the legend denies, do not count."""
    entries = [
        {"techniqueID": "T1190", "score": 3},
        {"techniqueID": "T1003.001", "score": 0},
        {"techniqueID": "T1059.001", "score": 5, "enabled": False},
        {"techniqueID": "T1505", "showSubtechniques": True},
        {"techniqueID": "T1560.001", "score": 50, "color": "#8FBFE0"},
        {"score": 1},
        "T1105",
    ]
    legend = [{"label": "not seen", "color": "#8fbfe0"}, {"label": "seen", "color": "#d7402b"}]
    layer = orjson.dumps({"techniques": entries, "legendItems": legend})
    file = opened(layer)
    assert values(file) == ["T1190"]
    assert len(file.left) == 6
    assert "legend" in reasons(file)["T1560.001"]
    coloured = orjson.dumps({"techniques": [{"techniqueID": "T1190", "color": "#f00"}, {"techniqueID": "T1505"}]})
    assert values(opened(coloured)) == ["T1190"]
    bare = opened(
        orjson.dumps([{"techniques": [{"techniqueID": "T1190"}]}, {"techniques": [{"techniqueID": "T1505"}]}])
    )
    assert values(bare) == ["T1190", "T1505"]
    assert bare.stated[1].place == "[1].techniques[0]"
    assert "every enabled one counts" in " ".join(bare.notes)


def test_a_layer_of_our_own_counts_what_was_seen_alone() -> None:
    """`indicia techniques --navigator` scores what was not seen 50: the legend says what that means."""
    from indicia.model.technique import Sight
    from indicia.report.navigator import _COLOURS, _SCORES

    entries = [
        {"techniqueID": id, "score": _SCORES[sight], "color": _COLOURS[sight]}
        for id, sight in zip(SOME, (Sight.SEEN, Sight.NOT_SEEN, Sight.NOT_VISIBLE), strict=False)
    ]
    legend = [{"label": sight.value, "color": _COLOURS[sight]} for sight in Sight]
    assert values(opened(orjson.dumps({"techniques": entries, "legendItems": legend}))) == [SOME[0]]


def suggestion(**more: object) -> bytes:
    """A reading with one guess in it."""
    report = orjson.loads(as_reading(["T1190"]))["reports"][0]
    text = report["text"]["text"]
    quoted = {"start": 2, "end": 10, "words": text[2:10]}
    guess = {"kind": "technique", "quoted": quoted, "value": "T1059.001", "how": "model", "score": 0.9, **more}
    report["mentions"].append(guess)
    return reading_of([report])


def test_suggestions_count_once_accepted() -> None:
    """A guess does not count, and that is said; accepted in the file, or by the user for all, it does."""
    open_guess = opened(suggestion(suggested=True))
    assert values(open_guess) == ["T1190"]
    assert "nobody has accepted" in reasons(open_guess)["T1059.001"]
    assert "--suggestions" in " ".join(open_guess.notes)
    assert sorted(values(opened(suggestion(suggested=False)))) == ["T1059.001", "T1190"]
    by_user = opened(suggestion(suggested=True), suggestions=True)
    assert sorted(values(by_user)) == ["T1059.001", "T1190"]
    assert "because --suggestions was given" in " ".join(by_user.notes)


def test_a_name_in_prose_is_no_use() -> None:
    """A report may say that a tool was not used: only its id counts, the name when the user says so."""
    report = as_reading(["T1190"], title="No trace of China Chopper in this case")
    assert values(opened(report), StatedKind.SOFTWARE) == []
    assert set(values(opened(report, suggestions=True), StatedKind.SOFTWARE)) == {"S0020"}
    assert values(opened(as_reading(["S0020"])), StatedKind.SOFTWARE) == ["S0020"]


def test_a_reading_that_was_changed_is_refused() -> None:
    """Every quotation has to stand in its text, and the form has to be ours."""
    body = orjson.loads(as_reading(["T1190"]))
    body["reports"][0]["text"]["text"] = body["reports"][0]["text"]["text"].replace("T1190", "T1105")
    for data in (
        orjson.dumps(body),
        reading_of([{"text": 5}]),
        orjson.dumps({"format": "indicia-reading/1", "reports": 7}),
        orjson.dumps({"format": "indicia-reading/99", "reports": []}),
    ):
        with pytest.raises(EvidenceError, match="file") as caught:
            opened(data)
        assert "indicia read" in caught.value.hint


def test_stix_counts_what_is_tied_to_the_campaign() -> None:
    """What its group or its malware can do besides is a profile; times, victims and flaws where they are said."""
    campaign = thing(
        "campaign", 1, name="Operation Example", first_seen="2021-01-03T00:00:00Z", last_seen="2021-03-02T00:00:00Z"
    )
    group = thing("intrusion-set", 2, name="HAFNIUM", external_references=[])
    used, other, malware = pattern(3, "T1190"), pattern(4, "T1105"), pattern(5, "S0020")
    victim = thing("identity", 6, name="A ministry", sectors=["government-national"])
    author = thing("identity", 7, name="A vendor", sectors=["technology"])
    where = thing("location", 8, name="Norway", country="NO")
    flaw = thing("vulnerability", 9, name="CVE-2021-26855")
    sign = thing("indicator", 10, pattern="[ipv4-addr:value = '203.0.113.1']", pattern_type="stix")
    report = thing(
        "report", 11, name="A report of it", external_references=[{"source_name": "r", "url": "https://r.example/1"}]
    )
    seen = pattern(12, "T1003.001")
    sighting = thing("sighting", 13, sighting_of_ref=seen["id"], first_seen="2021-02-01T00:00:00Z")
    links = [
        link(20, "uses", campaign, used),
        link(21, "uses", campaign, malware, external_references=[{"source_name": "Vendor 2021"}]),
        link(22, "uses", group, other),
        link(23, "uses", malware, other),
        link(24, "attributed-to", campaign, group),
        link(25, "targets", campaign, victim),
        link(26, "targets", campaign, where),
        link(27, "targets", campaign, flaw, start_time="2021-02-27T00:00:00Z"),
        link(28, "uses", campaign, pattern(77, "T1560.001"), revoked=True),
        link(29, "uses", campaign, pattern(78, "T1560.001")),
    ]
    things = [campaign, group, used, other, malware, victim, author, where, flaw, sign, report, seen, sighting]
    file = opened(bundle([*things, *links]))
    assert values(file) == ["T1190", "T1003.001"]
    assert values(file, StatedKind.SOFTWARE) == ["S0020"]
    assert values(file, StatedKind.SECTOR) == ["government national"]
    assert values(file, StatedKind.COUNTRY) == ["Norway"]
    (named,) = [item for item in file.stated if item.kind is StatedKind.FLAW]
    assert (named.value, named.first) == ("CVE-2021-26855", date(2021, 2, 27))
    assert (file.first, file.last) == (date(2021, 1, 3), date(2021, 3, 2))
    assert "conclusion" in reasons(file)["HAFNIUM"]
    assert any("does not hold" in why for why in reasons(file).values())
    assert any("indicators" in what for what in reasons(file))
    assert {"Vendor 2021", "https://r.example/1", "A report of it"} <= set(file.cites)
    assert any("do not count" in note for note in file.notes)


def test_stix_by_names_and_without_a_campaign() -> None:
    """Objects without ids are looked up by name; without a campaign everything counts, and that is said."""
    things = [thing("tool", 1, name="China Chopper"), thing("attack-pattern", 2, name="T1059.001 - PowerShell")]
    file = opened(bundle([*things, thing("intrusion-set", 3, name="HAFNIUM"), thing("malware", 4)]))
    assert values(file) == ["T1059.001"]
    assert values(file, StatedKind.SOFTWARE) == ["S0020"]
    assert "all its techniques and tools count" in " ".join(file.notes)
    assert file.left[0].why == "no name" or "group" in file.left[0].why
    assert (file.first, file.last) == (None, None)


def test_which_campaign_has_to_be_said() -> None:
    """Of several one is picked by id or name; a catalogue of groups is no activity."""
    one, other = thing("campaign", 1, name="One", aliases=["First"]), thing("campaign", 2, name="Other")
    used = [pattern(3, "T1190"), pattern(4, "T1105")]
    data = bundle([one, other, *used, link(8, "uses", one, used[0]), link(9, "uses", other, used[1])])
    with pytest.raises(EvidenceError, match="2 campaigns") as caught:
        opened(data)
    assert "--campaign" in caught.value.hint
    for name in ("One", "first", one["id"]):
        assert values(opened(data, campaign=name)) == ["T1190"]
    with pytest.raises(EvidenceError, match="no campaign Third"):
        opened(data, campaign="Third")
    groups = [thing("intrusion-set", 5, name="A"), thing("intrusion-set", 6, name="B")]
    catalogue = bundle([*groups, *used, link(8, "uses", groups[0], used[0]), link(9, "uses", groups[1], used[1])])
    with pytest.raises(EvidenceError, match="catalogue"):
        opened(catalogue)


def test_an_end_before_the_beginning_is_no_time() -> None:
    """Neither is used, and it is said."""
    file = opened(as_stix(SOME, first_seen="2022-01-01T00:00:00Z", last_seen="2021-01-01T00:00:00Z"))
    assert (file.first, file.last) == (None, None)
    assert "neither is used" in " ".join(file.notes)


@pytest.mark.parametrize(
    "data", [b"", b"  \n\n", b"# only a comment\n", b"{}", b"[]", as_layer([]), bundle([]), reading_of([])]
)
def test_an_empty_file_states_nothing(data) -> None:
    """In every form; it is no error."""
    file = opened(data)
    assert file.stated == () and file.left == ()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"<html><body><p>They used T1190.</p></body></html>", "web page"),
        (b"PK\x03\x04rest", "archive"),
        (b"\x00\x01\x02\x03" * 40, "no text"),
        (b"They used a web shell, and then they went away again.", "sentence"),
        (b'{"techniques": [', "not readable as JSON"),
        (b"[" * 100_000 + b"]" * 100_000, "JSON"),
        (b'{"objects": ' + b"[" * 5000 + b"]" * 5000 + b"}", "JSON"),
        (b'{"Event": {}}', "MISP"),
        (b'{"format": "indicia-result/1"}', "saved result"),
        (b'{"a": 1}', "form that is not read"),
        (b"T1190," * 4000, "limit"),
        (b"T1190\n" * 20_001, "limit"),
        (b"\n".join(b"T%04d" % (number + 7000) for number in range(MOST_REFUSED + 1)), "limit"),
        (orjson.dumps({"techniques": [{}] * 20_001}), "limit"),
        (b"\x1f\x8bnot gzip", "damaged"),
    ],
)
def test_hostile_files_end_in_a_clear_error(data, says) -> None:
    """Each names the file and what is wrong with it."""
    with pytest.raises(IndiciaError, match=says) as caught:
        opened(data, "odd.bin")
    assert "odd.bin" in str(caught.value)


def test_packed_files_are_bounded(monkeypatch) -> None:
    """A packed bundle is read; one that opens to more than the limit is not, and neither is a large one."""
    assert values(opened(gzip.compress(as_stix(SOME)))) == SOME
    monkeypatch.setattr("indicia.knowledge.stated.opening.MOST_BYTES", 2**20)
    for data in (gzip.compress(b" " * 2**21), b" " * (2**20 + 1)):
        with pytest.raises(EvidenceError, match="limit"):
            opened(data)


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.text(max_size=8)
    | st.sampled_from(["T1190", "campaign", "uses"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "type id objects techniques techniqueID score format reports text mentions name source_ref target_ref "
                "relationship_type external_references source_name external_id sectors label legendItems".split()
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(deadline=None, max_examples=150)
@given(value=_JSON, outer=st.sampled_from(["plain", "layer", "stix", "reading"]))
def test_any_json_is_read_or_refused(value, outer) -> None:
    """Whatever stands where: an answer or one of our errors, and everything stated has a place."""
    data = {
        "plain": value,
        "layer": {"techniques": [value, {"techniqueID": value, "score": value, "color": value}], "legendItems": value},
        "stix": {
            "type": "bundle",
            "objects": [value, {"type": "campaign", "id": "c", "name": value, "aliases": value}],
        },
        "reading": {"format": "indicia-reading/1", "reports": value},
    }[outer]
    try:
        file = opened(orjson.dumps(data))
    except IndiciaError:
        return
    assert all(item.place and item.value for item in file.stated)
