"""The whole walk: membership, checkpoint, entries, versions, positions, disclosures, policy, support, evidence."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct, field

from indicia.errors import StatementError
from indicia.model.statement import Claim, Reply
from indicia.statement.bundle.evidence import Evidence
from indicia.statement.bundle.opened import Bundle, open_bundle
from indicia.statement.canonical import canonical, digest
from indicia.statement.ledger.checkpoint import SignedCheckpoint
from indicia.statement.ledger.proof_files import Consistency
from indicia.statement.membership.members import Membership, fingerprint, verified
from indicia.statement.objects import reply_object
from indicia.statement.own_files import own_files
from indicia.statement.policy import Outcome as Issued
from indicia.statement.policy import PolicyAnswer, evaluate
from indicia.statement.verifying.contents import Contents, of_bundle
from indicia.statement.verifying.items import SEEN, Items, Outcome, State, Step, Told, nobody
from indicia.statement.verifying.logged import Begun, Logged, check_memberships, read_log
from indicia.statement.verifying.rests import Answers, Supports
from indicia.statement.verifying.shown import Shown, check_disclosures
from indicia.statement.verifying.spoken import Spoken, check_positions
from indicia.statement.verifying.taken_back import check_revocations
from indicia.statement.verifying.trust import (
    Known,
    Named,
    SeenAlliance,
    SeenStatement,
    check_statement,
    with_statement,
)
from indicia.statement.verifying.versions import Checked, check_versions, first_here, newest

_DIGITS = 32
"""Hex digits of a fingerprint that are enough: 128 bits."""


class Asked(Struct, frozen=True, kw_only=True):
    """How somebody wants it verified."""

    at: datetime
    named: Named = field(default_factory=Named)
    known: Known | None = None
    proof: Consistency | None = None
    """That the log continues what was seen, where the entries in between are not here."""
    evidence: Path | None = None
    answers: Answers | None = None
    """Works out again who it could have been, from cases that are at hand."""
    told: Told = nobody


class Verification(Struct, frozen=True, kw_only=True):
    """What was found."""

    items: Items
    at: datetime
    statement: Checked | None
    """The newest version that holds."""
    claims: Sequence[Claim]
    """Of it, as far as disclosed."""
    policy: PolicyAnswer | None
    replies: Sequence[Reply]
    first_root: str | None
    """Fingerprint of the first root."""
    checkpoint: SignedCheckpoint | None
    kept: bool
    """Whether it was remembered."""


def verify_bundle(path: Path, asked: Asked) -> Verification:
    """A bundle, folder or archive.  What is wrong with it is an item of the answer, never an exception.

    Raises OwnFilesError for what the reader named or keeps: evidence, a memory that is damaged or cannot be written.
    """
    items = Items()
    with items.refuting(Step.BUNDLE, path.name), open_bundle(path) as bundle:
        _hashed(bundle, items, asked.told)
        return verify(of_bundle(bundle), asked, items, bundle)
    return _answer(items, asked)


def verify(contents: Contents, asked: Asked, items: Items, bundle: Bundle | None = None) -> Verification:
    """The walk.  Raises OwnFilesError for what the reader named or keeps."""
    membership = _membership(contents, asked, items)
    alliance = membership.alliance if membership else contents.alliance
    begun = first_here(contents)
    if begun is None and (contents.statements or not contents.unsigned):
        items.refuted(Step.STATEMENT, "statement", "no version is here that can be read")
    logged = _log(contents, begun, alliance, asked, items) if begun is not None else None
    if logged is not None and membership is not None:
        check_memberships(logged, membership, items)
    if logged is not None and contents.made not in (None, logged.newest):
        items.refuted(Step.BUNDLE, "made", "not when its newest entry was logged")
    for one in contents.unsigned:
        items.absent(Step.STATEMENT, one, "nobody has signed it", needed=True)
    versions = check_versions(contents, logged, membership, items)
    spoken = check_positions(contents, logged, membership, versions, items, asked.told)
    taken = check_revocations(contents, logged, membership, versions, spoken, items)
    revoked = frozenset(one.digest for one in taken if one.made <= asked.at)
    shown = check_disclosures(contents, versions, spoken, items, asked.told)
    last = newest(versions)
    answer = _policy(last, spoken, shown, revoked, asked, items)
    if last is not None and membership is not None:
        _strangers(last, membership, items)
    evidence = Evidence(bundle)
    if asked.evidence is not None:
        with own_files():
            evidence.add_folder(asked.evidence, asked.told)
        for one in evidence.closed:
            items.absent(Step.EVIDENCE, "an archive that was not looked into", one)
    if last is not None:
        Supports(evidence, items, asked.answers).check(last, shown, asked.told)
    kept = _remember(membership, logged, last, spoken, asked, items)
    claims = shown.claims.get(last.statement.version, {}) if last else {}
    order = [one.id for one in last.statement.claims] if last else []
    return _answer(
        items,
        asked,
        statement=last,
        claims=[claims[id] for id in order if id in claims],
        policy=answer,
        replies=[one for one in spoken.replies if digest(canonical(reply_object(one))) not in revoked],
        membership=membership,
        logged=logged,
        kept=kept,
    )


def _answer(
    items: Items,
    asked: Asked,
    *,
    statement: Checked | None = None,
    claims: Sequence[Claim] = (),
    policy: PolicyAnswer | None = None,
    replies: Sequence[Reply] = (),
    membership: Membership | None = None,
    logged: Logged | None = None,
    kept: bool = False,
) -> Verification:
    return Verification(
        items=items,
        at=asked.at,
        statement=statement,
        claims=claims,
        policy=policy,
        replies=replies,
        first_root=fingerprint(membership.roots[0]) if membership else None,
        checkpoint=logged.signed if logged else None,
        kept=kept,
    )


def _hashed(bundle: Bundle, items: Items, told: Told) -> None:
    for done, path in enumerate(bundle.files):
        told("files hashed", done, len(bundle.files))
        bundle.check(path)
        folder, _, name = path.partition("/")
        if folder in ("evidence", "others") and bundle.files[path].sha256 != name.partition(".")[0]:
            raise StatementError(f"{path}: is not the file that its name says")
    items.proven(Step.BUNDLE, "files", f"{len(bundle.files):,} files are those of the index, and no other is here")


def _membership(contents: Contents, asked: Asked, items: Items) -> Membership | None:
    if contents.targets is None:
        items.absent(Step.MEMBERSHIP, "membership", "not here: whose keys are whose nobody says", needed=True)
        return None
    with items.refuting(Step.MEMBERSHIP, "membership"):
        roots = {number: source() for number, source in contents.roots.items()}
        found = verified(roots, contents.targets(), alliance=contents.alliance)
        says = f"{len(found.roots)} roots, {found.threshold} of {len(found.officers)} officers, "
        items.proven(Step.MEMBERSHIP, "chain", f"{says}{len({one.party for one in found.tenures})} parties")
        _first(found, asked, items)
        try:
            found.check_current(asked.at)
            items.proven(Step.MEMBERSHIP, "expiry", "neither the root nor the targets have expired")
        except StatementError as error:
            items.absent(Step.MEMBERSHIP, "expiry", f"{error}; a newer one is not at hand", needed=True)
        if asked.known is not None:
            with items.refuting(Step.MEMORY, "membership"):
                asked.known.check_membership(found)
        return found
    return None


def _first(membership: Membership, asked: Asked, items: Items) -> None:
    """Which alliance of this name it is."""
    what, print_ = "first root", fingerprint(membership.roots[0])
    if asked.named.root is not None:
        wanted = "".join(asked.named.root.lower().split())
        if len(wanted) < _DIGITS or not membership.roots[0].digest.startswith(wanted):
            items.refuted(Step.MEMBERSHIP, what, f"its fingerprint is {print_}, not the one that was named")
        else:
            items.proven(Step.MEMBERSHIP, what, "the one that was named")
    elif asked.known is not None and asked.known.alliance(membership.alliance) is not None:
        items.proven(Step.MEMBERSHIP, what, SEEN)
    else:
        why = f"seen for the first time; compare its fingerprint by voice: {print_}"
        items.unanchored(Step.MEMBERSHIP, what, why)


def _log(contents: Contents, begun: Begun, alliance: str | None, asked: Asked, items: Items) -> Logged | None:
    if contents.log is None:
        items.absent(Step.LEDGER, "ledger", "not here: whether something was left out nobody can tell", needed=True)
        return None
    return read_log(contents.log, begun, asked.known, alliance, asked.named, asked.proof, items)


def _policy(
    last: Checked | None, spoken: Spoken, shown: Shown, revoked: frozenset[str], asked: Asked, items: Items
) -> PolicyAnswer | None:
    if last is None:
        items.absent(Step.POLICY, "issued", "no version holds", needed=True)
        return None
    statement = last.statement
    with items.refuting(Step.POLICY, "issued"):
        found = evaluate(statement.policy, statement.statement, last.digest, shown.heard(spoken), asked.at, revoked)
        words = f"{found.outcome.value}: {len(found.agree)} of {found.needed} needed"
        unsure = _unsure(items.outcome)
        if found.outcome is Issued.HIDDEN:
            items.absent(Step.POLICY, "issued", f"{words}; it hangs on stances that are not disclosed", needed=True)
        elif unsure:
            items.absent(Step.POLICY, "policy of the newest version", f"{words}, by what is here; {unsure}")
        else:
            items.proven(Step.POLICY, "policy of the newest version", words)
        return found
    return None


def _unsure(so_far: Outcome) -> str:
    """Why who agrees is not proven: it is no surer than what was found of versions, positions and the log."""
    match so_far:
        case Outcome.REFUTED:
            return "something that it rests on is refuted"
        case Outcome.CANNOT_TELL:
            return "something that it rests on is missing"
        case _:
            return ""


def _strangers(last: Checked, membership: Membership, items: Items) -> None:
    """Names in the policy that nobody can ever speak for, as a look-alike of a party's name would be."""
    policy, members = last.statement.policy, {one.party for one in membership.tenures}
    for party in dict.fromkeys((*policy.of, *policy.veto)):
        if party not in members:
            why = f"is no party of {membership.alliance}, and never was: it can neither agree nor object"
            items.absent(Step.POLICY, f"{party[:40]!a} in the policy", why)


def _remember(
    membership: Membership | None,
    logged: Logged | None,
    last: Checked | None,
    spoken: Spoken,
    asked: Asked,
    items: Items,
) -> bool:
    """Hold it against what was seen before, and keep it where nothing is false."""
    known = asked.known
    if known is None or membership is None or logged is None or last is None:
        return False
    seen = known.alliance(membership.alliance) or SeenAlliance(keys=logged.keys)
    now = SeenStatement(version=last.statement.version, digest=last.digest, parties=spoken.highest())
    before = seen.statements.get(logged.statement)
    if before is not None:
        with items.refuting(Step.MEMORY, "statement"):
            check_statement(before, now)
            items.proven(Step.MEMORY, "statement", "nothing that was seen before is gone")
    if items.count(State.REFUTED) or logged.continues is False:
        return False
    known.memory.remember(logged.signed)
    known.keep(membership, with_statement(seen, logged.statement, now))
    return True
