"""Which host each file and each record belongs to.

A scope is one collection, gathered from one host; but a scope can hold forwarded events of others, and two scopes
can come from one host.  Names are compared by their first label without case, so that `EX01` and `ex01.example.org`
are one host; two full names that differ in their domain are two.  What cannot be a computer's name (damage moves other
columns in its place) is no host where the scope has names that can.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from indicia.assessment.hosts.misspelt import said

DOMINANT = 0.9
"""Share of a scope's named records above which its files without a name belong to that host."""
_NAME = re.compile(r"(?=.*[^\W\d_])[\w.$!@#%&'(){}~^-]{1,255}")
"""Windows refuses names of digits alone, and these signs stand in none: blanks, `:` `/` `*` `,` and their like."""


class Hosts(Struct, frozen=True):
    """The answer: canonical names."""

    canonical: Mapping[str, str]
    """Name as written, lower case → canonical name."""
    owner: Mapping[str, str]
    """Scope → host of what carries no name in that scope."""
    notes: Mapping[str, tuple[str, ...]]
    """Host → what had to be assumed about it."""
    misnamed: frozenset[tuple[str, str]] = frozenset()
    """(scope, name as written) of what is no host's name."""
    misspelt: Mapping[str, str] = field(default_factory=dict)
    """Name as written, where it is a damaged form → the name it stands for."""

    def of(self, scope: str, name: str | None) -> str:
        """Canonical host of a record or file of a scope that names `name` or nothing."""
        name = self.misspelt.get(name, name) if name else name
        if name and (scope, name) not in self.misnamed:
            return self.canonical.get(name.lower(), name)
        return self.owner[scope]


def assign(
    named: Iterable[tuple[str, str, int]],
    hints: Iterable[tuple[str, str]],
    scopes: Iterable[str],
    misspelt: Mapping[str, str] | None = None,
) -> Hosts:
    """Decide the hosts.

    `named`: (scope, computer name in records, number of records); `hints`: (scope, name the collection itself gives);
    `scopes`: every scope, also those without a name anywhere; `misspelt`: damaged name → true one.
    """
    misspelt = misspelt or {}
    counts: dict[str, Counter[str]] = {}
    damaged: Counter[str] = Counter()
    for scope, name, number in named:
        if name in misspelt:
            damaged[name] += number
        counts.setdefault(scope, Counter())[misspelt.get(name, name)] += number
    misnamed = {scope: found for scope, counter in counts.items() if (found := _misnamed(counter))}
    for scope, found in misnamed.items():
        for name in found:
            del counts[scope][name]
    given: dict[str, str] = {}
    for scope, name in hints:
        given.setdefault(scope, name)
    names = Counter(given.values())
    for counter in counts.values():
        names.update(counter)
    canonical = _canonical(names)
    owner: dict[str, str] = {}
    notes: dict[str, list[str]] = {}
    for scope in sorted(set(scopes)):
        owner[scope], note = _owner(scope, given.get(scope), counts.get(scope, Counter()), canonical)
        if note:
            notes.setdefault(owner[scope], []).append(note)
        if scope in misnamed:
            notes.setdefault(owner[scope], []).append(_said(misnamed[scope]))
    for name, number in sorted(damaged.items()):
        host = canonical.get(misspelt[name].lower(), misspelt[name])
        notes.setdefault(host, []).append(said(name, misspelt[name], number))
    return Hosts(
        canonical=canonical,
        owner=owner,
        notes={host: tuple(texts) for host, texts in notes.items()},
        misnamed=frozenset((scope, name) for scope, found in misnamed.items() for name in found),
        misspelt=misspelt,
    )


def _misnamed(counter: Counter[str]) -> dict[str, int]:
    """Names that no computer can have, with their records; none where all are of that kind."""
    found = {name: number for name, number in counter.items() if not _NAME.fullmatch(name)}
    return found if len(found) < len(counter) else {}


def _said(found: Mapping[str, int]) -> str:
    shown = ", ".join(ascii(name)[:40] for name in sorted(found)[:3])
    records = sum(found.values())
    return (
        f"{records:,} record{'' if records == 1 else 's'} of this collection give the host a name that no computer has "
        f"({shown}{' …' if len(found) > 3 else ''}), as damage does; they are counted to this host"
    )


def _canonical(names: Mapping[str, int]) -> dict[str, str]:
    """Map each name to the full name it stands for; a short name shared by several full names stays itself.

    Of several spellings of a name the most frequent one holds.
    """
    full: dict[str, set[str]] = {}
    spelled: dict[str, str] = {}
    for name in sorted(names, key=lambda name: (-names[name], name)):
        lower = name.lower()
        spelled.setdefault(lower, name)
        if "." in lower and not lower.replace(".", "").isdigit():
            full.setdefault(lower.split(".", 1)[0], set()).add(lower)
    chosen: dict[str, str] = {}
    for lower, name in spelled.items():
        candidates = full.get(lower, set())
        chosen[lower] = spelled[next(iter(candidates))] if "." not in lower and len(candidates) == 1 else name
    return chosen


def _owner(scope: str, hint: str | None, counter: Counter[str], canonical: Mapping[str, str]) -> tuple[str, str]:
    """Host of the nameless files of a scope, and what had to be assumed."""
    if hint is not None:
        return canonical.get(hint.lower(), hint), ""
    merged: Counter[str] = Counter()
    for name, number in counter.items():
        merged[canonical.get(name.lower(), name)] += number
    if not merged:
        return scope, "no record names the host; it is called by its collection"
    # By count, then by name, so that equal counts give the same answer on every run.
    best, number = min(merged.items(), key=lambda item: (-item[1], item[0]))
    if len(merged) == 1 or number >= DOMINANT * merged.total():
        return best, ""
    return scope, (
        f"the records of this collection name {len(merged)} hosts; "
        "files that name none are kept apart under the collection's name"
    )
