"""Which column of an inventory holds what, by the names that people use."""

import re
from collections.abc import Sequence

from msgspec import Struct

_HOST = (
    "hostname", "host", "servername", "server", "computername", "computer", "fqdn", "dnshostname", "machine",
    "machinename", "node", "system", "asset", "assetname", "exchangeserver", "pscomputername", "name", "identity",
)  # fmt: skip
_FULL = (
    "exsetup", "exsetupversion", "exsetupfileversion", "exsetupexe", "exsetupexeversion", "exsetupbuild", "fileversion",
    "fileversioninfo", "productversion",
)  # fmt: skip
_VAGUE = ("admindisplayversion", "adminversion")
_BUILD = (
    "build", "buildnumber", "exchangebuild", "exchangebuildnumber", "exchangeversion", "fullversion", "version",
    "buildversion", "versionnumber", "ver", "patchlevel", "installedversion", "softwareversion",
)  # fmt: skip
_NAME = ("product", "productname", "exchange", "edition", "release", "exchangerelease", "software")
_CU = ("cu", "cumulativeupdate", "culevel", "servicepack", "cuname")
_SU = ("su", "securityupdate", "sulevel", "hotfix", "latestsu", "update")
_DATE = (
    "dateseen", "seen", "lastseen", "collected", "datecollected", "collectedon", "collectiondate", "asof", "date",
    "scandate", "lastscan", "scanned", "checked", "lastchecked", "inventorydate", "inventoried", "timestamp",
    "reported", "whencollected", "datum", "stand",
)  # fmt: skip
_EXPOSED = (
    "exposed", "internetexposed", "internetfacing", "internet", "external", "externallyreachable", "public", "dmz",
    "facing", "reachable", "published", "externalfacing",
)  # fmt: skip
_YES = frozenset(("yes", "y", "true", "1", "x", "ja", "j", "oui", "si", "external", "internet", "public", "exposed"))
_NO = frozenset(("no", "n", "false", "0", "nein", "non", "internal", "private", "none", "intern"))


class Columns(Struct, frozen=True, kw_only=True):
    """Positions of the columns; null or empty where the header has none of the names."""

    host: int | None
    full: tuple[int, ...]
    """File version of ExSetup.exe: names the update level."""
    vague: tuple[int, ...]
    """AdminDisplayVersion: usually names the cumulative update only."""
    build: tuple[int, ...]
    """A build of no told source."""
    words: tuple[int, ...]
    """Product, cumulative update and update in words, joined in this order."""
    date: int | None
    exposed: int | None

    @property
    def names_builds(self) -> bool:
        """Whether any column can name a build."""
        return bool(self.full or self.vague or self.build or self.words)


def columns(header: Sequence[str]) -> Columns:
    """Find the columns in a header row; of several that fit, the more telling name wins."""
    plain = [re.sub(r"[^a-z0-9]", "", name.casefold()) for name in header]

    def one(names: Sequence[str]) -> int | None:
        return next((plain.index(name) for name in names if name in plain), None)

    def every(*groups: Sequence[str]) -> tuple[int, ...]:
        return tuple(plain.index(name) for names in groups for name in names if name in plain)

    return Columns(
        host=one(_HOST),
        full=every(_FULL),
        vague=every(_VAGUE),
        build=every(_BUILD),
        words=every(_NAME, _CU, _SU),
        date=one(_DATE),
        exposed=one(_EXPOSED),
    )


def yes_or_no(text: str) -> bool | None:
    """Null for anything else, empty included."""
    word = text.strip().casefold()
    return True if word in _YES else False if word in _NO else None
