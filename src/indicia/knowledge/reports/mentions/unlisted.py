"""Malware that no catalogue here knows, where the report itself says that a name is one (“the DearCry ransomware”)."""

import re
from collections.abc import Iterator

from indicia.knowledge.reports.mentions.countries import COUNTRIES, DEMONYMS
from indicia.knowledge.reports.mentions.taken import Taken
from indicia.model.reported import Mention, MentionKind, Quoted

_NAMED = re.compile(
    r"(?P<before>(?:\A|[\n.!?:•\"“]\s*|- )?)(?<![\w-])(?P<name>[A-Z][A-Za-z0-9]{2,24}(?:["
    r" -][A-Z0-9][A-Za-z0-9]{1,20})?)[ ]"
    r"(?P<kind>ransomware|malware|backdoor|trojan|RAT|botnet|infostealer|stealer|loader|wiper|rootkit|web"
    r" ?shell|worm)(?![\w-])"
)
_KINDS = (
    r"ransomware|malware|backdoor|trojan|rat|botnet|infostealer|stealer|loader|wiper|rootkit|web|shell|worm"
    r"|remote|access|banking"
    r"|windows|linux|android|macos|mac|ios|unix|microsoft|exchange|iis|aspx|asp|php|jsp|net|powershell"
    r"|python|golang|go|java|javascript"
)
_NO_NAME = frozenset(_KINDS.split("|")) | frozenset(
    """the this that these those such new custom first second another other more most some any all no several many
    multiple various known unknown novel previously similar additional malicious destructive advanced
    sophisticated modular fileless commodity chinese state government active recent common initial simple small
    single stage their its our your his her and or with using uses used via deploy deploys deployed deploying
    delivers install installs installed ics iot pos ddos apt nation mobile data information double modern
    double-extortion human-operated stop anti preventing prevent ransom security cisa fbi nsa united states
    analysis report figure table what how when where why about detecting detect remove removing cyber open
    source public also then however while after before since for from into against as by in on to of is was are
    were has have had sha sha-256 md5 url ip hash file sample name type value domain address web indicator
    """.split()
)


def find_unlisted(text: str, taken: Taken) -> Iterator[Mention]:
    """Names in front of a word for malware.  At the beginning of a sentence only ones with a capital inside count."""
    for found in _NAMED.finditer(text):
        name = found.group("name")
        words = re.split(r"[ -]", name)
        if (
            any(word.lower().rstrip("0123456789") in _NO_NAME for word in words)
            or name in DEMONYMS
            or name in COUNTRIES
        ):
            continue
        if any(word in DEMONYMS or word in COUNTRIES for word in words):
            continue
        if found.group("before") and name[1:] == name[1:].lower():
            continue
        start, end = found.span("name")
        if taken.free(start, end):
            taken.take(start, end)
            quoted = Quoted(start=start, end=end, words=name)
            yield Mention(kind=MentionKind.TOOL, quoted=quoted, value=name, sort=f"unlisted {found['kind'].lower()}")
