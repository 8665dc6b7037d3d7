"""How far up an accusation goes, from the words for the accused: the levels of `positions.toml`."""

import re

from indicia.knowledge.reports.assertions.groups.found import groups_of
from indicia.knowledge.reports.assertions.vocabulary.names import Sort
from indicia.knowledge.reports.assertions.vocabulary.words import words_of
from indicia.model.reported import Assertion, Stance

LEVELS = (
    "none",
    "by reference",
    "territory",
    "harbourer",
    "contractors",
    "group",
    "state-sponsored",
    "agency-affiliated",
    "agency",
    "state",
    "person",
)
"""Weakest first."""

_SERVICE = re.compile(
    r"\b(?:MSS|MPS|PLA|GRU|SVR|FSB|KGB|RGB|IRGC|MOIS|Ministry of State Security|Ministry of Public Security|"
    r"State Security (?:Department|Bureau)|People[’']s Liberation Army|Foreign Intelligence Service|"
    r"Federal Security Service|Main (?:Intelligence )?Directorate|Reconnaissance General Bureau|"
    r"(?:Islamic )?Revolutionary Guards?(?: Corps)?|Ministry of Intelligence(?: and Security)?|"
    r"Unit \d{5}|\d\dth Cent(?:er|re)|Cent(?:er|re) \d\d|"
    r"(?:military |foreign )?intelligence (?:service|agency|services|unit|directorate)|"
    r"military intelligence|security ministry|security service|spies)\b",
    re.IGNORECASE,
)
_TIED = re.compile(
    r"\b(?:affiliated|linked|associated|aligned|connected|tied|working|work|acting|employed|hired|contracted|directed|"
    r"backed|sponsored|belonging|reporting|close)\b[^,;]{0,40}\b(?:with|to|for|by|of)\b|"
    r"\b(?:MSS|GRU|FSB|SVR|PLA|IRGC)[- ](?:affiliated|linked|backed|sponsored)\b",
    re.IGNORECASE,
)
_CONTRACTORS = re.compile(
    r"\b(?:contract(?:ed)? hackers?|contractors?|hackers? for hire|mercenar\w+|front compan\w+|contract basis)\b",
    re.IGNORECASE,
)
_SPONSORED = re.compile(
    r"\b(?:state|government|nation[- ]state|kremlin)[- ]"
    r"(?:sponsored|backed|linked|supported|affiliated|directed|aligned)\b|\bnation[- ]state\b",
    re.IGNORECASE,
)
_TERRITORY = re.compile(
    r"\b(?:territory|soil)\b|\b(?:operating|based|located|working|acting)\s+(?:out\s+of|from|in|within)\b|"
    r"\b(?:hackers|actors|\w*groups?|gangs?|attackers|criminals)\s+(?:in|from|inside)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:officers?|nationals?|citizens?|men|women|man|woman|defendants?|persons?|individuals?|members?|employees|"
    r"Russians|Iranians|hackers)\b",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\b(?:groups?|gangs?|clusters?|units?|teams?|hackers|actors|operators|attackers|crew|APT ?\d+|UNC\d+)\b",
    re.IGNORECASE,
)
_HARBOURS = re.compile(r"\b(?:protect|harbou?r|shelter|tolerat|shield|accommodat|condon)\w*", re.IGNORECASE)


def level(one: Assertion) -> str:
    """One of `LEVELS`; `none` where nobody is accused, or the words tell nothing."""
    if one.stance in (Stance.SUPPORTS, Stance.ACKNOWLEDGES):
        return "by reference"
    if one.accused is None or one.stance in (Stance.DENIES, Stance.SILENT, Stance.DECLINES):
        return "none"
    words = " ".join((one.means or one.accused).words.split())
    if one.stance is Stance.CHARGES and _PERSON.search(words):
        return "person"
    if (
        _HARBOURS.search(one.sentence.words)
        and one.activity is not None
        and re.search(r"\b(?:who|those|hackers)\b", one.activity.words)
    ):
        return "harbourer"
    if _SERVICE.search(words):
        return "agency-affiliated" if _TIED.search(words) or re.search(r"\b(?:hackers|actors)\b", words) else "agency"
    if _CONTRACTORS.search(words):
        return "contractors"
    if _TERRITORY.search(words):
        return "territory"
    if _SPONSORED.search(words) or (_TIED.search(words) and _names_state(words)):
        return "state-sponsored"
    if _GROUP.search(words):
        return "group"
    return "state" if _names_state(words) else "group" if words[:1].isupper() else "none"


def _names_state(words: str) -> bool:
    named = {Sort.STATE, Sort.PLACE, Sort.ADJECTIVE, Sort.SERVICE}
    return any(group.sorts & named for group in groups_of(words_of(words, 0, len(words))))
