"""Actors, tools, campaigns and named flaws in a report, by the names of a lexicon and by how trackers number them."""

import re
from collections.abc import Iterator, Sequence

from indicia.knowledge.reports.mentions.lexicon import Lexicon, NameClaim, words_of
from indicia.knowledge.reports.mentions.ordinary import (
    COMMANDS,
    ORDINARY,
    ORGANISATIONS,
    like_a_program,
    said_to_be_one,
)
from indicia.knowledge.reports.mentions.taken import Taken
from indicia.model.reported import Mention, MentionKind, Quoted

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[+&]")
_POSSESSIVE = re.compile(r"['’]s\Z", re.IGNORECASE)
_GAP = re.compile(r"(?:[ \t]?\n[ \t]*|[ \t]|[-‐‑–._/]){0,2}\Z")
_TOOL_AFTER = re.compile(
    r"[ \n-](?:ransomware|malware|backdoor|trojan|RAT|loader|implant|payloads?|samples?|beacons?|web"
    r" ?shells?|binary)\b",
    re.I,
)
_GROUP_AFTER = re.compile(
    r"[ \n-](?:(?:ransomware|threat|hacking) )?(?:group|gang|actors?|crew|operators?|affiliates?|hackers)\b", re.I
)
_LISTED = re.compile(
    r"\s*(?:,|/|\(|and|or|&|,\s*and|,\s*or|aka|a\.k\.a\.|also known as|also called|;)\s*[\"“‘(]?\Z", re.I
)
_NUMBERED = re.compile(
    r"(?<![\w-])(?:UNC\d{3,5}|DEV-\d{4}|Storm-\d{4}|TA\d{3}|UTA\d{4}|APT-?C?-?\d{1,3}|FIN\d{1,2}"
    r"|TEMP\.[A-Z]\w{2,20}|TAG-\d{2,3}|UAC-\d{4}"
    r"|CL-(?:STA|CRI|UNK)-\d{4}|ATK\d{1,3}|SLH-\d+|TGR-(?:STA|CRI)-\d{4})(?![\w-])"
)


def find_entities(text: str, lexicon: Lexicon, taken: Taken) -> Iterator[Mention]:
    """Every name that the lexicon knows, the longest first, and numbers such as `UNC2452` that it does not know.

    Names that are words of the language count only as their namers write them and beside a word that says what they
    are, or in a row with other names; commands of the system only where the text speaks of the program.  `names` holds
    all entities that somebody calls so.
    """
    words = [
        (found.start(), found.start() + len(word), word.casefold().replace("’", "'"))
        for found in _WORD.finditer(text)
        # "APT40's" names APT40.
        for word in (_POSSESSIVE.sub("", found.group()),)
    ]
    last, last_kind = -1, MentionKind.ACTOR
    at = 0
    waiting: Mention | None = None
    """A word that is a name if another name follows it in a row."""
    while at < len(words):
        found = _longest(text, words, at, lexicon, taken, last)
        if found is None:
            at += 1
            continue
        mention, count, sure = found
        at += count
        if not sure:
            waiting = mention
            continue
        if (
            mention.kind is MentionKind.ACTOR
            and _in_a_row(text, last, mention.quoted.start)
            and last_kind is not mention.kind
        ):
            mention = _as(mention, last_kind, text, lexicon)
        if waiting is not None and _in_a_row(text, waiting.quoted.end, mention.quoted.start):
            taken.take(waiting.quoted.start, waiting.quoted.end)
            yield waiting
        waiting = None
        taken.take(mention.quoted.start, mention.quoted.end)
        last, last_kind = mention.quoted.end, mention.kind
        yield mention
    for number in _NUMBERED.finditer(text):
        if taken.free(number.start(), number.end()):
            taken.take(number.start(), number.end())
            quoted = Quoted(start=number.start(), end=number.end(), words=number.group())
            yield Mention(kind=MentionKind.ACTOR, quoted=quoted, value=number.group(), sort="number of a tracker")


def _longest(
    text: str, words: Sequence[tuple[int, int, str]], at: int, lexicon: Lexicon, taken: Taken, last: int
) -> tuple[Mention, int, bool] | None:
    """The longest name that begins here, how many words it has, and whether it surely is one."""
    most = lexicon.first_tokens.get(words[at][2])
    if most is None:
        return None
    start = words[at][0]
    key = ""
    found: tuple[Mention, int, bool] | None = None
    for count in range(1, most + 1):
        index = at + count - 1
        if index >= len(words):
            break
        if count > 1 and not _GAP.match(text, words[index - 1][1], words[index][0]):
            break
        key += words[index][2]
        claims = lexicon.claims(key)
        end = words[index][1]
        if claims and taken.free(start, end):
            stands = _stands(text, start, end, count, claims, last)
            if stands is not False:
                found = (_mention(text, start, end, claims), count, stands is True)
    return found


def _stands(text: str, start: int, end: int, count: int, claims: Sequence[NameClaim], last: int) -> bool | None:
    """Whether the words name what the claims say, and not something else; null: if a name follows in a row."""
    written = text[start:end]
    folded = re.sub(r"[\W_]", "", written).casefold()
    if start and text[start - 1] in "@\\":
        return False
    if folded in ORGANISATIONS:
        return False
    exact = any(re.sub(r"\s+", " ", written) == claim.name for claim in claims)
    if folded in COMMANDS:
        return like_a_program(text, start, end)
    letters = folded.isalpha()
    if count == 1 and (folded in ORDINARY or (letters and len(folded) <= 3)):
        if not exact or _in_capitals(text, start, end):
            return False
        return _in_a_row(text, last, start) or said_to_be_one(text, start, end) or None
    if count == 1 and letters and len(folded) == 4:
        return exact
    if count > 1 and letters and not any(part[:1].isupper() for part in written.split()[1:]) and " " in written:
        # "silk typhoon" in lower case is weather; "Comment crew" is not.
        return written[:1].isupper() and exact
    if letters and written.islower():
        return len(folded) >= 6 and count == 1 and folded not in ORDINARY and any(_distinct(claim) for claim in claims)
    return True


def _in_a_row(text: str, end: int, start: int) -> bool:
    """Whether one name follows another as in “Tick, Calypso and Winnti” or “APT40 (Leviathan)”."""
    return 0 <= end <= start <= end + 24 and _LISTED.match(text[end:start]) is not None


def _distinct(claim: NameClaim) -> bool:
    """Whether a name is made up, so that it is known in lower case too: a tool's, or one with a capital inside."""
    return claim.kind in (MentionKind.TOOL, MentionKind.FLAW) or claim.name[1:] != claim.name[1:].lower()


def _in_capitals(text: str, start: int, end: int) -> bool:
    """Whether the line around is all in capitals, so that capitals say nothing."""
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    around = text[line_start:start][-60:] + text[end : line_end if line_end >= 0 else len(text)][:60]
    return text[start:end].isupper() and around.isupper() and sum(map(str.isalpha, around)) > 8


def _as(mention: Mention, kind: MentionKind, text: str, lexicon: Lexicon) -> Mention:
    """A name of an actor that is one of a tool too, in a row with tools: it names the tool."""
    key = "".join(words_of(text[mention.quoted.start : mention.quoted.end]))
    claims = [claim for claim in lexicon.claims(key) if claim.kind is kind]
    return _mention(text, mention.quoted.start, mention.quoted.end, claims) if claims else mention


def _mention(text: str, start: int, end: int, claims: Sequence[NameClaim]) -> Mention:
    kinds = {claim.kind for claim in claims}
    kind = claims[0].kind
    if {MentionKind.ACTOR, MentionKind.TOOL} <= kinds:
        # A gang and its ransomware often share a name.
        tool = _TOOL_AFTER.match(text, end) and not _GROUP_AFTER.match(text, end)
        kind = MentionKind.TOOL if tool else MentionKind.ACTOR
    of_kind = [claim for claim in claims if claim.kind is kind]
    return Mention(
        kind=kind,
        quoted=Quoted(start=start, end=end, words=text[start:end]),
        value=of_kind[0].name,
        sort=of_kind[0].sort if kind is MentionKind.TOOL else "",
        names=tuple(sorted({claim.entity for claim in of_kind})),
    )
