"""Memberships, changes of them and keys, on a terminal or a pipe."""

import sys
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from indicia.plain import to_json
from indicia.report.terminal.layout import Cell, Sheet, sheet
from indicia.report.terminal.rules import tabs
from indicia.statement.canonical import time_text
from indicia.statement.keys.announcement import Announcement
from indicia.statement.keys.public import PublicPair
from indicia.statement.keys.secret_file import SecretFile
from indicia.statement.membership.ceremony import Change, Need
from indicia.statement.membership.members import Membership, fingerprint
from indicia.statement.membership.roll import Tenure

_NAME, _WIDE, _SOON = 14, 39, 30


class KeysShown(Struct, frozen=True, kw_only=True):
    """Whose keys a file holds."""

    alliance: str
    holder: str
    purpose: str
    made: str
    secret: bool
    fingerprint: str
    schemes: str
    keyids: tuple[str, ...]

    @classmethod
    def of(cls, held: Announcement | SecretFile, pair: PublicPair, *, secret: bool) -> "KeysShown":
        """From either file."""
        return cls(
            alliance=held.alliance,
            holder=held.holder,
            purpose=held.purpose.value,
            made=time_text(held.made),
            secret=secret,
            fingerprint=pair.fingerprint,
            schemes=pair.schemes,
            keyids=pair.keyids,
        )


class _OfficerShown(Struct, frozen=True, kw_only=True):
    name: str
    fingerprint: str
    keyids: tuple[str, ...]


class _TenureShown(Struct, frozen=True, kw_only=True):
    party: str
    country: str
    title: str
    joined: str
    since: str
    until: str | None
    why: str | None
    counts: bool
    fingerprint: str
    schemes: str
    keyids: tuple[str, ...]


class _MembershipShown(Struct, frozen=True, kw_only=True):
    alliance: str
    at: str
    first_root: str
    root: int
    root_expires: str
    targets: int
    targets_expires: str
    expired: bool
    threshold: int
    officers: tuple[_OfficerShown, ...]
    keys: tuple[_TenureShown, ...]


class _NeedShown(Struct, frozen=True, kw_only=True):
    part: str
    officers_of: int
    """The version of the root whose officers these are."""
    needed: int
    signed: tuple[str, ...]
    missing: int


class _ChangeShown(Struct, frozen=True, kw_only=True):
    alliance: str
    root: int | None
    targets: int
    does: tuple[str, ...]
    needs: tuple[_NeedShown, ...]
    complete: bool


def print_keys(shown: KeysShown, *, as_json: bool) -> None:
    """Print whose keys they are."""
    if as_json:
        sys.stdout.buffer.write(to_json(shown))
        return
    kind = "secret, locked" if shown.secret else "public; its sender holds both keys"
    if not sys.stdout.isatty():
        tabs((shown.purpose, shown.holder, shown.alliance, shown.fingerprint, shown.schemes, shown.made, kind))
        return
    out = sheet()
    out.row(Cell(shown.holder, _NAME, "bold"), Cell(f"{shown.purpose} of {shown.alliance}"))
    out.row(Cell("fingerprint", _NAME), Cell(shown.fingerprint, style="bold cyan"))
    out.row(Cell("keys", _NAME), Cell(f"{shown.schemes}, made {shown.made} · {kind}"))
    out.show()


def print_change(
    path: str, change: Change, does: Sequence[str], needs: Sequence[Need], *, as_json: bool = False
) -> None:
    """Print what a change does, who signed, and who is missing."""
    parts = _needs(needs)
    shown = _ChangeShown(
        alliance=change.targets.says.alliance,
        root=change.root.says.version if change.root else None,
        targets=change.targets.says.version,
        does=tuple(does),
        needs=parts,
        complete=not any(one.missing for one in parts),
    )
    if as_json:
        sys.stdout.buffer.write(to_json(shown))
        return
    if not sys.stdout.isatty():
        tabs(*(("does", one) for one in does))
        tabs(*(("signed", *_part(one)) for one in parts))
        return
    out = sheet()
    versions = (f"root {shown.root}, " if shown.root else "") + f"targets {shown.targets}"
    out.heading(f"{shown.alliance}: a change", f"{path} · {versions}")
    for number, sentence in enumerate(does, 1):
        out.row(Cell(str(number), 2, "dim"), Cell(sentence), indent=4)
    out.heading("Signed by")
    for one in parts:
        what, who, state = _part(one)
        out.row(Cell(what, 30), Cell(who, 20, "green" if one.signed else "dim"), Cell(state), indent=4)
    if shown.complete:
        out.row(Cell("→ indicia party apply FOLDER CHANGE puts it in force", style="green"))
    else:
        out.row(Cell("→ compare new fingerprints by voice; indicia party sign FOLDER CHANGE --key FILE", style="dim"))
    out.show()


def print_membership(membership: Membership, at: datetime, *, as_json: bool) -> None:
    """Print officers, parties and earlier keys."""
    shown = _membership(membership, at)
    if as_json:
        sys.stdout.buffer.write(to_json(shown))
        return
    if not sys.stdout.isatty():
        tabs(
            *(
                (one.party, one.country, one.title, one.since, one.until or "", one.why or "", one.fingerprint)
                for one in shown.keys
            )
        )
        return
    out = sheet()
    out.heading(shown.alliance, f"at {shown.at}")
    out.row(Cell("begins with", _NAME), Cell(shown.first_root, _WIDE, "cyan"), Cell("fingerprint, root 1"), indent=4)
    for what, version, document in (
        ("officers", f"root {shown.root}", membership.root),
        ("parties", f"targets {shown.targets}", membership.targets),
    ):
        _expiry(out, what, version, document.says.expires, at)
    out.heading("Officers", f"any change needs {shown.threshold} of {len(shown.officers)}")
    for officer in shown.officers:
        out.row(Cell(officer.name, _NAME, "bold"), Cell(officer.fingerprint, style="cyan"), indent=4)
    now = [one for one in shown.keys if one.counts]
    out.heading("Parties", f"{len(now)}")
    for one in now:
        out.row(Cell(one.party, _NAME, "bold"), Cell(one.fingerprint, _WIDE, "cyan"), indent=4)
        facts = f"{one.title} ({one.country}) · {one.schemes} · since {one.since}"
        out.row(Cell("", _NAME), Cell(facts + (f", up to {one.until}" if one.until else "")), indent=4)
    other = [one for one in shown.keys if not one.counts]
    if other:
        out.heading("Keys that do not count at that time", "what was logged while they did still stands")
    for one in other:
        span = f"{one.since} to {one.until or '…'}" + (f", {one.why}" if one.why else "")
        out.row(Cell(one.party, _NAME), Cell(one.fingerprint, _WIDE, "dim"), indent=4)
        out.row(Cell("", _NAME), Cell(span), indent=4)
    out.show()


def _membership(membership: Membership, at: datetime) -> _MembershipShown:
    root, targets = membership.root, membership.targets
    return _MembershipShown(
        alliance=membership.alliance,
        at=time_text(at),
        first_root=fingerprint(membership.roots[0]),
        root=root.says.version,
        root_expires=time_text(root.says.expires),
        targets=targets.says.version,
        targets_expires=time_text(targets.says.expires),
        expired=at >= min(root.says.expires, targets.says.expires),
        threshold=membership.threshold,
        officers=tuple(
            _OfficerShown(name=one.name, fingerprint=one.pair.fingerprint, keyids=one.pair.keyids)
            for one in membership.officers
        ),
        keys=tuple(_tenure(one, at) for one in membership.tenures),
    )


def _tenure(tenure: Tenure, at: datetime) -> _TenureShown:
    return _TenureShown(
        party=tenure.party,
        country=tenure.country,
        title=tenure.title,
        joined=time_text(tenure.joined),
        since=time_text(tenure.since),
        until=time_text(tenure.until) if tenure.until else None,
        why=tenure.why.value if tenure.why else None,
        counts=tenure.counts_at(at),
        fingerprint=tenure.pair.fingerprint,
        schemes=tenure.pair.schemes,
        keyids=tenure.pair.keyids,
    )


def _expiry(out: Sheet, what: str, version: str, expires: datetime, at: datetime) -> None:
    days = (expires - at).days
    state, style = f"expires {time_text(expires)}, in {days} days", ""
    if expires <= at:
        state, style = f"EXPIRED {time_text(expires)}: nothing new counts until it is renewed", "bold red"
    elif days < _SOON:
        style = "yellow"
    out.row(Cell(what, _NAME), Cell(f"{version}, {state}", style=style), indent=4)


def _needs(needs: Sequence[Need]) -> tuple[_NeedShown, ...]:
    return tuple(
        _NeedShown(
            part=one.part,
            officers_of=one.tally.of.version,
            needed=one.tally.of.threshold,
            signed=one.tally.signed,
            missing=one.tally.missing,
        )
        for one in needs
    )


def _part(need: _NeedShown) -> tuple[str, str, str]:
    what = f"{need.part}, by officers of root {need.officers_of}"
    state = f"{need.missing} of {need.needed} missing" if need.missing else f"enough ({need.needed} needed)"
    return what, ", ".join(need.signed) or "nobody yet", state
