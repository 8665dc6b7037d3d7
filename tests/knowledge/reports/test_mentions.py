"""Flaws, ids, names, numbers, victims and days come out with their exact words, and words that are none do not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.knowledge.reports.mentions.attack_ids import find_attack_ids
from indicia.knowledge.reports.mentions.days import find_days
from indicia.knowledge.reports.mentions.entities import find_entities
from indicia.knowledge.reports.mentions.flaws import find_flaws
from indicia.knowledge.reports.mentions.lexicon import Lexicon, NameClaim, shipped_lexicon
from indicia.knowledge.reports.mentions.numbers import find_numbers
from indicia.knowledge.reports.mentions.taken import Taken
from indicia.knowledge.reports.mentions.unlisted import find_unlisted
from indicia.knowledge.reports.mentions.victims import find_victims
from indicia.knowledge.reports.sentences import sentences
from indicia.model.reported import MentionKind

SHIPPED = shipped_lexicon()
MADE_UP = Lexicon(
    [
        NameClaim("Play", MentionKind.ACTOR, "attack:G1040"),
        NameClaim("Will", MentionKind.ACTOR, "misp:1"),
        NameClaim("Net", MentionKind.TOOL, "attack:S0039", "tool"),
        NameClaim("Ping", MentionKind.TOOL, "attack:S0097", "tool"),
        NameClaim("cmd", MentionKind.TOOL, "attack:S0106", "tool"),
        NameClaim("Tick", MentionKind.ACTOR, "attack:G0060"),
        NameClaim("Sandworm Team", MentionKind.ACTOR, "attack:G0034"),
        NameClaim("Winnti", MentionKind.ACTOR, "attack:G0044"),
        NameClaim("Winnti", MentionKind.ACTOR, "misp:2"),
        NameClaim("Royal", MentionKind.TOOL, "attack:S1073", "malware"),
        NameClaim("Royal", MentionKind.ACTOR, "misp:3"),
        NameClaim("FSB", MentionKind.ACTOR, "misp:4"),
    ]
)


def exact(text, mentions):
    for mention in mentions:
        assert text[mention.quoted.start : mention.quoted.end] == mention.quoted.words
    return mentions


def flaws(text):
    return [mention.value[4:] for mention in exact(text, list(find_flaws(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CVE-2021-26855, 26857, and -27065", ["2021-26855", "2021-26857", "2021-27065"]),
        ("CVE-2021-26855/26857/26858/27065 were", ["2021-26855", "2021-26857", "2021-26858", "2021-27065"]),
        ("CVE-2021-26855, CVE-2021-26857 and cve-2021-26858.", ["2021-26855", "2021-26857", "2021-26858"]),
        ("CVE–2021–26855 & 2021-27065", ["2021-26855", "2021-27065"]),
        ("CVE-2021-26855, 30000 servers and 26857 organizations", ["2021-26855"]),
        ("CVE-2020-0688, 2021 and 4444", ["2020-0688"]),
        ("CVE-2021-26855, 30,000 were hit", ["2021-26855"]),
        ("XCVE-2021-26855 and CVE-21-26855", []),
    ],
)
def test_flaws(text, expected):
    """Lists that write the year once give every number, and numbers of other things end the list."""
    assert flaws(text) == expected


@given(
    st.lists(st.integers(10000, 99999), min_size=1, max_size=6, unique=True),
    st.sampled_from([", ", "/", " and -", ", and ", ", -"]),
)
def test_flaw_lists(numbers, between):
    """However a list is written, each of its numbers is one flaw."""
    assert flaws(f"CVE-2021-{between.join(map(str, numbers))}.") == [f"2021-{number}" for number in numbers]


def test_attack_ids():
    """Ids by kind; products and numbers that look like them are none."""
    text = (
        "T1190, T1505.003 [T1059/001] TA0001 (G0125) [S0020] C0017 [M1042] under MITRE ATT&CK; T1000X, AT1190, T9999."
    )
    kinds = {mention.value: mention.kind for mention in exact(text, list(find_attack_ids(text)))}
    assert kinds == {
        "T1190": MentionKind.TECHNIQUE,
        "T1505.003": MentionKind.TECHNIQUE,
        "T1059.001": MentionKind.TECHNIQUE,
        "TA0001": MentionKind.TACTIC,
        "G0125": MentionKind.ACTOR,
        "S0020": MentionKind.TOOL,
        "C0017": MentionKind.CAMPAIGN,
        "M1042": MentionKind.MITIGATION,
    }
    assert not list(find_attack_ids("Models S0450, G0815 and M1024 of the T1800 series are on sale."))


def names(text, lexicon):
    return [
        (mention.quoted.words, mention.names)
        for mention in exact(text, list(find_entities(text, lexicon, Taken(len(text)))))
    ]


def test_names_however_they_are_written():
    """Blanks, hyphens, case and possessives do not matter to made-up names; the id is that of the claim."""
    text = (
        "APT40's and APT 40, APT-40, Leviathan; hafnium, HAFNIUM-linked; the GADOLINIUM group; China Chopper, mimikatz."
    )
    assert [words for words, _ in names(text, SHIPPED)] == [
        "APT40", "APT 40", "APT-40", "Leviathan", "hafnium", "HAFNIUM", "GADOLINIUM", "China Chopper", "mimikatz",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "They will play a role in the net effort, cmd or not; ping me at noon. Will they? Play it again. The"
        " clock will tick.",
        "The Royal family sent its Net income. Ping pong. TICK TICK TICK, SAID THE LOUD CLOCK ON THE WALL.",
        "The FSB and the GRU were named.",
        "sandworm team spirit",
        "Network, cmdlet, players, wills and pings.",
    ],
)
def test_words_of_the_language_are_no_names(text):
    """What everybody says is taken for a name only beside a word that says it is one."""
    assert names(text, MADE_UP) == []


def test_words_that_are_said_to_be_names():
    """The word beside it decides."""
    text = (
        "The Play ransomware group and the actor Tick used net.exe, `ping` and the cmd utility. "
        "Sandworm Team, Tick and Winnti. Royal ransomware was run by the Royal gang."
    )
    found = [(mention.quoted.words, mention.kind) for mention in find_entities(text, MADE_UP, Taken(len(text)))]
    assert found == [
        ("Play", MentionKind.ACTOR),
        ("Tick", MentionKind.ACTOR),
        ("net", MentionKind.TOOL),
        ("ping", MentionKind.TOOL),
        ("cmd", MentionKind.TOOL),
        ("Sandworm Team", MentionKind.ACTOR),
        ("Tick", MentionKind.ACTOR),
        ("Winnti", MentionKind.ACTOR),
        ("Royal", MentionKind.TOOL),
        ("Royal", MentionKind.ACTOR),
    ]


def test_a_disputed_name_stays_disputed():
    """All that somebody calls so are named, and none is chosen."""
    assert names("the Winnti group", MADE_UP) == [("Winnti", ("attack:G0044", "misp:2"))]


def test_numbers_of_trackers_and_unlisted_malware():
    """What no catalogue has is named all the same where its form or the report says what it is."""
    text = "UNC9999 and DEV-0322 used the DearCry ransomware. Chinese malware and new ransomware; The ransomware."
    taken = Taken(len(text))
    assert [mention.value for mention in find_entities(text, SHIPPED, taken) if not mention.names] == [
        "UNC9999",
        "DEV-0322",
    ]
    assert not [mention for mention in find_unlisted(text, taken) if mention.value != "DearCry"]


@pytest.mark.parametrize(
    ("text", "value", "counts", "quoted"),
    [
        ("at least 30,000 organizations were hit", "30000", "organizations", "at least 30,000 organizations"),
        (
            "More than 250,000 servers worldwide fell",
            "250000",
            "servers worldwide",
            "More than 250,000 servers worldwide",
        ),
        (
            "tens of thousands of e-mail servers",
            "tens of thousands",
            "e-mail servers",
            "tens of thousands of e-mail servers",
        ),
        ("dozens of companies", "dozens", "companies", "dozens of companies"),
        ("12,700 U.S. entities", "12700", "U.S. entities", "12,700 U.S. entities"),
        ("some 1.5 million users", "1500000", "users", "some 1.5 million users"),
        ("between 30,000 and 60,000 victims", "30000-60000", "victims", "between 30,000 and 60,000 victims"),
        ("92% of vulnerable servers are", "92", "vulnerable servers", "92% of vulnerable servers"),
        ("ten different hacking groups", "10", "different hacking groups", "ten different hacking groups"),
        (
            "several thousand Canadian entities",
            "several thousand",
            "Canadian entities",
            "several thousand Canadian entities",
        ),
        ("two to three million dollars", "2000000-3000000", "dollars", "two to three million dollars"),
        ("30 000 to 60 000 servers", "30000-60000", "servers", "30 000 to 60 000 servers"),
        ("the number of victims is now 60,000.", "60000", "victims", "60,000"),
        (
            "one puts the number of affected servers worldwide at more than 9,000",
            "9000",
            "affected servers worldwide",
            "more than 9,000",
        ),
        ("the number of known victims has since risen to 700", "700", "known victims", "700"),
        (
            "more than a quarter of a million hosts",
            "a quarter of a million",
            "hosts",
            "more than a quarter of a million hosts",
        ),
        (
            "three quarters of a million hosts",
            "three quarters of a million",
            "hosts",
            "three quarters of a million hosts",
        ),
        ("the amount of stolen mail is 3 TB.", "3", "stolen mail", "3 TB"),
    ],
)
def test_numbers(text, value, counts, quoted):
    """The speaker's number, in digits where it has any, and what it counts in the report's words."""
    found = exact(text, list(find_numbers(text)))
    assert [(one.value, one.counts, one.quoted.words) for one in found] == [(value, counts, quoted)]


def test_then_and_now_are_two_numbers():
    """What fell from one to the other lay at both, not between them."""
    text = "The number of open servers fell from 4,000 to 920 in a month."
    found = exact(text, list(find_numbers(text)))
    assert [(one.value, one.counts, one.quoted.words) for one in found] == [
        ("4000", "open servers", "4,000"),
        ("920", "open servers", "920"),
    ]


@pytest.mark.parametrize(
    "text", ["In 2021 servers fell.", "port 443 connections", "Table 3 shows", "a 0-day exploit", "version 15 servers"]
)
def test_numbers_that_count_nothing(text):
    """Years, ports, labels and versions are no counts."""
    assert list(find_numbers(text)) == []


@given(
    st.integers(2, 9_999_999),
    st.sampled_from(["servers", "organizations", "victims"]),
    st.sampled_from(["at least ", "about ", ""]),
)
def test_no_number_is_changed(number, noun, hedge):
    """Whatever its size, the digits stay the speaker's."""
    text = f"We saw {hedge}{number:,} {noun} there."
    assert [(one.value, one.sort) for one in find_numbers(text)] == [(str(number), noun)]


def days(text, published=None):
    return [(mention.value, mention.sort) for mention in exact(text, list(find_days(text, published)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On March 2, 2021 it", [("2021-03-02", "day")]),
        ("2nd of March 2021; Mar. 2 2021", [("2021-03-02", "day"), ("2021-03-02", "day")]),
        ("2021-03-02T10:00:00Z", [("2021-03-02", "day")]),
        ("early March 2021", [("2021-03", "month")]),
        ("January 6 to March 2, 2021", [("2021-01-06/2021-03-02", "range")]),
        ("March 2-5, 2021", [("2021-03-02/2021-03-05", "range")]),
        ("from 2011 to 2018", [("2011/2018", "range")]),
        ("since 2013", [("2013", "year")]),
        ("25/02/2021", [("2021-02-25", "day")]),
        ("February 30, 2021 and 2021-13-40", []),
        ("last week, on Monday", []),
        ("CVE-2021-26855 and 2021-26857, in 2500 places", []),
    ],
)
def test_days(text, expected):
    """Days, months and ranges; without a day of the document nothing relative is told."""
    assert days(text) == expected


def test_relative_days_lean_on_the_document_and_say_so():
    """Against the document's own day only."""
    text = "On Monday, yesterday, last month, on July 5 and two weeks ago."
    assert sorted(days(text, date(2021, 7, 21))) == sorted(
        [
            ("2021-07-19", "day of the document"),
            ("2021-07-20", "day of the document"),
            ("2021-06", "month of the document"),
            ("2021-07-05", "day of the document"),
            ("2021-07-05/2021-07-11", "range of the document"),
        ]
    )


@given(
    st.dates(date(1990, 1, 1), date(2039, 12, 31)),
    st.sampled_from(["%B %d, %Y", "%d %B %Y", "%Y-%m-%d", "%b. %d, %Y", "%d %b %Y"]),
)
def test_every_written_day_is_found(day, form):
    """In every usual form."""
    assert days(f"It began on {day.strftime(form)} there.".replace("May.", "May")) == [(day.isoformat(), "day")]


def victims(text):
    return {(one.sort, one.value) for one in exact(text, list(find_victims(text, sentences(text), Taken(len(text)))))}


def test_victims():
    """Who stands in the place of a victim, and nobody who stands elsewhere in the sentence."""
    assert victims(
        "HAFNIUM primarily targets entities in the United States, including infectious disease researchers, law firms, "
        "defense contractors, policy think tanks, and NGOs."
    ) == {
        ("country", "United States"),
        ("sector", "health"),
        ("sector", "law"),
        ("sector", "defence"),
        ("sector", "think tanks"),
        ("sector", "non-governmental"),
    }
    assert victims("The European Banking Authority was hacked.") == {("organisation", "European Banking Authority")}
    assert victims("Hackers based in China, backed by the Chinese government, targeted Norwegian companies.") == {
        ("country", "Norway")
    }
    assert victims("The government of China said that universities are important.") == set()
