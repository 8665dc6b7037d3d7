"""The victim's sector and place, as the user says, against what clusters are reported to look for."""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from indicia.attribution.features.stated import STATED, SourceFile, shortened, stated
from indicia.attribution.roster import Roster
from indicia.model.attribution import EvidenceClass, Feature, NotUsed
from indicia.model.stated import StatedKind

MOST = 5.0
"""What victimology may weigh at most; see docs/attribution.md."""
_MATCH = {"sector": 2.5, "country": 2.0}
_COMMON = frozenset("a an in on and the of for organisations organizations companies company services base".split())
_SAME = {
    "defense": "defence",
    "education": "university",
    "universities": "university",
    "academia": "university",
    "governments": "government",
    "governmental": "government",
    "ministry": "government",
    "parliament": "government",
    "healthcare": "health",
    "biomedical": "health",
    "hospital": "health",
    "law": "legal",
}


def victim_features(
    roster: Roster, sector: str, country: str, files: Sequence[SourceFile] = ()
) -> Iterator[Feature | NotUsed]:
    """One for the sector and one for the country; a cluster that is not reported for them loses nothing.

    What the user says counts before what files say, as both are about the same victim.
    """
    kinds = (("sector", sector, StatedKind.SECTOR), ("country", country, StatedKind.COUNTRY))
    for what, told, kind in kinds:
        found = list(stated(files, kind))
        if told and found:
            yield NotUsed(f"the victim's {what} in {found[0].file}", f"the user gave another (--{what})")
        given = told or ", ".join(dict.fromkeys(one.item.value for one in found))
        if not given:
            yield NotUsed(f"the victim's {what}", f"not given (--{what})")
            continue
        asked = _words(given)
        fits = {
            cluster.id: float(np.log(_MATCH[what]))
            for cluster in roster.clusters
            if cluster.actor is not None
            and roster.facts_count
            and any(asked & _words(target) for target in cluster.actor.targets)
        }
        if not fits:
            yield NotUsed(f"the victim's {what} ({given})", "no cluster is reported for it in what was known")
            continue
        yield Feature(
            id=f"victim:{what}",
            kind=EvidenceClass.VICTIM,
            value=given,
            text=f"the victim's {what}: {given}",
            findings=(),
            block="what the user says of the victim" if told else found[0].block,
            reliability=1.0 if told else STATED,
            speaks_for=fits,
            places=() if told else shortened(found),
        )


def _words(text: str) -> set[str]:
    words = {word for word in re.findall(r"[a-z]+(?:-[a-z]+)*", text.lower()) if word not in _COMMON}
    return {_SAME.get(word, word) for word in words}
