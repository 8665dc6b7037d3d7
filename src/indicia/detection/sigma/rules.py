"""Load Sigma rules: every file ends as a rule or as a refusal with its reason, never as an exception or in silence."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indicia.detection.detector import Detector
from indicia.detection.sigma.document import read_document
from indicia.detection.sigma.files import RuleFile, rule_files
from indicia.detection.sigma.logsource import bind
from indicia.detection.sigma.refused import Refused
from indicia.detection.sigma.translate import detection_condition
from indicia.model.assessment import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One Sigma rule, ready to run."""

    id: str
    """As written; where the author gave none, `sha256:` and the first 16 hex digits of the file's digest."""
    title: str
    description: str
    author: str
    level: str
    """`informational` … `critical` as written, lower case; empty where the author gave none."""
    status: str
    techniques: tuple[str, ...]
    """ATT&CK ids of the tags, upper case, in order: `T1505.003`; whichever version of ATT&CK they are from."""
    tags: tuple[str, ...]
    references: tuple[str, ...]
    falsepositives: tuple[str, ...]
    link: str
    """First reference that is a web address, else the rule's path."""
    text: str
    """The YAML as read."""
    path: str
    """The argument's own name and the way inside it: `rules.zip!rules/windows/x.yml`."""
    detector: Detector
    custom: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """The key `indicia` of our own rules, as written; always empty for other people's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedRules:
    """What a set of rule files gave."""

    rules: tuple[Rule, ...]
    """In the order of the arguments, by path within each."""
    refused: tuple[Refusal, ...]


_TECHNIQUE = re.compile(r"attack\.(t\d{4}(?:\.\d{3})?)", re.IGNORECASE)
_NOT_RUN = {
    "unsupported": "its author marks the rule as unsupported",
}


def load_rules(paths: Sequence[Path], *, own: bool = False, each: Callable[[], None] | None = None) -> LoadedRules:
    """Rules of files, folders (`*.yml`, `*.yaml`, `*.zip` below them) and zip archives, read in place.

    A rule that cannot be run exactly as written is refused by name.  The same rule met again counts once; another
    rule under an id that is taken is refused.  `own` lets rules carry our own key `indicia`.
    `each` is called once for every rule file, to show how far loading is.
    Raises RulesetError when a path does not exist.
    """
    rules: dict[str, Rule] = {}
    refused: list[Refusal] = []
    seen: dict[tuple[str, str], str] = {}
    for file in rule_files(paths):
        if each is not None:
            each()
        name, title = "", ""
        try:
            if file.reason:
                raise Refused(file.reason)
            document, text = read_document(file.data)
            name, title = _line(document.get("id")), _line(document.get("title"))
            digest = hashlib.sha256(file.data).hexdigest()
            if seen.setdefault((name, digest), file.path) != file.path:
                continue
            rule = _rule(document, text, file, own=own, fallback=f"sha256:{digest[:16]}")
            taken = rules.setdefault(rule.id, rule)
            if taken is not rule:
                raise Refused(f"another rule has the same id: {taken.path}")
        except Refused as refusal:
            refused.append(Refusal(rule=name[:200], title=title[:300], path=file.path, reason=str(refusal)))
    return LoadedRules(rules=tuple(rules.values()), refused=tuple(refused))


def _rule(document: Mapping[str, Any], text: str, file: RuleFile, *, own: bool, fallback: str) -> Rule:
    _check_kind(document)
    rule_id = _line(document.get("id")) or fallback
    condition = detection_condition(document.get("detection"))
    bindings = bind(document.get("logsource"), condition)
    tags = _list(document.get("tags"))
    references = _list(document.get("references"))
    custom = document.get("indicia") if own else None
    return Rule(
        id=rule_id,
        title=_line(document.get("title")) or Path(file.path).stem,
        description=_text(document.get("description")),
        author=_line(document.get("author")),
        level=_line(document.get("level")).lower(),
        status=_line(document.get("status")).lower(),
        techniques=_techniques(tags),
        tags=tags,
        references=references,
        falsepositives=_list(document.get("falsepositives")),
        link=next((link for link in references if link.startswith(("https://", "http://"))), file.path),
        text=text,
        path=file.path,
        detector=Detector(rule_id, bindings),
        custom=custom if isinstance(custom, dict) else {},
    )


def _check_kind(document: Mapping[str, Any]) -> None:
    """Refuse what is no rule on single records, before a less telling reason is found."""
    if "correlation" in document:
        raise Refused("correlation rules are not evaluated")
    if "filter" in document:
        raise Refused("filters (meta rules that change other rules) are not applied")
    if "action" in document:
        raise Refused("'action' documents of Sigma 1 are not supported")
    if "detection" not in document or "logsource" not in document:
        raise Refused("not a Sigma rule: no log source or no detection")
    taxonomy = document.get("taxonomy")
    if taxonomy not in (None, "sigma"):
        raise Refused(f"its field names are those of another taxonomy: {_line(taxonomy)[:80]}")
    reason = _NOT_RUN.get(_line(document.get("status")).lower())
    if reason:
        raise Refused(reason)


def _techniques(tags: Sequence[str]) -> tuple[str, ...]:
    found = (_TECHNIQUE.fullmatch(tag.strip()) for tag in tags)
    return tuple(dict.fromkeys(match[1].upper() for match in found if match))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _line(value: object) -> str:
    """Text on one line: titles and names go into tables."""
    return " ".join(_text(value).split())


def _list(value: object) -> tuple[str, ...]:
    """A list of texts; authors write a single text too."""
    if value is None:
        return ()
    return tuple(map(_text, value)) if isinstance(value, list) else (_text(value),)
