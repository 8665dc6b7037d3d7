"""`indicia statement draft` and `add`: propose claims from cases, answers about who, and read reports."""

import argparse
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.cli.statement.options import alone, folder_argument, marking, names, opened, read_file
from indicia.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicia.model.attribution import Attribution
    from indicia.statement.drafting.given import GivenCase
    from indicia.statement.drafting.proposals import Proposals

_KINDS = "incident,technique,flaw,remains,count,cluster,organisation,state,measure,other"


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verbs."""
    draft = verbs.add_parser(
        "draft",
        help="begin a statement: claims proposed from cases and from read reports",
        description="Propose claims from the assessment of each case (incident, what remains, flaws, techniques seen "
        "and not seen, numbers) and from who it could have been.  Each rests on findings, and these on bytes of "
        "evidence files.  A cluster is named only where `indicia attribute` names it; else the actor is unknown.",
    )
    draft.add_argument("case", type=Path, nargs="*", metavar="CASE", help="case folder")
    draft.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="new folder of the statement")
    draft.add_argument("--alliance", required=True, metavar="NAME", help="who speaks together; in all that is signed")
    draft.add_argument("--author", required=True, metavar="PARTY", help="the party that writes it")
    draft.add_argument("--title", required=True, metavar="TEXT", help="title; everybody who gets the statement sees it")
    _markings(draft, "of claims and statement")
    draft.add_argument(
        "--evidence-marking", type=marking, metavar="TLP", help="marking of the cases' evidence (default: as --marking)"
    )
    who = draft.add_mutually_exclusive_group()
    who.add_argument("--attribution", type=Path, metavar="FILE", help="what `indicia attribute … --json` printed")
    who.add_argument("--no-attribution", action="store_true", help="no claim about who (default: asked anew)")
    draft.add_argument("--until", metavar="DATE", help="who: only what was known by the end of this day")
    draft.add_argument("--reading", type=Path, action="append", default=[], metavar="FILE", help=_READING)
    draft.add_argument("--stix", type=Path, action="append", default=[], metavar="FILE", help=_STIX)
    _reading_options(draft)
    draft.add_argument("--password", action="append", default=[], metavar="TEXT", help="of archives of evidence")
    draft.set_defaults(run=run_draft)

    more = verbs.add_parser(
        "add",
        help="more claims: from read reports, from further cases, or one of your own",
        description="Add claims from `indicia read … --json`, each in its speaker's own words with the place in the "
        "report; from further cases; or one with --sentence that rests on other claims.",
    )
    folder_argument(more)
    more.add_argument("reading", type=Path, nargs="*", metavar="READING", help=_READING)
    more.add_argument("--stix", type=Path, action="append", default=[], metavar="FILE", help=_STIX)
    more.add_argument("--case", type=Path, action="append", default=[], metavar="CASE", help="a further case folder")
    _markings(more, "of the new claims")
    more.add_argument("--evidence-marking", type=marking, metavar="TLP", help="of the cases' evidence")
    _reading_options(more)
    more.add_argument("--sentence", metavar="TEXT", help="a claim of your own")
    more.add_argument("--kind", choices=_KINDS.split(","), default="other", help="of your own claim")
    more.add_argument("--rests-on", type=names, default=[], metavar="C1,C2", help="claims that your own rests on")
    more.add_argument("--rival", action="append", default=[], metavar="TEXT", help="another explanation (repeat)")
    more.set_defaults(run=alone(run_add), password=[])


_READING = "what `indicia read … --json` printed"
_STIX = "a STIX bundle of others: what producers say in it, each up to its own marking (repeat)"


def _markings(verb: argparse.ArgumentParser, what: str) -> None:
    verb.add_argument("--marking", type=marking, default="TLP:RED", metavar="TLP", help=f"{what} (default: TLP:RED)")


def _reading_options(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--report-marking", type=marking, default="TLP:RED", metavar="TLP", help="of the reports (default: TLP:RED)"
    )
    verb.add_argument(
        "--take",
        type=names,
        default=["assertions", "numbers"],
        metavar="WHAT",
        help="assertions, numbers, flaws, techniques of the reports; levels: one claim for each level of attribution "
        "that somebody takes, for parties to stand to (default: assertions,numbers)",
    )
    verb.add_argument(
        "--about", default="", metavar="TEXT", help="levels: what was done, e.g. 'the break-ins of spring 2021'"
    )


def run_draft(arguments: argparse.Namespace) -> int:
    """Make the folder; 0."""
    from indicia.model.statement import Marking
    from indicia.report.terminal.statements.statement import print_drafted
    from indicia.statement.draft import Draft, with_claims
    from indicia.statement.drafting.from_attribution import propose_from_attribution
    from indicia.statement.drafting.proposals import Proposals
    from indicia.statement.folder import StatementFolder
    from indicia.statement.names import alliance_name, holder_name

    if not (arguments.case or arguments.reading or arguments.stix):
        raise UsageError("nothing to draft from", hint="Give case folders, read reports with --reading, or --stix.")
    if not arguments.case and arguments.attribution:
        raise UsageError("--attribution goes with the cases that it is about")
    alliance, author = alliance_name(arguments.alliance), holder_name(arguments.author)
    into = Proposals(0, Marking(arguments.marking))
    given = _cases(arguments, into)
    if given:
        found = _attribution(arguments)
        if found is not None:
            propose_from_attribution(found, given, into)
    _readings(arguments, arguments.reading, into)
    draft = with_claims(
        Draft(
            alliance=alliance,
            statement=str(uuid.uuid4()),
            version=1,
            previous=None,
            title=arguments.title,
            author=author,
            marking=Marking(arguments.marking),
        ),
        into.claims,
        [case.manifest() for case in given],
    )
    folder = StatementFolder.create(arguments.out)
    folder.save_draft(draft)
    print_drafted(arguments.out, draft, [one.id for one in into.claims], into.notes)
    return 0


def run_add(arguments: argparse.Namespace) -> int:
    """Add to the draft; 0."""
    from indicia.model.statement import ClaimKind, ClaimSupport, Marking
    from indicia.report.terminal.statements.statement import print_drafted
    from indicia.statement.draft import with_claims
    from indicia.statement.drafting.proposals import Proposals

    if not (arguments.reading or arguments.case or arguments.sentence or arguments.stix):
        raise UsageError("nothing to add", hint="Give read reports, --stix, --case, or --sentence.")
    folder = opened(arguments.folder)
    draft = folder.draft()
    into = Proposals(draft.spent, Marking(arguments.marking))
    given = _cases(arguments, into)
    _readings(arguments, arguments.reading, into)
    if arguments.sentence:
        for id in arguments.rests_on:
            draft.claim(id)
        into.add(
            ClaimKind(arguments.kind),
            arguments.sentence,
            [ClaimSupport(id=id) for id in dict.fromkeys(arguments.rests_on)],
            rivals=arguments.rival,
        )
    draft = with_claims(draft, into.claims, [case.manifest() for case in given])
    folder.save_draft(draft)
    print_drafted(arguments.folder, draft, [one.id for one in into.claims], into.notes)
    return 0


def _cases(arguments: argparse.Namespace, into: "Proposals") -> "Sequence[GivenCase]":
    """The cases, with claims proposed from their assessments."""
    if not arguments.case:
        return ()
    from indicia.cli.attribute.verb import named_cases
    from indicia.knowledge.packs.load import load_pack
    from indicia.model.statement import Marking
    from indicia.pipeline.claims.cases import given_cases
    from indicia.statement.drafting.from_assessment import propose_from_assessment

    evidence = Marking(arguments.evidence_marking or arguments.marking)
    given = given_cases(named_cases(arguments.case), evidence, arguments.password)
    propose_from_assessment(given, load_pack(), into)
    return given


def _attribution(arguments: argparse.Namespace) -> "Attribution | None":
    """The answer about who: of the file, or asked anew; null where none is wanted."""
    if arguments.no_attribution:
        return None
    if arguments.attribution is None:
        from indicia.cli.attribute.verb import answered, named_cases
        from indicia.cli.common.days import day_of

        return answered(named_cases(arguments.case), day_of("--until", arguments.until))
    import orjson

    from indicia.model.attribution import Attribution
    from indicia.plain import Unreadable, stated

    data = read_file(arguments.attribution, 256 << 20)
    try:
        return stated(orjson.loads(data), Attribution)
    except (*Unreadable, TypeError, RecursionError) as error:
        raise UsageError(
            f"{arguments.attribution}: no answer about who it could have been ({type(error).__name__})",
            hint="Give what `indicia attribute CASE --json` printed.",
        ) from None


def _readings(arguments: argparse.Namespace, files: "Sequence[Path]", into: "Proposals") -> None:
    from indicia.model.statement import Marking
    from indicia.statement.drafting.from_levels import propose_levels
    from indicia.statement.drafting.from_reading import MOST_BYTES, Take, propose_from_reading, readings_of

    try:
        take = {Take(one) for one in arguments.take}
    except ValueError as error:
        raise UsageError(f"--take: {error}", hint=f"Any of {', '.join(Take)}, with commas between.") from None
    for path in arguments.stix:
        _stix(path, into)
    for path in files:
        for reading in readings_of(read_file(path, MOST_BYTES), str(path)):
            own = Marking(arguments.report_marking)
            if Take.LEVELS in take:
                propose_levels(reading, arguments.about, own, into)
            propose_from_reading(reading, take, own, into)


def _stix(path: Path, into: "Proposals") -> None:
    from indicia.cli.import_ import read
    from indicia.knowledge.reports.documents.opening import open_report
    from indicia.sharing.stix.importing import import_stix
    from indicia.statement.drafting.from_said import propose_from_said

    data = read(path)
    found = import_stix(data, path.name)
    if found.ours:
        into.notes.append(f"{path.name}: {found.ours} objects of Indicia itself; `indicia import` shows what they hold")
    propose_from_said(found.said, open_report(data, path.name).text, into)
