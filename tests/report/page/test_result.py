"""The page: well formed, self-contained, bounded, and harmless whatever the evidence holds."""

import re
from collections import Counter
from datetime import UTC, datetime
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.report import besides, results, rough_results
from tests.report.page_reader import Read, read

from indicia.model.assessment import Result
from indicia.report.clean import clean_block
from indicia.report.page import result as html
from indicia.report.page.shown import DETAILED, LISTED, _weight
from indicia.report.page.view import HOSTS, _nothing

MAKERS = {
    "rich": results.rich,
    "beside": lambda: besides.with_beside(results.rich()),
    "hostile beside": lambda: rough_results.hostile(3, besides.with_beside(results.rich())),
    "quiet": results.quiet,
    "blind": results.blind,
    "empty": results.empty,
    "three hosts": lambda: results.many(3),
    "sixty hosts": lambda: results.many(60),
    **{f"hostile {turn}": lambda turn=turn: rough_results.hostile(turn) for turn in range(len(rough_results.ATTACKS))},
}


@pytest.fixture(scope="session")
def pages() -> dict[str, str]:
    """Each page once."""
    return {name: html.page(make()) for name, make in MAKERS.items()}


@pytest.fixture(scope="session")
def reads(pages: dict[str, str]) -> dict[str, Read]:
    """Each page read once."""
    return {name: read(page) for name, page in pages.items()}


def test_in_bytes_it_is_the_same(pages: dict[str, str]) -> None:
    """Put together piece by piece it is the same page."""
    for name, make in MAKERS.items():
        assert html.page_bytes(make()) == pages[name].encode()


@pytest.mark.parametrize("name", MAKERS)
def test_well_formed_and_nothing_acts(name: str, reads: dict[str, Read]) -> None:
    """Elements close in order; no script, no handler, nothing that loads; no character that turns or hides text."""
    found = reads[name]
    assert found.problems == []
    text = "".join(found.text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]", text)


@pytest.mark.parametrize("name", MAKERS)
def test_links_lead_into_the_page_or_to_the_web(name: str, reads: dict[str, Read]) -> None:
    """Each link is `#…` with its target here, or http(s) of a rule's reference; ids are there once."""
    found = reads[name]
    assert [item for item, number in Counter(found.ids).items() if number > 1] == []
    ids = set(found.ids)
    for link in found.links:
        if link.startswith("#"):
            assert link[1:] in ids
        else:
            assert re.fullmatch(r"https?://[^\s\"'<>]+", link)
    labels = [value for _, values in found.elements for value in values.get("aria-labelledby", "").split()]
    assert set(labels) <= ids


@pytest.mark.parametrize("name", MAKERS)
def test_headings_and_landmarks(name: str, reads: dict[str, Read]) -> None:
    """One first-level heading, no level skipped on the way down, one main part, and a way to skip to it."""
    found = reads[name]
    assert found.headings[0] == 1
    assert found.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(found.headings, found.headings[1:], strict=False))
    tags = Counter(tag for tag, _ in found.elements)
    assert tags["main"] == 1
    assert ("a", {"class": "skip", "href": "#main"}) in found.elements
    assert ("html", {"lang": "en"}) in found.elements


@pytest.mark.parametrize("name", MAKERS)
def test_the_page_forbids_what_it_does_not_use(name: str, reads: dict[str, Read]) -> None:
    """The policy in its head allows its own style and nothing else."""
    policies = [
        values["content"] for _, values in reads[name].elements if values.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policies == [
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    ]


@pytest.mark.parametrize("name", ["rich", "hostile 0"])
def test_same_result_same_bytes(name: str, pages: dict[str, str]) -> None:
    """A page made again from an equal result is equal."""
    assert html.page(MAKERS[name]()) == pages[name]


def test_the_first_words_are_the_answer(reads: dict[str, Read]) -> None:
    """Host, verdict and sentence stand before anything else."""
    words = " ".join("".join(reads["rich"].text).split())
    start = words.index("Skip to the answer") + len("Skip to the answer ")
    assert words[start:].startswith("MX07.corp.example operated w3wp.exe started 'cmd.exe /c whoami'")


def test_what_supports_a_sentence_is_there(reads: dict[str, Read], pages: dict[str, str]) -> None:
    """Records with their place, what decided, the rule beside it, and the command that shows it again."""
    words = " ".join("".join(reads["rich"].text).split())
    for wanted in (
        "line 48213, event record 7, byte 1048576, 412 bytes long",
        "5d" * 32,
        "ParentImage decided",
        "ParentImage|endswith",
        "indicia show CASE F4",
        "indicia verify CASE",
        "Yes: Mar21SU between",
        "Unknown field Foo.",
        "7 values, 15 fields.",
        "The clocks of IIS and of the events differ by 2 s.",
    ):
        assert wanted in words
    assert "<mark>cmd.exe /c whoami</mark>" in pages["rich"]


def test_none_seen_says_what_was_looked_at(reads: dict[str, Read]) -> None:
    """Per log, from when to when, before the sentence that nothing happened in it."""
    words = " ".join(" ".join(reads["quiet"].text).split())
    looked, story = words.index("What was looked at"), words.index("What happened")
    assert looked < words.index("2020-12-30 00:00:00 2021-03-03 00:00:00 63 d") < story
    assert "saw a sign of an attack in the logs listed above" in words


def test_cannot_tell_says_so(reads: dict[str, Read]) -> None:
    """Without records no sentence claims more than that nothing was seen."""
    words = " ".join("".join(reads["blind"].text).split())
    assert "Nothing was seen, and too much of what would show it is not in this evidence" in words
    assert "No record of any log source of the pack is in this evidence." in words
    assert "no sign of an attack" not in words.lower()


def test_sentences_end_once(reads: dict[str, Read]) -> None:
    """No doubled and no lonely full stop, however the parts ended."""
    for name in ("rich", "quiet", "blind", "three hosts"):
        words = "".join(reads[name].text)
        assert ".." not in words
        assert not re.search(r"\s\.\s", words)


def test_reasons_are_named_once(reads: dict[str, Read]) -> None:
    """Why findings belong together does not repeat itself."""
    assert "".join(reads["rich"].text).count("Same page: supp0rt.aspx") == 1


def test_empty_sections_are_left_out(reads: dict[str, Read]) -> None:
    """A result without findings has no heading over nothing."""
    words = "".join(reads["quiet"].text)
    for absent in ("What remains", "Techniques", "Findings and their records", "Places that could not be read"):
        assert absent not in words


def test_an_id_from_elsewhere_cannot_be_an_attack() -> None:
    """A result from another hand may bring any finding id, also one twice; anchors stay unique and plain."""
    base = results.rich()
    findings = tuple(
        replace(item, id='F1" onload="x' if number % 2 else "F1") for number, item in enumerate(base.findings)
    )
    found = read(html.page(replace(base, findings=findings)))
    assert found.problems == []
    assert len(found.ids) == len(set(found.ids))


def test_findings_of_no_host_are_shown() -> None:
    """A finding whose host is not in the result is not dropped."""
    base = results.rich()
    page = html.page(replace(base, findings=tuple(replace(item, host="OTHER") for item in base.findings)))
    assert "Findings of no host above" in page
    assert read(page).problems == []


def test_absurd_times() -> None:
    """A record dated to the first or the last year there is neither stops the page nor squeezes the drawing."""
    base = results.rich()
    ends = (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))
    findings = tuple(
        replace(item, seen=ends[number % 2], last=ends[1]) if number < 4 else item
        for number, item in enumerate(base.findings)
    )
    coverage = tuple(replace(item, first=ends[0], last=ends[1]) for item in base.hosts[0].coverage)
    host = replace(base.hosts[0], period=ends, coverage=coverage)
    page = html.page(replace(base, hosts=(host,), findings=findings))
    assert read(page).problems == []
    assert "The whole period, 2021-03-" in page


def test_a_huge_result_stays_readable() -> None:
    """10,000 findings, 100,000 files and 100,000 faults: below 8 MB, links whole, and each cut list says so."""
    huge: Result = rough_results.huge()
    page = html.page(huge)
    assert len(page.encode()) < 8_000_000
    found = read(page)
    assert found.problems == []
    ids = set(found.ids)
    assert len(ids) == len(found.ids)
    assert {link[1:] for link in found.links if link.startswith("#")} <= ids
    words = " ".join("".join(found.text).split())
    assert sum(1 for item in ids if re.fullmatch(r"F\d+", item)) == DETAILED + LISTED
    for said in ("1,600 further findings are in result.json", "99,000 more", "160 further incidents", "4,000 more are"):
        assert said in words
    # The furthest are among those with their records.
    assert words.count("operated") > 100


def test_more_hosts_than_a_page_holds(reads: dict[str, Read]) -> None:
    """The worst hosts in full, the others in one line each."""
    found = reads["sixty hosts"]
    assert sum(1 for item in found.ids if re.fullmatch(r"host-\d+", item)) == HOSTS
    assert "MXquiet.corp.example" in "".join(found.text)


@given(text=st.text(max_size=60) | st.text("a&<>\"' \n\r\u202e", max_size=60))
def test_what_a_record_takes_is_counted_as_it_is_written(text: str) -> None:
    """Bytes of the text as the page has it, whether it had to be made for that or not."""
    assert _weight(text) == len(escape(clean_block(text)).encode())


def test_findings_that_prove_nothing_are_counted_in_good_grammar() -> None:
    """One proves nothing by itself, two prove nothing by themselves."""
    result = results.rich()
    assert _nothing(result.hosts[0], result.findings[:1]).endswith(
        "1 finding that by itself proves nothing stands below."
    )
    assert _nothing(result.hosts[0], result.findings[:2]).endswith("that by themselves prove nothing stand below.")


def test_logs_are_also_missing_only_beside_others(pages: dict[str, str]) -> None:
    """Below a drawing without a lane for a missing log there is no "also"."""
    assert "Also missing: " in pages["rich"]
    result = results.rich()
    foreign = html.page(replace(result, hosts=(replace(result.hosts[0], foreign=True),)))
    assert "Also missing: " not in foreign
    assert '<p class="note">Missing: ' in foreign
