"""A STIX 2 bundle as running text, and its own objects as mentions.

Source: STIX Version 2.1, OASIS Standard, sections 4 (domain objects) and 6 (cyber-observable objects).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date

from indicia.knowledge.reports.documents.objects import ObjectText, text_of
from indicia.knowledge.reports.documents.stix_patterns import SORTS, compared, sort_of
from indicia.model.reported import Mention, MentionKind, Quoted

_KINDS = {
    "intrusion-set": MentionKind.ACTOR,
    "threat-actor": MentionKind.ACTOR,
    "malware": MentionKind.TOOL,
    "tool": MentionKind.TOOL,
    "campaign": MentionKind.CAMPAIGN,
    "attack-pattern": MentionKind.TECHNIQUE,
    "vulnerability": MentionKind.FLAW,
    "course-of-action": MentionKind.MITIGATION,
}
_TEXTS = ("description", "abstract", "content", "explanation", "objective", "subject", "body")
_MOST_OBJECTS = 200_000
_Object = Mapping[str, object]


class StixText:
    """What came out of a bundle."""

    def __init__(self, objects: Sequence[object], prefix: str) -> None:
        self.out = ObjectText()
        self.title = ""
        self.published: date | None = None
        self.skipped = sum(not isinstance(item, dict) or not text_of(item, "type") for item in objects)
        """Entries that are no object of STIX."""
        self.beyond = max(0, len(objects) - _MOST_OBJECTS)
        known = [
            (f"{prefix}[{number}]", item)
            for number, item in enumerate(objects[:_MOST_OBJECTS])
            if isinstance(item, dict) and text_of(item, "type")
        ]
        targets = frozenset(
            text_of(item, "target_ref") for _, item in known if text_of(item, "relationship_type") == "targets"
        )
        for place, item in sorted(known, key=lambda each: text_of(each[1], "type") != "report"):
            self._object(place, item, targets)

    def _object(self, place: str, item: _Object, targets: frozenset[str]) -> None:
        kind, out = text_of(item, "type"), self.out
        if kind == "report" and not self.title:
            self.title = text_of(item, "name")
            with suppress(ValueError):
                self.published = date.fromisoformat(text_of(item, "published")[:10])
        name = out.value(f"{place}.name", item.get("name"))
        stated = _KINDS.get(kind)
        if stated is not None:
            self._stated(stated, item, name)
        elif kind in ("identity", "location") and text_of(item, "id") in targets:
            sort = text_of(item, "identity_class") or ("country" if kind == "location" else "")
            out.mention(MentionKind.VICTIM, name, sort=sort)
        elif kind == "file" and name is not None:
            out.mention(MentionKind.INDICATOR, name, sort="file name")
        for key in ("aliases", "x_mitre_aliases"):
            aliases = item.get(key)
            for number, alias in enumerate(aliases if isinstance(aliases, list) else ()):
                if stated in (MentionKind.ACTOR, MentionKind.TOOL, MentionKind.CAMPAIGN):
                    quoted = out.value(f"{place}.{key}[{number}]", alias)
                    out.mention(stated, quoted, sort="alias", names=_ids(item))
        for key in _TEXTS:
            out.value(f"{place}.{key}", item.get(key), end="\n\n")
        if kind == "indicator":
            self._pattern(f"{place}.pattern", item.get("pattern"))
        elif kind == "observed-data":
            self._observed(place, item)
        else:
            self._observable(place, kind, item)
        self._references(place, item)

    def _stated(self, kind: MentionKind, item: _Object, name: Quoted | None) -> None:
        ids = _ids(item)
        attack = next((id.partition(":")[2] for id in ids if id.startswith("attack:")), "")
        flaw = next((text for text in _external(item, "cve")), "")
        value = attack if kind in (MentionKind.TECHNIQUE, MentionKind.MITIGATION) else flaw
        self.out.mention(kind, name, value=value, names=ids)

    def _pattern(self, place: str, pattern: object) -> None:
        quoted = self.out.value(place, pattern)
        if quoted is None:
            return
        for start, end, value, sort in compared(quoted.words):
            words = Quoted(start=quoted.start + start, end=quoted.start + end, words=quoted.words[start:end])
            self.out.mentions.append(
                Mention(kind=MentionKind.INDICATOR, quoted=words, value=value, sort=sort, context=quoted, how="object")
            )

    def _observable(self, place: str, kind: str, item: _Object) -> None:
        for path, value in _values(item):
            sort = sort_of(kind, path)
            if ((kind, path) in SORTS and path != "name") or path.startswith("hashes."):
                self.out.mention(MentionKind.INDICATOR, self.out.value(f"{place}.{path}", value), sort=sort)

    def _observed(self, place: str, item: _Object) -> None:
        """Observed data of STIX 2.0 carries its objects inside."""
        inner = item.get("objects")
        for key, each in inner.items() if isinstance(inner, dict) else ():
            if isinstance(each, dict):
                at = f"{place}.objects.{str(key)[:20]}"
                if text_of(each, "type") == "file":
                    self.out.mention(
                        MentionKind.INDICATOR, self.out.value(f"{at}.name", each.get("name")), sort="file name"
                    )
                self._observable(at, text_of(each, "type"), each)

    def _references(self, place: str, item: _Object) -> None:
        references = item.get("external_references")
        for number, reference in enumerate(references if isinstance(references, list) else ()):
            if not isinstance(reference, dict):
                continue
            at = f"{place}.external_references[{number}]"
            self.out.value(f"{at}.description", reference.get("description"))
            url = self.out.value(f"{at}.url", reference.get("url"))
            if url is not None:
                self.out.mentions.append(
                    Mention(
                        kind=MentionKind.INDICATOR,
                        quoted=url,
                        value=url.words,
                        sort="url",
                        aside="reference",
                        context=url,
                        how="object",
                    )
                )


def _values(item: _Object) -> Iterator[tuple[str, object]]:
    for key, value in item.items():
        if key == "hashes" and isinstance(value, dict):
            for name, digest in value.items():
                yield f"hashes.'{name}'", digest
        else:
            yield key, value


def _external(item: _Object, source: str) -> Iterator[str]:
    references = item.get("external_references")
    for reference in references if isinstance(references, list) else ():
        if isinstance(reference, dict) and text_of(reference, "source_name") == source:
            yield text_of(reference, "external_id")


def _ids(item: _Object) -> tuple[str, ...]:
    """What the object is: by ATT&CK's id where it has one, else by its own."""
    attack = tuple(f"attack:{id}" for id in _external(item, "mitre-attack") if id)
    own = text_of(item, "id")
    return attack or ((f"stix:{own}",) if own else ())
