"""`indicia export`: a case, an attribution and statements in the formats of other tools."""

import argparse
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.cli.common.target import target
from indicia.errors import CaseError, ReportError, UsageError

if TYPE_CHECKING:
    from indicia.model.statement import Marking
    from indicia.sharing.loss import Loss
    from indicia.sharing.material import Material
    from indicia.sharing.stix.attack import AttackIds

FORMS = ("stix", "misp", "ocsf", "sarif", "csv", "timesketch", "navigator")


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "export",
        help="for other tools: STIX 2.1, MISP, OCSF, SARIF, CSV, Timesketch, ATT&CK Navigator",
        description="Write what was found, who it could have been, and statements about it in the format of another "
        "tool.  What that format does not carry is counted while writing and said on standard error.  The same case "
        "gives the same bytes.",
        epilog="Without --marking everything that carries no marking is TLP:RED.  Signatures are not checked here: "
        "`indicia verify` does that.  Exit code 0, or 4 when it failed.",
    )
    verb.add_argument("case", type=Path, nargs="*", metavar="CASE", help="case folders")
    verb.add_argument("--as", dest="form", choices=FORMS, required=True, help="the format")
    verb.add_argument("--out", type=Path, default=Path("-"), metavar="FILE", help="where to write (default: -)")
    verb.add_argument(
        "--marking",
        metavar="TLP",
        help="marking of the export, e.g. TLP:AMBER: what is stricter is left out, what has none gets it",
    )
    verb.add_argument(
        "--attribution",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="what `indicia attribute --json` printed (repeatable)",
    )
    verb.add_argument(
        "--statement",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="what `indicia statement disclose` wrote (repeatable)",
    )
    verb.add_argument(
        "--imported",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="STIX that came in: its cases, answers and statements, each up to its own marking (repeatable)",
    )
    verb.add_argument("--producer", default="unnamed user of Indicia", metavar="NAME", help="who exports")
    verb.add_argument(
        "--attack", type=Path, metavar="FILE", help="ATT&CK bundle for its own ids (default: the newest kept one)"
    )
    verb.add_argument("--loss", type=Path, metavar="FILE", help="write what is not carried as JSON")
    verb.add_argument("-q", "--quiet", action="store_true", help="do not say what is not carried")
    verb.add_argument("-v", "--verbose", action="store_true", help="name every member that is not carried")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the export; 0 when it is whole on disk."""
    from indicia.report.terminal.loss import print_loss
    from indicia.sharing.loss import Loss
    from indicia.sharing.material import choose
    from indicia.sharing.tree import written

    ceiling = _marking(arguments.marking)
    given, foreign = _material(arguments)
    chosen = choose(given, ceiling)
    material, loss = chosen.material, Loss()
    to_stdout = str(arguments.out) == "-"
    with target(arguments.out) as out:
        _write(arguments, material, out.write, loss)
    if foreign:
        loss.note(f"what came in with --imported and is not of Indicia: {foreign:,} objects, none of them passed on")
    if material.statements:
        loss.note("signatures of statements were not checked: `indicia verify` does that")
    if arguments.loss is not None:
        try:
            arguments.loss.write_bytes(written(loss.report(arguments.form)) + b"\n")
        except OSError as error:
            raise ReportError(f"{arguments.loss}: {error.strerror}") from error
    if not arguments.quiet:
        print_loss(
            target="export" if to_stdout else str(arguments.out),
            form=arguments.form,
            marking=material.marking.value,
            objects=loss.objects,
            members=[(one.kind, one.member, one.told, one.lost, one.altered) for one in loss.members],
            notes=loss.notes,
            left_out=chosen.left_out,
            verbose=arguments.verbose,
        )
    return 0


def _write(arguments: argparse.Namespace, material: "Material", out: Callable[[bytes], object], loss: "Loss") -> None:
    match arguments.form:
        case "stix":
            from indicia.sharing.stix.write import write_stix

            write_stix(material, out, loss, _attack(arguments.attack))
        case "misp":
            from indicia.sharing.misp import write_misp

            write_misp(material, out, loss)
        case "ocsf":
            from indicia.sharing.ocsf import write_ocsf

            write_ocsf(material, out, loss)
        case "sarif":
            from indicia.sharing.sarif import write_sarif

            write_sarif(material, out, loss)
        case "csv":
            from indicia.sharing.as_csv import write_csv

            write_csv(material, out, loss)
        case "timesketch":
            _timesketch(arguments, material, out, loss)
        case "navigator":
            _navigator(material, out, loss)


def _timesketch(
    arguments: argparse.Namespace, material: "Material", out: Callable[[bytes], object], loss: "Loss"
) -> None:
    """The timelines of all cases, one after the other."""
    from indicia.case import Case
    from indicia.config import Settings
    from indicia.pipeline.timeline.making import Wanted, timeline
    from indicia.report.timeline.forms import form_of
    from indicia.sharing.timesketch import MarkedRows, tell_timesketch

    untimed = 0
    for path, case in zip(arguments.case, material.cases, strict=True):
        rows = MarkedRows(case, material.marking.value, out)
        told = timeline(Case.open(path), Wanted(), Settings(), form_of("jsonl"), rows.binary())
        untimed += told.untimed.total()
        rows.tell_loss(loss)
    tell_timesketch(material, loss, untimed)


def _navigator(material: "Material", out: Callable[[bytes], object], loss: "Loss") -> None:
    """A layer for each advisory and server, as one list."""
    from msgspec.structs import replace

    from indicia.report.navigator import layers
    from indicia.sharing.layers import marked, tell_layers
    from indicia.sharing.tree import written
    from indicia.statement.canonical import Json

    found: list[Json] = []
    for case in material.cases:
        hosts = case.result.hosts
        names = list(dict.fromkeys(matrix.advisory for host in hosts for matrix in host.techniques))
        result = replace(case.result, findings=tuple(case.findings))
        if names:
            found += marked(layers(result, hosts, names, "18", merged=False), material.marking.value)
    out(written(found) + b"\n")
    tell_layers(material, found, loss)


def _material(arguments: argparse.Namespace) -> "tuple[Material, int]":
    """What is to be exported, and how many objects of what came in are not ours."""
    from indicia.case import Case
    from indicia.cli.import_ import read
    from indicia.sharing.given import attribution_of, disclosed_of
    from indicia.sharing.imported import material_of
    from indicia.sharing.material import Material, shared
    from indicia.sharing.stix.importing import import_stix

    if not (arguments.case or arguments.attribution or arguments.statement or arguments.imported):
        raise UsageError("nothing to export", hint="Name a case folder, --attribution, --statement or --imported.")
    if arguments.imported and arguments.form == "timesketch":
        raise UsageError("a bundle holds no timeline", hint="--imported goes with the other formats.")
    if len({path.resolve() for path in arguments.case}) < len(arguments.case):
        raise UsageError("the same case is given twice", hint="Give each case once.")
    cases = []
    for path in arguments.case:
        case = Case.open(path)
        result = case.result()
        try:
            digest = hashlib.sha256((path / "result.json").read_bytes()).hexdigest()
        except OSError as error:
            raise CaseError(f"{path}: {error.strerror}") from error
        cases.append(shared(path.resolve().name, digest, result))
    files = [import_stix(read(path), str(path)) for path in arguments.imported]
    came = material_of(files)
    material = Material(
        cases=(*cases, *came.cases),
        attributions=(
            *(attribution_of(_bytes(path), str(path)) for path in arguments.attribution),
            *came.attributions,
        ),
        statements=(*(disclosed_of(_disclosed(path), str(path)) for path in arguments.statement), *came.statements),
        judged=came.judged,
        producer=arguments.producer.strip() or "unnamed user of Indicia",
    )
    if files and not (material.cases or material.attributions or material.statements):
        raise UsageError("nothing in these files is of Indicia", hint="`indicia import FILE` shows what they hold.")
    return material, sum(found.objects - found.ours for found in files)


def _marking(text: str | None) -> "Marking | None":
    from indicia.model.statement import Marking

    if text is None:
        return None
    wanted = "TLP:" + text.strip().upper().removeprefix("TLP:")
    for one in Marking:
        if one.value == wanted:
            return one
    raise UsageError(f"--marking: {text} is no marking", hint=f"Markings: {', '.join(Marking)}.")


def _attack(given: Path | None) -> "AttackIds":
    from indicia.cli.common.places import knowledge_folder
    from indicia.knowledge.kept.kinds import KnowledgeKind
    from indicia.knowledge.kept.store import Store
    from indicia.knowledge.kept.unpacking import unpacked
    from indicia.sharing.stix.attack import AttackIds

    if given is not None:
        return AttackIds(unpacked(_bytes(given), str(given)), str(given))
    store = Store(knowledge_folder())
    kept = store.newest(KnowledgeKind.ATTACK, "enterprise-attack")
    return AttackIds(store.read(kept), kept.path.name) if kept is not None else AttackIds()


def _disclosed(path: Path) -> bytes:
    """What was disclosed; a statement's folder says nothing of how far its owner wants it to go."""
    if path.is_dir():
        raise UsageError(
            f"{path}: a folder, not what was disclosed",
            hint=f"First: indicia statement disclose {path} --up-to TLP:CLEAR --out FILE (or another marking).",
        )
    return _bytes(path)


def _bytes(path: Path) -> bytes:
    from indicia.bounded import read_bounded
    from indicia.knowledge.kept.unpacking import MOST_BYTES

    return read_bounded(path, MOST_BYTES, UsageError)
