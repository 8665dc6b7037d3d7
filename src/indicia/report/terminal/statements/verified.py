"""What `indicia verify` proved of a statement, on a terminal and as JSON."""

import re
from collections.abc import Iterable

from indicia.plain import plain, to_json
from indicia.report.clean import clean_json
from indicia.report.terminal.layout import Cell, Sheet, sheet
from indicia.report.words import plural
from indicia.report.words_statement import likelihood_words, policy_sentence
from indicia.statement.canonical import time_text
from indicia.statement.claim_objects import claim_object
from indicia.statement.objects import reply_object, statement_object
from indicia.statement.policy import Outcome as Issued
from indicia.statement.verifying.items import SEEN, Item, Outcome, State, Step
from indicia.statement.verifying.verify import Verification

NOT_PROVEN = (
    "that evidence is true: bytes are what they were when they were hashed, nothing more",
    "that the parties looked at evidence apart from each other: many signatures can rest on one source",
    "that nothing was left out before the first hash, or said outside of this ledger",
    "that a party means what its keys signed, or that keys were not stolen and not yet reported",
    "that this is the alliance you think it is, unless you compared the fingerprint of its first root",
)
_STYLES = {
    State.PROVEN: "green",
    State.ABSENT: "yellow",
    State.DISREGARDED: "magenta",
    State.REFUTED: "bold red",
}
_OUTCOMES = {
    Outcome.PROVEN: "bold green",
    Outcome.REFUTED: "bold red",
    Outcome.OWN_WORD: "bold yellow",
    Outcome.CANNOT_TELL: "bold yellow",
}
_SAYS = {
    Outcome.PROVEN: "PROVEN, all that is at hand",
    Outcome.REFUTED: "REFUTED",
    Outcome.OWN_WORD: "BY ITS OWN WORD ONLY",
    Outcome.CANNOT_TELL: "CANNOT BE TOLD",
}
_VOUCH = (
    "It holds together. But it brought its own membership and the key of its log along, and a stranger can make both: "
    "nobody you know has vouched for them. Compare what follows, and say it with --root and --log."
)
_SEEN_ONLY = (
    "Whose membership and log these are was not compared this time: they are those that --known had seen before."
)
_MOST = 12
"""Lines of one kind; --json has all."""
_STEP, _NUMBER, _ID = 14, 26, 6
_BYTES = re.compile(r"bytes [\d,]+ to [\d,]+ of ")
"""What tells apart places of one file that is not at hand."""


def print_verified(found: Verification, name: str) -> None:
    """What came out, what is false, what is missing, the claims with their state, and what nobody proves."""
    out = sheet()
    outcome = found.items.outcome
    if found.statement is not None:
        statement = found.statement.statement
        out.heading(statement.title, statement.marking.value)
        about = f"version {statement.version} · {statement.author} for {statement.alliance}"
        out.row(Cell(f"{about} · as of {time_text(found.at)}", style="dim"))
    else:
        out.heading(name)
    out.blank()
    out.row(Cell(_SAYS[outcome], style=_OUTCOMES[outcome]))
    if outcome is Outcome.OWN_WORD:
        out.row(Cell(_VOUCH, most=4))
        _vouch(out, found)
    if outcome is Outcome.PROVEN and any(one.what == "first root" and one.why == SEEN for one in found.items.all):
        out.row(Cell(_SEEN_ONLY, most=4))
    _list(out, "Refuted", found.items.of(State.REFUTED), _STYLES[State.REFUTED])
    needed = [one for one in found.items.of(State.ABSENT) if one.needed]
    _list(out, "Logged, and nobody's word", found.items.of(State.DISREGARDED), _STYLES[State.DISREGARDED])
    _list(out, "Missing, so that the whole cannot be told", needed, _STYLES[State.ABSENT])
    out.heading("What was looked at")
    for step, count in found.items.by_step().items():
        parts = [f"{plural(count[State.PROVEN], 'item')} proven"]
        if count[State.ABSENT]:
            parts.append(f"{count[State.ABSENT]:,} not at hand")
        if count[State.DISREGARDED]:
            parts.append(f"{count[State.DISREGARDED]:,} disregarded")
        if count[State.REFUTED]:
            parts.append(f"{count[State.REFUTED]:,} refuted")
        worst = next(one for one in (State.REFUTED, State.DISREGARDED, State.ABSENT, State.PROVEN) if count[one])
        out.row(Cell(step.value, _STEP), Cell(" · ".join(parts), style=_STYLES[worst]), indent=4)
    _issued(out, found)
    if found.claims:
        out.heading("Claims that are disclosed")
        for claim in found.claims[:_MOST]:
            out.row(Cell(claim.id, _ID, "bold"), Cell(claim.sentence, most=3), indent=4)
            said = likelihood_words(claim.likelihood)
            note = " · ".join(part for part in (claim.effective.value, said) if part)
            withdrawn = f"withdrawn: {claim.withdrawn} · " if claim.withdrawn is not None else ""
            out.row(Cell("", _ID), Cell(f"{withdrawn}{note}", style="dim"), indent=4)
        _more(out, len(found.claims))
    if found.replies:
        out.heading("What the accused answered")
        for reply in found.replies:
            text = f"“{reply.text}” ({reply.day}, {reply.source}; recorded by {reply.recorded_by})"
            out.row(Cell(reply.speaker, _STEP, "bold"), Cell(text), indent=4)
    rest = [one for one in found.items.of(State.ABSENT) if not one.needed and not one.anchor]
    _list(out, "Not proven, because it is not at hand", rest, _STYLES[State.ABSENT])
    out.heading("What all this does not prove")
    for line in NOT_PROVEN:
        out.row(Cell("·", 1), Cell(line, style="dim"), indent=4)
    if found.kept:
        out.row(Cell("what was seen is remembered", style="dim"))
    out.show()


def verified_json(found: Verification) -> bytes:
    """Every item, for machines."""
    signed = found.checkpoint
    body = {
        "format": "indicia-verified/1",
        "outcome": found.items.outcome.value,
        "at": time_text(found.at),
        "statement": statement_object(found.statement.statement) if found.statement else None,
        "digest": found.statement.digest if found.statement else None,
        "first_root": found.first_root,
        "checkpoint": signed.note.data.decode() if signed else None,
        "policy": plain(found.policy),
        "policy_proven": _policy_proven(found),
        "claims": [claim_object(one) for one in found.claims],
        "replies": [reply_object(one) for one in found.replies],
        "items": [
            {"step": one.step.value, "what": one.what, "state": one.state.value, "why": one.why, "needed": one.needed}
            for one in found.items.all
        ],
        "not_proven": NOT_PROVEN,
        "remembered": found.kept,
    }
    return clean_json(to_json(body))


def _policy_proven(found: Verification) -> bool:
    return any(one.step is Step.POLICY and one.state is State.PROVEN for one in found.items.all)


def _issued(out: Sheet, found: Verification) -> None:
    """What the policy says, never surer than what it rests on."""
    if found.policy is None:
        return
    out.heading("Issued?")
    says = found.policy.outcome.value
    if _policy_proven(found) or found.policy.outcome is Issued.HIDDEN:
        out.row(Cell(says.upper(), style="bold"), indent=4)
        out.row(Cell(policy_sentence(found.policy)), indent=4)
        return
    out.row(Cell("NOT PROVEN", style="bold yellow"), indent=4)
    out.row(Cell(f"by what is here it would be: {says}; {policy_sentence(found.policy)}"), indent=4)


def _vouch(out: Sheet, found: Verification) -> None:
    """What to compare, each on a line of its own to be read out or copied."""
    named = {one.what for one in found.items.unvouched()}
    out.heading("Compare with somebody you know, by voice")
    if "first root" in named and found.first_root is not None:
        out.row(Cell("--root, fingerprint of the first root", style="dim"), indent=4)
        out.whole(f'"{found.first_root}"', 4, "yellow")
    if "keys of the log" in named and found.checkpoint is not None:
        out.row(Cell("--log, key of the log", style="dim"), indent=4)
        out.whole(found.checkpoint.log.text, 2, "yellow")


def _list(out: Sheet, title: str, items: Iterable[Item], style: str) -> None:
    held = list(items)
    if not held:
        return
    out.heading(title, plural(len(held), "item"))
    alike: dict[str, list[Item]] = {}
    for one in held:
        alike.setdefault(_BYTES.sub("", one.why), []).append(one)
    for why, those in list(alike.items())[:_MOST]:
        out.row(Cell(those[0].what, _NUMBER, style, most=2), Cell(why, most=4), indent=4)
        if len(those) > 1:
            out.row(Cell("", _NUMBER), Cell(f"the same of {len(those) - 1:,} more", style="dim"), indent=4)
    _more(out, len(alike))


def _more(out: Sheet, number: int) -> None:
    if number > _MOST:
        out.row(Cell(f"and {number - _MOST:,} more; --json has all", style="dim"), indent=4)
