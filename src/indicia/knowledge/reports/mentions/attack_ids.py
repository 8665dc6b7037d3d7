"""Ids of ATT&CK in a report: techniques, tactics, groups, software, mitigations, campaigns, detections."""

import re
from collections.abc import Iterator

from indicia.knowledge.published.attack_versions import load_attack_versions
from indicia.model.reported import Mention, MentionKind, Quoted

_TECHNIQUE = re.compile(r"(?<![A-Za-z0-9.])T(?P<main>[01]\d{3})(?:[./](?P<sub>0\d\d))?(?![A-Za-z0-9]|\.\d)")
_OTHER = re.compile(
    r"(?<![A-Za-z0-9.-])(?P<id>TA0[01]\d\d|DET0\d{3}|AN[01]\d{3}|DS00\d\d|DC0\d{3})(?![A-Za-z0-9]|\.\d|-\d)"
)
_SINGLE = re.compile(r"(?<![A-Za-z0-9.-])(?P<id>G[01]\d{3}|S[01]\d{3}|C00\d\d|M[019]\d{3})(?![A-Za-z0-9]|\.\d|-\d)")
_KINDS = {
    "TA": MentionKind.TACTIC,
    "DE": MentionKind.DETECTION,
    "AN": MentionKind.DETECTION,
    "DS": MentionKind.DETECTION,
    "DC": MentionKind.DETECTION,
    "G": MentionKind.ACTOR,
    "S": MentionKind.TOOL,
    "C": MentionKind.CAMPAIGN,
    "M": MentionKind.MITIGATION,
}
_SPOKEN_OF = re.compile(r"ATT&CK|\bMITRE\b|att&amp;ck", re.IGNORECASE)
_SET_OFF = re.compile(
    r"(?:\A|\n)[ \t]*\Z|[\[({|/:\t]\s?\Z|(?:group|software|mitigation|campaign|groups|id|ids)s?\s{1,2}\Z", re.IGNORECASE
)


def find_attack_ids(text: str) -> Iterator[Mention]:
    """Every id; `sort` is `unknown id` where no version that is known here has the technique.

    A letter with four digits is an id of a group, software, campaign or mitigation only in a report that speaks of
    ATT&CK, or where it is set off by brackets: else it may be a product.
    """
    versions = load_attack_versions()
    for found in _TECHNIQUE.finditer(text):
        id = f"T{found.group('main')}" + (f".{found.group('sub')}" if found.group("sub") else "")
        known = any(versions.lives(id, version) for version in versions.versions)
        sort = "" if known else "unknown id"
        if not known and not _SET_OFF.search(text, max(0, found.start() - 12), found.start()):
            continue
        yield _mention(text, found, id, MentionKind.TECHNIQUE, sort)
    for found in _OTHER.finditer(text):
        yield _mention(text, found, found.group("id"), _KINDS[found.group("id")[:2]], "")
    spoken = _SPOKEN_OF.search(text) is not None
    for found in _SINGLE.finditer(text):
        if spoken or _SET_OFF.search(text, max(0, found.start() - 12), found.start()):
            yield _mention(text, found, found.group("id"), _KINDS[found.group("id")[0]], "id")


def _mention(text: str, found: re.Match[str], id: str, kind: MentionKind, sort: str) -> Mention:
    quoted = Quoted(start=found.start(), end=found.end(), words=text[found.start() : found.end()])
    names = () if sort == "unknown id" else (f"attack:{id}",)
    return Mention(kind=kind, quoted=quoted, value=id, sort=sort, names=names)
