"""A site's allow list: Sigma filters that say, with author, reason and last day, which records the site knows.

They are read like other filters (`sigma/filters.py`), with three things more: nothing is allowed without a name behind
it, a reason (`description`), and a day on which it ends (`indicia: expires:`).
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from indicia.detection.allowing.allowed import Allow, AllowList
from indicia.detection.conditions.condition import Not
from indicia.detection.sigma.document import Cut, cut, read
from indicia.detection.sigma.files import RuleFile, rule_files
from indicia.detection.sigma.filters import read_filter
from indicia.detection.sigma.logsource import bind
from indicia.detection.sigma.placeholders import Placeholders
from indicia.detection.sigma.refused import Refused
from indicia.errors import RulesetError
from indicia.model.assessment import Refusal
from indicia.model.finding import Suppression

LONG_DAYS = 730
"""Days from today beyond which an entry's end is so far away that it is said."""
_KEYS = frozenset({"expires"})


def load_allow_list(paths: Sequence[Path], today: date) -> AllowList:
    """Read the filters of files, folders and zips.  An entry is valid through the day it names.

    `today` is the day of the scan, UTC, not the day of an event: who allows something today looks at old logs too.
    What is no filter, has no author, reason or end, cannot be run exactly as written, or has ended, is refused by name.
    Raises RulesetError for a path that is not there, and where there is no filter at all.
    """
    entries: list[Allow] = []
    refused: list[Refusal] = []
    notes: list[str] = []
    texts: dict[str, str] = {}
    whole = hashlib.sha256()
    for file in rule_files(paths):
        for document, mapping, reason in _documents(file):
            try:
                if reason or document is None:
                    raise Refused(reason)
                entry = _entry(mapping, document.text, file.path)
                if entry.says.expires < today:
                    notes.append(f"allow list: “{entry.says.title}” ended on {entry.says.expires} and is not applied")
                    raise Refused(f"its last day was {entry.says.expires}: it is not applied")
                known = texts.setdefault(entry.says.filter, document.text.strip())
                if known != document.text.strip():
                    raise Refused("another entry has the same id")
                if entry.says in [other.says for other in entries]:
                    continue
            except Refused as refusal:
                refused.append(_refusal(mapping, file.path, document, str(refusal)))
                continue
            if (entry.says.expires - today).days > LONG_DAYS:
                notes.append(
                    f"allow list: “{entry.says.title}” ends only on {entry.says.expires}; "
                    "an entry that nobody looks at again hides what comes later"
                )
            entries.append(entry)
            whole.update(hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).digest())
    if paths and not entries and not refused:
        raise RulesetError(
            f"no Sigma filter at {paths[0]}", hint="An allow list is a file or folder of them: docs/allow-lists.md."
        )
    return AllowList(
        entries=tuple(entries),
        refused=tuple(refused),
        notes=tuple(notes),
        digest=whole.hexdigest() if entries else "",
    )


def _documents(file: RuleFile) -> list[tuple[Cut | None, Mapping[str, Any], str]]:
    """(document, what it holds, why it cannot be read)."""
    if file.reason:
        return [(None, {}, file.reason)]
    try:
        cuts = cut(file.data)
    except Refused as refusal:
        return [(None, {}, str(refusal))]
    found: list[tuple[Cut | None, Mapping[str, Any], str]] = []
    for document in cuts:
        try:
            found.append((document, read(document), ""))
        except Refused as refusal:
            found.append((document, {}, str(refusal)))
    return found


def _entry(mapping: Mapping[str, Any], text: str, path: str) -> Allow:
    """One entry; raises Refused."""
    if "filter" not in mapping:
        raise Refused("no Sigma filter: an allow list holds filters, rules belong to --rules")
    custom = mapping.get("indicia")
    if not isinstance(custom, Mapping) or "expires" not in custom:
        raise Refused("it has no end: indicia: expires: YYYY-MM-DD")
    unknown = sorted(str(key) for key in custom if key not in _KEYS)
    if unknown:
        raise Refused(f"the key 'indicia' says {unknown[0][:60]!r}, which is not understood")
    author, reason = _line(mapping.get("author")), _line(mapping.get("description"))
    if not author:
        raise Refused("nobody stands behind it: author")
    if not reason:
        raise Refused("it gives no reason: description")
    found = read_filter(mapping, text, path, Placeholders())
    return Allow(
        says=Suppression(
            filter=found.id or f"sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}",
            title=found.title or Path(path).stem,
            author=author,
            reason=reason,
            expires=_day(custom["expires"]),
        ),
        detectors=found.rules,
        # A rule with a filter is the rule *and* its condition: what the condition leaves out is what the site allows.
        bindings=bind(mapping.get("logsource"), Not(found.condition)),
        path=path,
    )


def _day(value: object) -> date:
    if isinstance(value, datetime):
        raise Refused("'expires' is a day, not a time")
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise Refused(f"'expires' is no day: {str(value)[:40]!r}") from None


def _refusal(mapping: Mapping[str, Any], path: str, document: Cut | None, reason: str) -> Refusal:
    placed = document.place(reason) if document is not None else reason
    return Refusal(
        rule=_line(mapping.get("id"))[:200],
        title=_line(mapping.get("title"))[:300],
        path=path,
        reason=f"allow list: {placed}",
    )


def _line(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())
