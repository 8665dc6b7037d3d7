"""A MISP event as running text, and its attributes, tags and galaxies as mentions.

Source: MISP core format, draft-dulaunoy-misp-core-format, sections 2.2 to 2.5.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date

from indicia.knowledge.reports.documents.objects import ObjectText, text_of
from indicia.model.reported import Mention, MentionKind, Quoted

_SORTS = {
    "md5": "md5", "sha1": "sha1", "sha256": "sha256", "sha512": "sha512", "imphash": "imphash", "ip-src": "ipv4",
    "ip-dst": "ipv4", "ip": "ipv4", "domain": "domain", "hostname": "domain", "url": "url", "uri": "path",
    "link": "url", "email": "email", "email-src": "email", "email-dst": "email", "filename": "file name",
    "regkey": "registry", "user-agent": "user agent", "mutex": "mutex", "ja3-fingerprint-md5": "ja3",
}  # fmt: skip
_ASIDE = {"link": "reference"}
_TEXTS = frozenset({"text", "comment", "other", "attachment", "campaign-name", "campaign-id"})
_GALAXIES = {
    "threat-actor": MentionKind.ACTOR,
    "mitre-intrusion-set": MentionKind.ACTOR,
    "microsoft-activity-group": MentionKind.ACTOR,
    "360net-threat-actor": MentionKind.ACTOR,
    "mitre-malware": MentionKind.TOOL,
    "mitre-tool": MentionKind.TOOL,
    "tool": MentionKind.TOOL,
    "malpedia": MentionKind.TOOL,
    "ransomware": MentionKind.TOOL,
    "rat": MentionKind.TOOL,
    "backdoor": MentionKind.TOOL,
    "mitre-attack-pattern": MentionKind.TECHNIQUE,
    "sector": MentionKind.VICTIM,
    "target-information": MentionKind.VICTIM,
    "country": MentionKind.VICTIM,
}
_MOST_ATTRIBUTES = 500_000
_Object = Mapping[str, object]


class MispText:
    """What came out of one or more events."""

    def __init__(self, events: Sequence[tuple[str, _Object]]) -> None:
        self.out = ObjectText()
        self.title = ""
        self.published: date | None = None
        self.skipped = 0
        """Attributes without type or value."""
        self.beyond = 0
        self._count = 0
        for place, event in events:
            self._event(place, event)

    def _event(self, place: str, event: _Object) -> None:
        info = self.out.value(f"{place}.info", event.get("info"), end="\n\n")
        if info is not None and not self.title:
            self.title = info.words
            with suppress(ValueError):
                self.published = date.fromisoformat(text_of(event, "date")[:10])
        self._tags(place, event)
        self._galaxies(place, event)
        self._attributes(place, event)
        for number, item in _listed(event, "Object"):
            at = f"{place}.Object[{number}]"
            self.out.value(f"{at}.comment", item.get("comment"))
            self._attributes(at, item)
        for number, item in _listed(event, "EventReport"):
            self.out.value(f"{place}.EventReport[{number}].content", item.get("content"), end="\n\n")

    def _attributes(self, place: str, owner: _Object) -> None:
        for number, item in _listed(owner, "Attribute"):
            self._count += 1
            if self._count > _MOST_ATTRIBUTES:
                self.beyond += 1
                continue
            at = f"{place}.Attribute[{number}]"
            kind, value = text_of(item, "type"), text_of(item, "value")
            if not kind or not value.strip():
                self.skipped += 1
                continue
            quoted = self.out.value(f"{at}.value", value)
            if quoted is not None:
                self._attribute(kind, quoted)
            self.out.value(f"{at}.comment", item.get("comment"))
            self._tags(at, item)
            self._galaxies(at, item)

    def _attribute(self, kind: str, quoted: Quoted) -> None:
        if kind == "vulnerability":
            self.out.mention(MentionKind.FLAW, quoted, value=quoted.words.upper())
        elif kind in ("threat-actor", "campaign-name"):
            self.out.mention(MentionKind.ACTOR if kind == "threat-actor" else MentionKind.CAMPAIGN, quoted)
        elif kind not in _TEXTS:
            types, values = kind.split("|"), quoted.words.split("|")
            if len(types) != len(values):
                types, values = [kind], [quoted.words]
            start = quoted.start
            for each, words in zip(types, values, strict=True):
                sort = _SORTS.get(each)
                if sort and words:
                    sort = "ipv6" if sort == "ipv4" and ":" in words else sort
                    self.out.mentions.append(
                        Mention(
                            kind=MentionKind.INDICATOR,
                            quoted=Quoted(start=start, end=start + len(words), words=words),
                            value=words.lower() if sort in ("md5", "sha1", "sha256", "sha512", "domain") else words,
                            sort=sort,
                            aside=_ASIDE.get(each, ""),
                            context=quoted,
                            how="object",
                        )
                    )
                start += len(words) + 1

    def _tags(self, place: str, owner: _Object) -> None:
        for number, item in _listed(owner, "Tag"):
            name = text_of(item, "name")
            quoted = self.out.value(f"{place}.Tag[{number}].name", name)
            if quoted is None or not name.startswith("misp-galaxy:"):
                continue
            galaxy, _, value = name.removeprefix("misp-galaxy:").partition("=")
            self._galaxy(galaxy, quoted, value.strip('"'), "")

    def _galaxies(self, place: str, owner: _Object) -> None:
        for number, galaxy in _listed(owner, "Galaxy"):
            for inner, cluster in _listed(galaxy, "GalaxyCluster"):
                at = f"{place}.Galaxy[{number}].GalaxyCluster[{inner}]"
                quoted = self.out.value(f"{at}.value", cluster.get("value"))
                if quoted is not None:
                    kind = text_of(cluster, "type") or text_of(galaxy, "type")
                    self._galaxy(kind, quoted, quoted.words, text_of(cluster, "uuid"))

    def _galaxy(self, galaxy: str, quoted: Quoted, value: str, uuid: str) -> None:
        kind = _GALAXIES.get(galaxy)
        if kind is None or not value:
            return
        name, _, id = value.rpartition(" - ")
        names = (f"attack:{id}",) if name and id[:1] in "TGS" and id[1:2].isdigit() else ()
        if not names and uuid:
            names = (f"misp:{uuid}",)
        at = quoted.words.find(value)
        words = Quoted(start=quoted.start + at, end=quoted.start + at + len(value), words=value)
        self.out.mention(
            kind, words, value=id if names and kind is MentionKind.TECHNIQUE else name or value, names=names
        )


def _listed(owner: _Object, key: str) -> Iterator[tuple[int, _Object]]:
    values = owner.get(key)
    for number, item in enumerate(values if isinstance(values, list) else ()):
        if isinstance(item, dict):
            yield number, item
