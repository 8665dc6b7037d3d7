"""CISA's catalogue of flaws known to be exploited (KEV), read from its JSON.

Source: the catalogue's own JSON schema (cisagov/kev-data, known_exploited_vulnerabilities_schema.json).
"""

import re
from collections.abc import Mapping
from datetime import date, datetime

import orjson
from msgspec import Struct
from msgspec.structs import replace

from indicia.errors import RulesetError
from indicia.knowledge.product.flaws import FlawTable, KevDates

MOST_BYTES = 64 * 2**20
MOST_ENTRIES = 100_000
_CVE = re.compile(r"CVE-\d{4}-\d{4,19}")
_EXCHANGE = re.compile(r"\bexchange\b", re.IGNORECASE)
_FAULTS = 50
_LONG = 300


class KevEntry(Struct, frozen=True, kw_only=True):
    """One flaw of the catalogue."""

    cve: str
    vendor: str
    product: str
    name: str
    dates: KevDates


class KevCatalogue(Struct, frozen=True, kw_only=True):
    """The catalogue, and what of it could not be read."""

    version: str
    released: date
    entries: Mapping[str, KevEntry]
    faults: tuple[str, ...] = ()

    @property
    def began(self) -> date | None:
        """First day of the catalogue: what was listed that day had been in use before."""
        return min((entry.dates.added for entry in self.entries.values()), default=None)

    def of_exchange(self) -> tuple[KevEntry, ...]:
        """Entries that name Microsoft's Exchange, by day."""
        found = [
            entry
            for entry in self.entries.values()
            if entry.vendor.strip().lower() == "microsoft" and _EXCHANGE.search(entry.product)
        ]
        return tuple(sorted(found, key=lambda entry: (entry.dates.added, entry.cve)))

    def unknown_to(self, flaws: FlawTable) -> tuple[KevEntry, ...]:
        """Flaws of Exchange that the catalogue lists and a pack does not know."""
        return tuple(entry for entry in self.of_exchange() if flaws.flaw(entry.cve) is None)


def with_kev(flaws: FlawTable, catalogue: KevCatalogue) -> FlawTable:
    """The flaws of a pack with the dates of a catalogue; one that the catalogue no longer lists keeps the pack's."""
    newer = tuple(
        replace(flaw, kev=catalogue.entries[flaw.cve].dates) if flaw.cve in catalogue.entries else flaw
        for flaw in flaws.flaws
    )
    return replace(flaws, flaws=newer, kev_version=catalogue.version, kev_began=catalogue.began or flaws.kev_began)


def read_kev(data: bytes, name: str = "KEV") -> KevCatalogue:
    """The catalogue from its JSON.

    An entry that is not as the schema says is left out and named in `faults`; so are a flaw listed twice and a count
    that does not agree.  Raises RulesetError, naming the file, for what is no such catalogue at all.
    """
    if len(data) > MOST_BYTES:
        raise RulesetError(f"{name}: larger than {MOST_BYTES // 2**20} MiB (limit)", hint="Is this the KEV catalogue?")
    try:
        top = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (orjson.JSONDecodeError, RecursionError) as error:
        raise RulesetError(f"{name}: not readable as JSON: {error}", hint="Fetch it again.") from None
    rows = top.get("vulnerabilities") if isinstance(top, dict) else None
    version = top.get("catalogVersion") if isinstance(top, dict) else None
    if not isinstance(rows, list) or not isinstance(version, str) or not version:
        raise RulesetError(f"{name}: no KEV catalogue: `catalogVersion` or `vulnerabilities` is missing")
    if len(rows) > MOST_ENTRIES:
        raise RulesetError(f"{name}: more than {MOST_ENTRIES:,} entries (limit)")
    released = _moment(top.get("dateReleased"))
    if released is None:
        raise RulesetError(f"{name}: no KEV catalogue: `dateReleased` is no date")
    faults: list[str] = []
    entries: dict[str, KevEntry] = {}
    for number, row in enumerate(rows, start=1):
        entry = _entry(row)
        if isinstance(entry, str):
            faults.append(f"entry {number}: {entry}")
        elif entry.cve in entries:
            faults.append(f"entry {number}: {entry.cve} is there twice; the first counts")
        else:
            entries[entry.cve] = entry
    count = top.get("count")
    if count != len(rows):
        faults.append(f"it says {str(count)[:20]} entries and has {len(rows)}")
    if len(faults) > _FAULTS:
        faults = [*faults[:_FAULTS], f"{len(faults) - _FAULTS} more entries could not be read"]
    return KevCatalogue(version=version[:_LONG], released=released, entries=entries, faults=tuple(faults))


def _entry(row: object) -> KevEntry | str:
    """The entry, or why it is none."""
    if not isinstance(row, dict):
        return "not an object"
    cve = row.get("cveID")
    if not isinstance(cve, str) or not _CVE.fullmatch(cve):
        return "`cveID` is no CVE number"
    texts = [row.get(key) for key in ("vendorProject", "product", "vulnerabilityName")]
    if not all(isinstance(text, str) for text in texts):
        return f"{cve}: `vendorProject`, `product` or `vulnerabilityName` is no text"
    added = _day(row.get("dateAdded"))
    if added is None:
        return f"{cve}: `dateAdded` is no date"
    due = _day(row.get("dueDate"))
    if row.get("dueDate") and due is None:
        return f"{cve}: `dueDate` is no date"
    vendor, product, title = (str(text)[:_LONG] for text in texts)
    ransomware = row.get("knownRansomwareCampaignUse") == "Known"
    return KevEntry(
        cve=cve,
        vendor=vendor,
        product=product,
        name=title,
        dates=KevDates(added=added, due=due, ransomware=ransomware),
    )


def _day(value: object) -> date | None:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _moment(value: object) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        return _day(value[:10])
