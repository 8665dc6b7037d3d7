"""A STIX 2.1 bundle of a campaign: what it is said to have used, when, and whom it was aimed at.

Where the bundle ties techniques to a campaign, only those count that are tied to it: what its group or its tools are
said to be able to do besides is a profile, no activity.  Who it is attributed to is a conclusion, and never evidence.

Source: STIX Version 2.1, OASIS Standard, sections 4 and 5.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from indicia.errors import EvidenceError
from indicia.knowledge.published.actor_uses import Source, attack_id, cited_by
from indicia.knowledge.stated.gathering import Gathering, day_of
from indicia.knowledge.stated.naming import CVE_ID, SOFTWARE_ID, TECHNIQUE_ID, Meant
from indicia.model.stated import StatedKind

MOST_OBJECTS = 200_000
MOST_VICTIMS = 25
_USED = ("attack-pattern", "malware", "tool")
_CONCLUSIONS = ("intrusion-set", "threat-actor")
_CATALOGUE = ("x-mitre-collection", "x-mitre-matrix")
_SHOWN = 8
_Object = Mapping[str, object]


class _Placed(Struct, frozen=True):
    place: str
    item: _Object

    @property
    def id(self) -> str:
        return _text(self.item, "id")

    @property
    def type(self) -> str:
        return _text(self.item, "type")

    @property
    def name(self) -> str:
        return _text(self.item, "name") or self.id


def is_stix(value: object) -> bool:
    """Whether a document is a bundle, an envelope of TAXII, a list of objects, or a single one."""
    if isinstance(value, dict):
        inner = value.get("objects")
        return value.get("type") == "bundle" or (isinstance(inner, list) and "type" not in value) or _is_object(value)
    return isinstance(value, list) and bool(value) and all(_is_object(item) for item in value[:50])


def read_stix(value: object, found: Gathering, *, campaign: str = "") -> None:
    """The bundle's one campaign, or the one that is asked for; without any, everything in it.

    Raises EvidenceError for a bundle of several campaigns or groups when none is asked for, for a campaign that is not
    there, and beyond the limit.
    """
    objects, prefix = _objects(value)
    if len(objects) > MOST_OBJECTS:
        raise EvidenceError(f"{found.name}: more than {MOST_OBJECTS:,} objects (limit)")
    every: list[_Placed] = []
    for number, item in enumerate(objects):
        if isinstance(item, dict) and _text(item, "type") and _text(item, "id"):
            every.append(_Placed(f"{prefix}[{number}]", item))
        else:
            found.leave(str(item)[:200], f"{prefix}[{number}]", "no object of STIX: it has no `type` or no `id`")
    _Bundle(every, found).read(campaign)


class _Bundle:
    def __init__(self, every: Sequence[_Placed], found: Gathering) -> None:
        self.found = found
        self.by_id = {one.id: one for one in every}
        self.links = [one for one in every if one.type == "relationship" and not _dead(one.item)]
        self.every = every
        self.several = sum(one.type == "campaign" for one in every) > 1

    def read(self, asked: str) -> None:
        campaign = self._campaign(asked)
        mine = {campaign.id} if campaign is not None else set(self.by_id)
        if campaign is not None:
            self._cited(campaign.item)
            self.found.spans(*_days(campaign.item, "first_seen", "last_seen"), campaign.place)
            self._used_by(campaign)
        else:
            self._everything()
        self._seen(mine)
        self._aimed_at(mine)
        self._set_aside(mine)
        for one in self.every:
            if one.type == "report":
                self._cited(one.item)
                self.found.is_called((_text(one.item, "name"),))

    def _campaign(self, asked: str) -> _Placed | None:
        """The campaign that is meant; null where the bundle has none that uses anything."""
        there = [one for one in self.every if one.type == "campaign" and not _dead(one.item)]
        if asked:
            wanted = asked.strip().casefold()
            chosen = [one for one in there if wanted in _called(one)]
            if len(chosen) == 1:
                return chosen[0]
            what = f"no campaign {asked}" if not chosen else f"several campaigns called {asked}"
            raise EvidenceError(f"{self.found.name}: {what} in it", hint=_choice(there))
        using = {_text(link.item, "source_ref") for link in self.links if _kind(link) == "uses"}
        chosen = [one for one in there if one.id in using]
        if len(chosen) > 1:
            raise EvidenceError(f"{self.found.name}: {len(chosen)} campaigns, and which one is asked about is not said",
                                hint=_choice(chosen))  # fmt: skip
        groups = [one for one in self.every if one.type in _CONCLUSIONS and one.id in using]
        if not chosen and (len(groups) > 1 or any(one.type in _CATALOGUE for one in self.every)):
            raise EvidenceError(
                f"{self.found.name}: a catalogue, not an activity: {len(groups)} groups and no campaign",
                hint="Give the bundle of one activity, or a list of what was done in it.",
            )
        return chosen[0] if chosen else None

    def _used_by(self, campaign: _Placed) -> None:
        for link in self.links:
            if _kind(link) != "uses" or _text(link.item, "source_ref") != campaign.id:
                continue
            self._cited(link.item)
            target = self.by_id.get(_text(link.item, "target_ref"))
            if target is None:
                what = _text(link.item, "target_ref")
                self.found.leave(what, link.place, "the bundle does not hold the object that was used")
            elif target.type in _USED:
                first, last = _days(link.item, "start_time", "stop_time")
                self._take(target, link.place, first, last)

    def _everything(self) -> None:
        used = [one for one in self.every if one.type in _USED]
        groups = [one.name for one in self.every if one.type in _CONCLUSIONS]
        if used:
            whose = f"; what it says of the ways of {groups[0][:60]} cannot be told from them" if groups else ""
            self.found.notes.append(
                f"no campaign uses anything in it: all its techniques and tools count as seen{whose}"
            )
        for one in used:
            self._take(one, one.place)
        for link in self.links:
            self._cited(link.item)

    def _seen(self, mine: set[str]) -> None:
        """Sightings of techniques, tools and of indicators that indicate one, and the days of all of them."""
        indicated: dict[str, list[str]] = {}
        used: set[str] = set()
        for link in self.links:
            if _kind(link) == "uses" and _text(link.item, "source_ref") in mine:
                used.add(_text(link.item, "target_ref"))
            elif _kind(link) == "indicates":
                indicated.setdefault(_text(link.item, "source_ref"), []).append(_text(link.item, "target_ref"))
        sightings: dict[str, list[_Placed]] = {}
        for one in self.every:
            if one.type == "sighting" and not _dead(one.item):
                self._cited(one.item)
                sightings.setdefault(_text(one.item, "sighting_of_ref"), []).append(one)
        # All sightings of one thing are taken together: an indicator that was seen often may indicate much.
        for of, all_of_it in sightings.items():
            days = [day for one in all_of_it for day in _days(one.item, "first_seen", "last_seen") if day is not None]
            first, last = min(days, default=None), max(days, default=None)
            place = all_of_it[0].place
            seen = [self.by_id[each] for each in (of, *indicated.get(of, ())) if each in self.by_id]
            counted = [each for each in seen if each.type in _USED and (not self.several or each.id in used)]
            for each in counted:
                self._take(each, place, first, last)
            if counted or of in mine:
                self.found.spans(first, last, place)

    def _aimed_at(self, mine: set[str]) -> None:
        """Flaws and victims of `targets`; each victim once, and too many of them tell nothing."""
        done: set[str] = set()
        for link in self.links:
            target = self.by_id.get(_text(link.item, "target_ref"))
            if target is None or _text(link.item, "source_ref") not in mine:
                continue
            if target.type == "vulnerability" and _kind(link) in ("targets", "exploits"):
                self._flaw(target, link)
            elif (
                target.type in ("identity", "location")
                and _kind(link) == "targets"
                and target.id not in done
                and len(done) < MOST_VICTIMS
            ):
                done.add(target.id)
                self._victim(target, link.place)

    def _flaw(self, target: _Placed, link: _Placed) -> None:
        first, last = _days(link.item, "start_time", "stop_time")
        cve = next((id for id in (target.name, *_external(target.item, "cve")) if CVE_ID.match(id)), "")
        if cve:
            self.found.state(StatedKind.FLAW, cve.upper(), link.place, first=first, last=last)
        else:
            self.found.leave(target.name, link.place, "a flaw without a CVE")

    def _victim(self, target: _Placed, place: str) -> None:
        if target.type == "location":
            name = _text(target.item, "name") or _text(target.item, "country")
            where = name or _text(target.item, "region").replace("-", " ")
            if where.strip():
                self.found.state(StatedKind.COUNTRY, where[:80], place)
            return
        sectors = target.item.get("sectors")
        for sector in sectors[:MOST_VICTIMS] if isinstance(sectors, list) else ():
            if isinstance(sector, str) and sector.strip():
                self.found.state(StatedKind.SECTOR, sector.replace("-", " ")[:80], place)

    def _set_aside(self, mine: set[str]) -> None:
        """What a reader would miss: conclusions, abilities of tools, indicators."""
        for link in self.links:
            target = self.by_id.get(_text(link.item, "target_ref"))
            if _kind(link) == "attributed-to" and _text(link.item, "source_ref") in mine and target is not None:
                self.found.leave(target.name, link.place, "who it is attributed to is a conclusion, no evidence")
        concluded = [one for one in self.every if one.type in _CONCLUSIONS]
        tied = {_text(link.item, "target_ref") for link in self.links if _kind(link) == "attributed-to"}
        for one in concluded:
            if one.id not in tied and not self.several:
                self.found.leave(one.name, one.place, "a group is a conclusion of whoever wrote it, no evidence")
        if len(mine) == 1:
            besides = sum(_kind(link) == "uses" and _text(link.item, "source_ref") not in mine for link in self.links)
            if besides:
                self.found.notes.append(
                    f"{besides} relations say what groups, tools or other campaigns use: they do not count"
                )
        signs = sum(one.type in ("indicator", "infrastructure") for one in self.every)
        if signs:
            self.found.leave(
                f"{signs} indicators and infrastructure",
                "objects",
                "whom they name is this bundle's own conclusion; `indicia scan --indicators` looks for them",
            )

    def _take(self, one: _Placed, place: str, first: date | None = None, last: date | None = None) -> None:
        id = attack_id(one.item) or next(iter(_external(one.item, "mitre-attack")), "")
        named = one.name if one.name != one.id else ""
        written = id or named
        naming = self.found.naming
        if one.type == "attack-pattern":
            meant = naming.technique(id) if id else naming.meant(named)
            # A sub-technique is often named with the one above it: “T1059.001 - PowerShell”.
            head = named.split(" ", 1)[0].rstrip(":")
            if not meant.value and not id and TECHNIQUE_ID.match(head):
                meant = naming.technique(head)
        else:
            meant = naming.software(id) if SOFTWARE_ID.match(id) else naming.meant(named)
        self.found.take(meant if written else Meant(why="no name"), written, place, first, last)

    def _cited(self, item: _Object) -> None:
        sources: dict[str, Source] = {}
        names = list(cited_by(item, sources))
        self.found.rest_on((*names, *(source.url for source in sources.values())))


def _objects(value: object) -> tuple[Sequence[object], str]:
    if isinstance(value, dict):
        inner = value.get("objects")
        if value.get("type") == "bundle" or isinstance(inner, list):
            return (inner if isinstance(inner, list) else ()), "objects"
        return (value,), ""
    return (value if isinstance(value, list) else ()), ""


def _is_object(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    kind, id = value.get("type"), value.get("id")
    return isinstance(kind, str) and isinstance(id, str) and id.startswith(f"{kind}--")


def _called(one: _Placed) -> set[str]:
    aliases = one.item.get("aliases")
    names = [name for name in (aliases if isinstance(aliases, list) else ()) if isinstance(name, str)]
    return {name.casefold() for name in (one.id, one.name, attack_id(one.item), *names) if name}


def _choice(there: Sequence[_Placed]) -> str:
    if not there:
        return "It holds no campaign: leave --campaign out."
    names = sorted(f"{one.name} ({attack_id(one.item)})" if attack_id(one.item) else one.name for one in there)
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"--campaign NAME, one of: {', '.join(name[:60] for name in names[:_SHOWN])}{more}"


def _kind(link: _Placed) -> str:
    return _text(link.item, "relationship_type")


def _days(item: _Object, start: str, stop: str) -> tuple[date | None, date | None]:
    return day_of(item.get(start)), day_of(item.get(stop))


def _dead(item: _Object) -> bool:
    return item.get("revoked") is True or item.get("x_mitre_deprecated") is True


def _external(item: _Object, source: str) -> Iterator[str]:
    references = item.get("external_references")
    for reference in references if isinstance(references, list) else ():
        if isinstance(reference, dict) and _text(reference, "source_name") == source:
            yield _text(reference, "external_id")


def _text(item: _Object, key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""
