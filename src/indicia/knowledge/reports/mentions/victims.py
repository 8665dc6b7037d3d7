"""Who a report says was attacked: sectors, countries, organisations, where they stand in the place of a victim."""

import re
from collections.abc import Iterator

from indicia.knowledge.reports.mentions.countries import COUNTRIES, DEMONYMS
from indicia.knowledge.reports.mentions.taken import Taken
from indicia.model.reported import Mention, MentionKind, Quoted

_SECTORS = {
    "government": (
        r"governments?(?: (?:agencies|entities|organi[sz]ations|departments|networks|bodies|offices|officials"
        r"|institutions|facilities))?"
        r"|federal (?:agencies|civilian executive branch)|ministr(?:y|ies) of \w+"
        r"|public (?:sector|administration)|state and local governments?|municipalit(?:y|ies)|embass(?:y|ies)"
        r"|parliaments?"
    ),
    "defence": (
        r"defen[cs]e(?: (?:contractors?|industr(?:y|ies|ial base)|sector|companies|organi[sz]ations))?"
        r"|military(?: (?:organi[sz]ations|contractors?))?|cleared defense contractors"
    ),
    "health": (
        r"health ?care(?: (?:providers?|organi[sz]ations|sector|and public health))?|hospitals?"
        r"|infectious disease research(?:ers)?|medical (?:research|device|institutions)"
        r"|pharmaceuticals?(?: companies)?|biomedical|vaccine (?:research|makers)"
    ),
    "education": (
        r"(?:higher )?education(?:al)?(?: (?:institutions|sector|facilities))?|universit(?:y|ies)|schools"
        r"|academi[ac](?: institutions)?|research institut(?:es|ions)"
    ),
    "law": (r"law firms?|legal (?:sector|services)"),
    "think tanks": (r"(?:policy )?think[ -]tanks?"),
    "non-governmental": (
        r"NGOs?|non-?governmental organi[sz]ations?|nonprofits?|non-profit organi[sz]ations"
        r"|human rights (?:groups|organi[sz]ations)|dissidents|activists"
    ),
    "energy": (
        r"energy(?: (?:sector|companies|industry|providers))?|oil and gas|electric(?:ity)?(?: utilities)?"
        r"|nuclear(?: (?:facilities|sector))?|utilities"
    ),
    "finance": (
        r"financial(?: (?:services|sector|institutions|organi[sz]ations))?|banks?|banking(?: sector)?"
        r"|insurance(?: companies)?|crypto(?:currency)? exchanges?"
    ),
    "telecommunications": (
        r"telecommunications?(?: (?:companies|providers|sector))?|telecoms?|internet service providers|ISPs"
        r"|communications sector"
    ),
    "transport": (
        r"transportation(?: systems)?|aviation|airlines?|maritime(?: (?:industries|sector))?|shipping"
        r"|shipbuilding|railways?|logistics"
    ),
    "technology": (
        r"(?:high-)?tech(?:nology)?(?: (?:companies|firms|sector))|information technology"
        r"|IT (?:companies|services|providers)|managed service providers|MSPs|software (?:companies|vendors)"
        r"|semiconductors?(?: companies)?|robotics"
    ),
    "manufacturing": (
        r"(?:critical )?manufactur(?:ing|ers)(?: (?:sector|companies))?|automotive"
        r"|industrial (?:companies|sector)|engineering(?: firms)?"
    ),
    "aerospace": (r"aerospace(?: (?:companies|sector))?|satellites?"),
    "retail": (r"retail(?:ers)?|hospitality|hotels|e-commerce"),
    "media": (r"media (?:companies|organi[sz]ations|outlets)|journalists|news organi[sz]ations"),
    "critical infrastructure": (r"critical infrastructure(?: (?:sectors|entities|organi[sz]ations))?"),
    "water": (r"water (?:utilities|sector|systems)|wastewater"),
    "agriculture": (r"(?:food and )?agriculture"),
    "gaming": (r"gaming (?:industry|companies)|video game (?:companies|developers)"),
    "small business": (r"small (?:and medium(?:-sized)? )?businesses|SMBs|local businesses"),
    "construction": (r"construction(?: companies)?|real estate|chemical(?:s| companies| sector)"),
}
_SECTOR = re.compile(
    "|".join(rf"(?P<s{number}>\b(?:{words})\b)" for number, words in enumerate(_SECTORS.values())), re.IGNORECASE
)
_SECTOR_NAMES = tuple(_SECTORS)
_HURT = (
    r"target(?:ed|ing|s)?|compromis(?:ed|ing)|breach(?:ed|ing)|attack(?:ed|ing)|hack(?:ed|ing"
    r"|s)?|infect(?:ed|ing|s)?"
    r"|infiltrat(?:ed?|ing|es)|victimi[sz](?:ed?|ing|es)|hit(?:ting|s)?|affect(?:ed|ing|s)?|impact(?:ed|ing"
    r"|s)?|penetrat(?:ed?|ing)"
    r"|spied on|spying on|intrusions? (?:into|at|against|of)|stol(?:e|en) (?:\w+ ){0,4}from|steal(?:ing)?"
    r" (?:\w+ ){0,6}from"
    r"|exfiltrat(?:ed?|ing) (?:\w+ ){0,5}from|extort(?:ed|ing)?|ransom(?:ed|ing)|disrupt(?:ed|ing|s)?"
    r"|focus(?:ed|es|ing)? on"
    r"|campaigns? against|operations? against|attacks? (?:on|against)|aimed at|went after|going after"
    r"|breaches (?:of|at)|espionage against"
)
_ACTIVE = re.compile(rf"\b(?:{_HURT})\b", re.IGNORECASE)
_VICTIMS = re.compile(
    r"\bvictims?(?:'s|’s|s['’])? (?:\w+ ){0,3}?(?:includ(?:ed?|ing|es)|in|across|from|were|are|was|located"
    r" in|of)\b|\bvictim (?:organi[sz]ations|companies|entities|countries|sectors)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\b(?:was|were|been|being|is|are|got) (?:\w+ly |also |among those |among the |recently"
    r" )?(?:compromised|breached|hacked|targeted|attacked|hit|infected|affected"
    r"|victimi[sz]ed|penetrated|infiltrated|impacted|extorted)\b|\b(?:confirmed|disclosed|said|announced"
    r"|reported) (?:that )?(?:it|its (?:\w+ ){0,3}(?:servers?|systems?|networks?|parliament|e-?mails?(?:"
    r" system)?|website)) (?:was|were|had been|has been)"
    r" (?:compromised|breached|hacked|hit|attacked|affected|targeted)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[;:]|\b(?:because|although|while|whereas|using|in order to|exploiting|said|says|according to|which|who|that"
    r"|to (?:steal|gain|deploy|access|obtain)|via|through|with (?:the|a|an)|by)\b"
)
"""Behind these it is no longer said who was hurt."""
_ORGANISATION = re.compile(
    r"\b(?:[Tt]he )?(?P<name>(?!The )(?:[A-Z][\w&.’'-]*[ -]){1,5}(?:Authority|Parliament|University"
    r"|Ministry|Agency|Bank|Corporation|Corp|Inc|Ltd|LLC|Department|Commission"
    r"|Institute|Hospital|Council|Company|College|Foundation|Laborator(?:y|ies)|Association|Airlines?"
    r"|Senate|Bundestag|Storting|Treasury|Court|Schools)"
    r"(?: of (?:the )?[A-Z][\w]+(?: (?:and )?[A-Z]\w+){0,3})?|(?:Ministry|Department|University|Bank"
    r"|Parliament|Institute|Government|Embassy) of (?:the )?[A-Z]\w+(?: (?:and )?[A-Z]\w+){0,3})"
)
_NOT_SECTOR_BEFORE = re.compile(
    r"(?:(?:state|government|military)[ -](?:sponsored|backed|linked|affiliated|nexus)|social[ -]|reverse )\Z",
    re.IGNORECASE,
)
_NOT_SECTOR_AFTER = re.compile(
    r"[ -](?:sponsored|backed|linked|affiliated|nexus|advisory|officials? said|cybersecurity|response)\b", re.IGNORECASE
)
_COUNTRY = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, COUNTRIES), key=len, reverse=True)) + r")(?![\w$])")
_DEMONYM = re.compile(
    r"\b(?:"
    + "|".join(sorted(map(re.escape, DEMONYMS), key=len, reverse=True))
    + r")\b(?= (?:\w+ ){0,2}(?:organi[sz]ations?|compan(?:y|ies)|governments?|entit(?:y|ies)|businesses|firms"
    r"|universities|agencies|victims|networks|servers|ministr(?:y|ies)|parliament|officials|dissidents"
    r"|targets|institutions|critical))"
)
_FROM = re.compile(
    r"\b(?:from|based in|out of|linked to|tied to|backed by|to|accus\w+|blam\w+)\s+(?:the )?\Z", re.IGNORECASE
)
"""Where somebody comes from, or who is blamed, is no victim."""
_ELSEWHERE = re.compile(r"China Sea|Belt and Road|China Chopper|New England|Indian Ocean")
"""Names that hold one of a country and are none."""
_LONGEST = 400


def find_victims(text: str, sentences: tuple[Quoted, ...], names: Taken) -> Iterator[Mention]:
    """Victims, sentence by sentence: what stands behind “targeted”, “victims include” or before “was hacked”.

    Words that belong to an actor or a tool (`names`) are passed over.  `value` is the sector as counted here, the
    country's short name, or the organisation as written; `sort` says which.
    """
    taken = Taken(len(text))
    for sentence in sentences:
        start = sentence.start
        words = sentence.words
        for first, last in _stretches(words):
            for mention in _in(text, start + first, start + last, taken):
                if names.free(mention.quoted.start, mention.quoted.end):
                    yield mention


def _stretches(words: str) -> list[tuple[int, int]]:
    """Where victims are named in a sentence."""
    found: list[tuple[int, int]] = []
    for hurt in (*_ACTIVE.finditer(words), *_VICTIMS.finditer(words)):
        passive = re.search(
            r"\b(?:was|were|been|being|is|are)\s+(?:\w+ly )?\Z", words[max(0, hurt.start() - 30) : hurt.start()]
        )
        if passive:
            continue
        end = _CLAUSE.search(words, hurt.end())
        found.append((hurt.end(), min(end.start() if end else len(words), hurt.end() + _LONGEST)))
    for hurt in _PASSIVE.finditer(words):
        before = words[: hurt.start()]
        cut = max((clause.end() for clause in _CLAUSE.finditer(before)), default=0)
        found.append((max(cut, hurt.start() - _LONGEST), hurt.start()))
        where = re.compile(r"\s+(?:\w+\s+){0,2}(?:in|across|throughout)\b").match(words, hurt.end())
        if where:
            end = _CLAUSE.search(words, where.end())
            found.append((where.end(), min(end.start() if end else len(words), where.end() + _LONGEST)))
    return _joined(found)


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches that overlap as one, so that nothing is looked at twice."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _in(text: str, start: int, end: int, taken: Taken) -> Iterator[Mention]:
    for organisation in _ORGANISATION.finditer(text, start, end):
        yield from _mention(
            text, organisation.start("name"), organisation.end("name"), organisation["name"], "organisation", taken
        )
    for sector in _SECTOR.finditer(text, start, end):
        if _NOT_SECTOR_BEFORE.search(text, max(0, sector.start() - 20), sector.start()) or _NOT_SECTOR_AFTER.match(
            text, sector.end()
        ):
            continue
        name = _SECTOR_NAMES[int(str(sector.lastgroup)[1:])]
        yield from _mention(text, sector.start(), sector.end(), name, "sector", taken)
    for country in _COUNTRY.finditer(text, start, end):
        if _FROM.search(text, max(start, country.start() - 20), country.start()) or _ELSEWHERE.search(
            text, max(0, country.start() - 8), country.end() + 24
        ):
            continue
        yield from _mention(text, country.start(), country.end(), COUNTRIES[country.group()], "country", taken)
    for demonym in _DEMONYM.finditer(text, start, end):
        yield from _mention(text, demonym.start(), demonym.end(), DEMONYMS[demonym.group()], "country", taken)


def _mention(text: str, start: int, end: int, value: str, sort: str, taken: Taken) -> Iterator[Mention]:
    if end > start and taken.free(start, end):
        taken.take(start, end)
        quoted = Quoted(start=start, end=end, words=text[start:end])
        yield Mention(kind=MentionKind.VICTIM, quoted=quoted, value=" ".join(value.split()), sort=sort)
