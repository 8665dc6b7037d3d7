"""Web shells: the names of the request values that command them, and how many different pages and passwords there were.

A page or a password tells one intruder from another better than it names one: it is weighed for *several*.
"""

import re
from collections.abc import Iterator, Sequence

from indicia.attribution.features.deeds import Deed
from indicia.model.attribution import EvidenceClass, Feature, NotUsed

_ASKED = re.compile(
    r"""\brequest(?:\s*\.\s*(?:item|form|querystring|params|headers|cookies))?\s*[\[(]\s*["']([\w.@-]{1,60})["']""",
    re.IGNORECASE,
)
_FIELDS = ("Content", "ShellPath", "S:CMD", "CmdletParameters", "EventData")
MOST_NAMED = 8
"""Of each; an intruder can plant any number."""
_PAGE = re.compile(r"\.(aspx|ashx|asmx|asp|php|jsp)$")


def shell_features(deeds: Sequence[Deed]) -> Iterator[Feature | NotUsed]:
    """One for each name of a request value that a planted page asks for, and one for each planted page."""
    asked, planted = parameters(deeds), pages(deeds)
    for what, found in (("names of request values", asked), ("pages", planted)):
        if len(found) > MOST_NAMED:
            yield NotUsed(
                f"{len(found) - MOST_NAMED} further {what}", "they name nobody; all count as signs of several"
            )
    for name, mine in sorted(asked.items())[:MOST_NAMED]:
        yield Feature(
            id=f"parameter:{name}",
            kind=EvidenceClass.SHELL,
            value=name,
            text=f"a page asks for the request value “{name}”",
            findings=tuple(deed.id for deed in mine),
            block="the planted pages",
            reliability=max(deed.reliability for deed in mine),
            speaks_for={},
        )
    for page, mine in sorted(planted.items())[:MOST_NAMED]:
        yield Feature(
            id=f"page:{page}",
            kind=EvidenceClass.SHELL,
            value=page,
            text=f"the page {page}",
            findings=tuple(deed.id for deed in mine),
            block="the planted pages",
            reliability=max(deed.reliability for deed in mine),
            speaks_for={},
        )


def parameters(deeds: Sequence[Deed]) -> dict[str, list[Deed]]:
    """Name of a request value → the findings whose page asks for it."""
    found: dict[str, list[Deed]] = {}
    for deed in deeds:
        if "T1505.003" not in deed.finding.techniques:
            continue
        names: set[str] = set()
        for exhibit in deed.finding.exhibits:
            for field in _FIELDS:
                value = exhibit.fields.get(field)
                texts = value if isinstance(value, tuple) else (value,)
                for text in texts:
                    if isinstance(text, str):
                        names.update(match.group(1) for match in _ASKED.finditer(text[:65536]))
        for name in names:
            found.setdefault(name, []).append(deed)
    return found


def pages(deeds: Sequence[Deed]) -> dict[str, list[Deed]]:
    """Web path of a planted page → the findings about it."""
    found: dict[str, list[Deed]] = {}
    for deed in deeds:
        if "T1505.003" not in deed.finding.techniques or deed.finding.stage is None:
            continue
        for item in deed.finding.objects:
            if item.startswith("/") and _PAGE.search(item):
                found.setdefault(item, []).append(deed)
    return found
