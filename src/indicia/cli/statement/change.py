"""`indicia statement edit`, `withdraw`, `drop` and `policy`: work at the next version."""

import argparse
from typing import TYPE_CHECKING

from msgspec.structs import replace

from indicia.cli.common.times import moment
from indicia.cli.statement.options import alone, folder_argument, marking, names, opened
from indicia.errors import UsageError

if TYPE_CHECKING:
    from indicia.model.statement import Claim, Likelihood, Support

_NONE = "none"
_SCALES = ("icd203", "phia", "other")


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verbs."""
    edit = verbs.add_parser(
        "edit",
        help="change a claim, or title, notes and marking of the statement",
        description="Change what is given and leave the rest.  Without an id: title, notes and marking of the "
        "statement.  What is already sealed stays as it was; the next version says what changed.",
    )
    folder_argument(edit)
    edit.add_argument("id", nargs="?", metavar="ID", help="the claim, e.g. C3")
    edit.add_argument("--sentence", metavar="TEXT")
    edit.add_argument("--kind", metavar="KIND", help="incident, technique, flaw, remains, count, cluster, …")
    edit.add_argument("--marking", type=marking, metavar="TLP")
    edit.add_argument("--support-marking", type=marking, metavar="TLP", help="of everything it rests on directly")
    edit.add_argument("--likelihood", metavar="WORD", help="a word of the scale; `none` takes it away")
    edit.add_argument("--scale", choices=_SCALES, default="icd203", help="of --likelihood (default: icd203)")
    edit.add_argument("--confidence", metavar="WORD", help="high, moderate, low; `none` takes it away")
    edit.add_argument("--why", metavar="TEXT", help="why this confidence")
    edit.add_argument("--rival", action="append", metavar="TEXT", help="another explanation (repeat; replaces all)")
    edit.add_argument("--rests-on", type=names, metavar="C1,C2", help="claims that it rests on (replaces these)")
    edit.add_argument("--title", metavar="TEXT", help="of the statement")
    edit.add_argument("--note", action="append", metavar="TEXT", help="what it does not prove (replaces all)")
    edit.set_defaults(run=alone(run_edit))

    withdraw = verbs.add_parser("withdraw", help="withdraw a claim: it stays, with its sentence and the reason")
    folder_argument(withdraw)
    withdraw.add_argument("id", metavar="ID")
    withdraw.add_argument("--why", required=True, metavar="TEXT")
    withdraw.set_defaults(run=alone(run_withdraw))

    drop = verbs.add_parser("drop", help="take out claims that were never in a sealed version; their ids stay spent")
    folder_argument(drop)
    drop.add_argument("ids", nargs="+", metavar="ID")
    drop.set_defaults(run=alone(run_drop))

    policy = verbs.add_parser(
        "policy",
        help="when the statement counts as issued",
        description="Issued when so many of the parties agree to every one of the claims, nobody with a veto dissents, "
        "and not too many dissent at all.  Every verifier evaluates it for itself.",
    )
    folder_argument(policy)
    policy.add_argument("--agree", type=int, required=True, metavar="N", help="so many parties")
    policy.add_argument("--of", type=names, required=True, metavar="US,CA,…", help="parties that count")
    policy.add_argument("--claims", type=names, required=True, metavar="C1,C2,…", help="claims that they agree to")
    policy.add_argument(
        "--counts",
        type=names,
        default=["agree", "agree in part"],
        metavar="WHAT",
        help="positions that count (default: agree,agree in part)",
    )
    policy.add_argument("--veto", type=names, default=[], metavar="US,…", help="parties whose dissent stops it")
    policy.add_argument("--dissent", type=int, metavar="N", help="so many may dissent (default: any number)")
    policy.add_argument("--until", type=moment, metavar="T", help="not issued after this time, UTC")
    policy.set_defaults(run=alone(run_policy))


def run_edit(arguments: argparse.Namespace) -> int:
    """Change it; 0."""
    from indicia.model.statement import Marking
    from indicia.report.terminal.sets import print_facts
    from indicia.report.terminal.statements.statement import print_claim
    from indicia.statement.draft import with_changed

    folder = opened(arguments.folder)
    draft = folder.draft()
    if arguments.title is not None:
        draft = replace(draft, title=arguments.title)
    if arguments.note is not None:
        draft = replace(draft, notes=tuple(arguments.note))
    if arguments.id is None:
        if arguments.marking is not None:
            draft = replace(draft, marking=Marking(arguments.marking))
        folder.save_draft(draft)
        print_facts("changed", (draft.title, draft.marking.value), "the statement")
        return 0
    draft = with_changed(draft, _changed(draft.claim(arguments.id), arguments))
    folder.save_draft(draft)
    print_claim(draft.claim(arguments.id))
    return 0


def run_withdraw(arguments: argparse.Namespace) -> int:
    """Withdraw it; 0."""
    from indicia.report.terminal.statements.statement import print_claim
    from indicia.statement.draft import with_withdrawn

    folder = opened(arguments.folder)
    draft = with_withdrawn(folder.draft(), arguments.id, arguments.why)
    folder.save_draft(draft)
    print_claim(draft.claim(arguments.id))
    return 0


def run_drop(arguments: argparse.Namespace) -> int:
    """Take them out, all or none; 0."""
    from indicia.report.terminal.sets import print_facts
    from indicia.statement.draft import number_of, without

    folder = opened(arguments.folder)
    draft = folder.draft()
    # Later claims rest on earlier ones, so that this order lets both be dropped together.
    for id in sorted(set(arguments.ids), key=number_of, reverse=True):
        draft = without(draft, id)
    folder.save_draft(draft)
    print_facts("dropped", (", ".join(arguments.ids), f"{len(draft.claims)} claims left"), "their ids stay spent")
    return 0


def run_policy(arguments: argparse.Namespace) -> int:
    """Set it; 0."""
    from indicia.model.statement import Policy, Stance
    from indicia.report.terminal.sets import print_facts
    from indicia.report.words_statement import policy_words
    from indicia.statement.canonical import Row
    from indicia.statement.names import holder_name
    from indicia.statement.objects import policy_object, policy_of

    folder = opened(arguments.folder)
    draft = folder.draft()
    for party in (*arguments.of, *arguments.veto):
        holder_name(party)
    for id in arguments.claims:
        if draft.claim(id).withdrawn is not None:
            raise UsageError(f"{id} was withdrawn; nobody can agree to it")
    try:
        counts = tuple(Stance(one) for one in arguments.counts)
    except ValueError as error:
        raise UsageError(f"--counts: {error}", hint=f"Any of {', '.join(Stance)}, with commas between.") from None
    wanted = Policy(
        agree=arguments.agree,
        of=tuple(arguments.of),
        claims=tuple(arguments.claims),
        counts=counts,
        veto=tuple(arguments.veto),
        dissent=arguments.dissent,
        until=arguments.until.replace(microsecond=0) if arguments.until else None,
    )
    # Read back, so that a policy which no verifier would take is refused here.
    draft = replace(draft, policy=policy_of(Row(policy_object(wanted), "policy")))
    folder.save_draft(draft)
    print_facts("policy", (policy_words(wanted),))
    return 0


def _changed(claim: "Claim", arguments: argparse.Namespace) -> "Claim":
    from indicia.model.statement import Basis, ClaimKind, ClaimSupport, Marking

    if arguments.sentence is not None:
        claim = replace(claim, sentence=arguments.sentence)
    if arguments.kind is not None:
        try:
            claim = replace(claim, kind=ClaimKind(arguments.kind))
        except ValueError:
            raise UsageError(f"--kind: {arguments.kind} is none of {', '.join(ClaimKind)}") from None
    if arguments.marking is not None:
        claim = replace(claim, marking=Marking(arguments.marking))
    if arguments.likelihood is not None:
        claim = replace(claim, likelihood=_likelihood(arguments.likelihood, arguments.scale))
    if arguments.confidence is not None:
        word = arguments.confidence.strip()
        why = arguments.why or (claim.confidence.why if claim.confidence else "")
        claim = replace(claim, confidence=None if word == _NONE else Basis(word=word, why=why))
    elif arguments.why is not None:
        if claim.confidence is None:
            raise UsageError("--why is about a confidence, and none is given", hint="Add --confidence WORD.")
        claim = replace(claim, confidence=Basis(word=claim.confidence.word, why=arguments.why))
    if arguments.rival is not None:
        claim = replace(claim, rivals=tuple(one for one in arguments.rival if one.strip()))
    support: tuple[Support, ...] = claim.support
    if arguments.rests_on is not None:
        own = tuple(one for one in support if not isinstance(one, ClaimSupport))
        support = (*own, *(ClaimSupport(id=id) for id in dict.fromkeys(arguments.rests_on)))
    if arguments.support_marking is not None:
        given = Marking(arguments.support_marking)
        support = tuple(one if isinstance(one, ClaimSupport) else replace(one, marking=given) for one in support)
    return replace(claim, support=support)


def _likelihood(word: str, name: str) -> "Likelihood | None":
    """A word with the bounds of its scale; without bounds for a word of another scale."""
    from indicia.knowledge.actors.likelihood import scale
    from indicia.model.statement import Likelihood

    word = " ".join(word.split())
    if word == _NONE:
        return None
    if name == "other":
        return Likelihood(scale="", word=word)
    bands = scale(name).bands
    band = next((one for one in bands if one.word == word.lower()), None)
    if band is None:
        raise UsageError(
            f"“{word}” is no word of {name}",
            hint=f"Words: {', '.join(one.word for one in bands)}; --scale other takes any, without numbers.",
        )
    return Likelihood(scale=name, word=band.word, low=band.low, high=band.high)
