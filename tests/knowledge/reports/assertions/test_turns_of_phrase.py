"""Turns of phrase of press and statements, each in two or three sentences of our own: the grammar, not the sentence."""

import pytest

from indicia.knowledge.reports.assertions import assertions
from indicia.knowledge.reports.sentences import sentences

_SURE = [
    # A second clause behind `and` has its own word of confidence.
    (
        "Finland is almost certain that APT31 hacked its parliament and highly likely that APT40 stole the minutes.",
        ["attributes|Finland|APT31|almost certain", "attributes|Finland|APT40|highly likely"],
    ),
    (
        "The NCSC said it was almost certain that Turla was behind the first attack, and likely that Sandworm carried "
        "out the second attack.",
        ["attributes|United Kingdom|Turla|almost certain", "attributes|United Kingdom|Sandworm|likely"],
    ),
    # A clause beside the main one, and a number of percent, are of their own statements.
    (
        "Finland's Supo said it was 90 percent certain that the group known as Turla, which it says is probably part "
        "of the FSB, broke into the ministry.",
        ["attributes|Finland|Turla|90 percent certain", "attributes|Finland|FSB|probably"],
    ),
    (
        "Poland assesses with high confidence that the GRU, through a group known as Ghostwriter, ran the campaign, "
        "and that it was very likely aided by contractors working from Belarus.",
        ["attributes|Poland|GRU|high confidence", "attributes|Poland|contractors working from Belarus|very likely"],
    ),
    (
        "Latvia is over 80 per cent sure that Sandworm hacked the port.",
        ["attributes|Latvia|Sandworm|over 80 per cent sure"],
    ),
    (
        "Sweden's security police judges that APT28 was almost certainly responsible and that APT29 was probably "
        "responsible for the later breach.",
        ["attributes|Sweden|APT28|almost certainly", "attributes|Sweden|APT29|probably"],
    ),
    (
        "Poland assesses with high confidence that the GRU ordered the operation and with low confidence that "
        "Belarus supported the operation.",
        ["attributes|Poland|GRU|high confidence", "attributes|Poland|Belarus|low confidence"],
    ),
]
_SURE += [
    # The verb is one that attributes by itself, in the passive, in each of the two clauses.
    (
        "The NCSC said it was almost certain that Turla is associated with the Russian state, and highly likely that "
        "Sandworm is linked to the GRU.",
        [
            "attributes|United Kingdom|the Russian state|almost certain",
            "attributes|United Kingdom|the GRU|highly likely",
        ],
    ),
]
_JOINED = [
    ("Sweden and Spain also joined the condemnation.", ["supports|Sweden", "supports|Spain"]),
    (
        "Malta, Greece and Cyprus later joined in the statement.",
        ["supports|Malta", "supports|Greece", "supports|Cyprus"],
    ),
    ("Iceland joined the criticism on Tuesday.", ["supports|Iceland"]),
    ("Croatia and Slovenia have also joined.", ["supports|Croatia", "supports|Slovenia"]),
]
_JOINED += [
    ("Romania said it stood by its partners.", ["supports|Romania"]),
    ("Ireland stands by Estonia and its allies.", []),
]
_NOT_TAKEN = [
    (
        "Italy blamed Turla for the leak. A spokesman did not say why no sanctions had been imposed.",
        "Italy",
        "sanctions",
    ),
    ("Canada blamed Iran for the theft. The announcement was not accompanied by sanctions.", "Canada", "sanctions"),
    ("Poland blamed the GRU for the leak. The statement came without new sanctions.", "Poland", "sanctions"),
    ("France blamed APT28 for the leak but stopped short of imposing penalties.", "France", "penalties"),
    ("Estonia blamed Sandworm for the outage. No sanctions were announced.", "Estonia", "sanctions"),
    ("Norway accused China of hacking its mail without imposing any penalties.", "Norway", "penalties"),
    ("Japan named APT10 as responsible without punishing it.", "Japan", "punishing"),
    ("Denmark blamed Russia for the hack, but its declaration did not include any sanctions.", "Denmark", "sanctions"),
]
_CHARGED = [
    (
        "The Justice Department said two Iranian nationals working for the IRGC had been charged with hacking.",
        ["charges|United States|two Iranian nationals"],
    ),
    (
        "The U.S. Department of Justice announced that five Chinese citizens have been indicted over the theft.",
        ["charges|United States|five Chinese citizens"],
    ),
    (
        "German prosecutors unsealed an indictment against a Russian officer.",
        ["charges|Germany|a Russian officer"],
    ),
    (
        "A US grand jury indicted three members of the GRU.",
        ["charges|United States|three members of the GRU"],
    ),
    (
        "A federal grand jury in Boston has indicted two Chinese hackers for the break-in.",
        ["charges|United States|two Chinese hackers"],
    ),
]
_GROUPS = [
    (
        "Microsoft said in March that Hafnium was a state-sponsored group operating out of China.",
        ["attributes|Microsoft|China|"],
    ),
    ("ESET says Gamaredon is a group based in Crimea and run by Russia's FSB.", ["attributes|ESET|FSB|"]),
    ("Mandiant believes APT41 is a Chinese state-sponsored espionage group.", ["attributes|Mandiant|Chinese|believes"]),
    ("Symantec described Turla as a state-backed group from Russia.", ["attributes|Symantec|Russia|"]),
]
_REPORTED = [
    ("The blogger Tove Nilsen reported that at least 12,000 mail servers had been compromised.", "Tove Nilsen"),
    ("Krebs reported that the hackers had broken into some 9,000 companies.", "Krebs"),
    ("Microsoft said that fewer than 40 customers were affected.", "Microsoft"),
    ("More than 600 organisations were breached, according to the FBI.", "the FBI"),
]
_DENIED = [
    ("Moscow rejected the accusation.", ["denies|Russia"]),
    ("A spokesman for the Iranian embassy called the claims groundless.", ["denies|Iran"]),
    ('A spokeswoman for the Chinese mission in Brussels called the accusation "a pack of lies".', ["denies|China"]),
    ("The Russian embassy in Oslo described the report as nonsense.", ["denies|Russia"]),
    ("The Iranian mission did not immediately respond to requests for comment.", ["silent|Iran"]),
    ("A spokesman for the Chinese consulate could not be reached.", ["silent|China"]),
    ("The port authority was not available for comment.", ["silent|"]),
    ("The White House declined to comment.", ["silent|United States"]),
    ("Google has not responded to a request for comment.", ["silent|Google"]),
]
_CHARGED += [
    (
        f"Prosecutors in Germany said three GRU officers{one}two of them majors{one}had been charged over the leak.",
        ["charges|Germany|three GRU officers"],
    )
    for one in (" - ", " -- ", " – ", "—")
]
_VERBS = [
    ("Latvia pointed the finger at Sandworm over the outage.", ["attributes|Latvia|Sandworm|"]),
    ("Slovakia said it held Russia responsible for the break-in.", ["attributes|Slovakia|Russia|"]),
    ("Prague formally attributed the attack to APT28.", ["attributes|Czech Republic|APT28|"]),
    ("Mandiant linked the intrusions to APT40 with high confidence.", ["attributes|Mandiant|APT40|high confidence"]),
    ("Austria is confident that Turla carried out the attack.", ["attributes|Austria|Turla|confident"]),
    ("Belgium says the attack was likely carried out by APT31.", ["attributes|Belgium|APT31|likely"]),
    ("NATO acknowledges the national attributions.", ["acknowledges|NATO||"]),
    ("The EU expresses its solidarity with Albania.", ["supports|European Union||"]),
    ("Lithuania expressed support for the Czech statement.", ["supports|Lithuania||"]),
    ("Germany, in coordination with Poland, attributes the attack to APT28.", ["attributes|Germany|APT28|"]),
    (
        "Spain, joined by Portugal, blamed APT29 for the breach.",
        ["supports|Portugal||", "attributes|Spain|APT29|"],
    ),
    (
        "The EU assesses that the attack was conducted from the territory of Belarus.",
        ["attributes|European Union|territory of Belarus|"],
    ),
    ("Brussels urges China to adhere to these norms.", ["urges|European Union|China|"]),
    ("Australia calls on all states, including Russia, to end such attacks.", ["urges|Australia||"]),
]


def _all(text: str) -> list[str]:
    return [
        "|".join(
            (
                one.stance.value,
                one.party,
                one.accused.words if one.accused else "",
                one.confidence.words if one.confidence else "",
            )
        )
        for one in assertions(text, sentences(text))
    ]


def _fit(found: list[str], wanted: list[str]) -> None:
    assert len(found) == len(wanted), found
    for one, item in zip(found, wanted, strict=True):
        parts, asked = one.split("|"), item.split("|")
        assert parts[:2] == asked[:2], found
        assert len(asked) < 3 or asked[2] in parts[2], found
        assert len(asked) < 4 or asked[3] == parts[3], found


@pytest.mark.parametrize(
    ("text", "wanted"), [*_SURE, *_JOINED, *_CHARGED, *_GROUPS, *_DENIED, *_VERBS], ids=lambda item: str(item)[:50]
)
def test_reads_the_turn_of_phrase(text: str, wanted: list[str]) -> None:
    """Stance, party, accused and the clause's own word of confidence; nothing besides."""
    _fit(_all(text), wanted)


@pytest.mark.parametrize(("text", "party", "measure"), _NOT_TAKEN, ids=[text[:50] for text, _, _ in _NOT_TAKEN])
def test_a_measure_not_taken_is_of_whom_the_announcement_is(text: str, party: str, measure: str) -> None:
    """Also where the sentence names only the announcement."""
    declined = [one for one in assertions(text, sentences(text)) if one.stance == "declines"]
    assert [(one.party, one.taken) for one in declined] == [(party, False)]
    assert declined[0].measure is not None
    assert measure in declined[0].measure.words


@pytest.mark.parametrize(("text", "speaker"), _REPORTED, ids=[text[:50] for text, _ in _REPORTED])
def test_a_number_is_the_speakers(text: str, speaker: str) -> None:
    """Who tells how many were hit reports, and attributes to nobody."""
    (one,) = assertions(text, sentences(text))
    assert one.stance == "reports"
    assert one.speaker is not None
    assert speaker in one.speaker.words
    assert one.activity is not None
    assert any(letter.isdigit() for letter in one.activity.words)


@pytest.mark.parametrize(
    "text",
    [
        'The ministers spoke of the "PRC\'s pattern of irresponsible behaviour in cyberspace".',
        'Washington said allies were united against "Russia\'s pattern of malicious activity".',
        'The declaration mentions "Iran\'s reckless behaviour" twice.',
    ],
)
def test_a_quoted_phrase_attributes_nothing(text: str) -> None:
    """A few words in marks that name somebody's conduct are no attribution of an intrusion."""
    assert not [one for one in assertions(text, sentences(text)) if one.stance == "attributes"]


@pytest.mark.parametrize(
    ("text", "words", "party"),
    [
        # Nobody tells who `we` are: the document, although somebody was named before.
        ("Microsoft released patches on Tuesday.\n\nWe assess that APT31 was behind the attack.", "We", ""),
        ("Kaspersky has published a report. ESET has seen it too.\n\nWe attribute the activity to Turla.", "We", ""),
        # A byline, a heading, an introduction.
        (
            "A new cluster\n\nBy the ESET Research team\n\nMandiant wrote too. We attribute the activity to Turla.",
            "ESET Research team",
            "ESET",
        ),
        (
            "Statement by the Government of Latvia\n\nEstonia was hit as well. We attribute the attack to the GRU.",
            "Government of Latvia",
            "Latvia",
        ),
        ("Mandiant told us first. At Proofpoint, we attribute the activity to APT28.", "Proofpoint", "Proofpoint"),
    ],
)
def test_we_is_the_author(text: str, words: str, party: str) -> None:
    """Outside quotations: title, byline or introduction say who; else it is the document, never who spoke last."""
    last = [one for one in assertions(text, sentences(text)) if one.stance == "attributes"][-1]
    assert last.speaker is not None
    assert words in last.speaker.words
    assert last.party == party


def test_we_is_the_publisher() -> None:
    """Title and address of a page tell who publishes it; the speaker stays the words of the text."""
    text = "Kaspersky wrote about it in May. We attribute the activity to Turla."
    for title, address in (("Inside Turla | Microsoft Security Blog", ""), ("Turla", "https://www.microsoft.com/a")):
        (one,) = assertions(text, sentences(text), title=title, address=address)
        assert one.speaker is not None
        assert (one.speaker.words, one.party) == ("We", "Microsoft")
