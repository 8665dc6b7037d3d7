"""Units compiled into one set: what does not compile is refused by name, and everything else runs."""

import re
from collections.abc import Collection, Iterable, Sequence

import yara_x
from msgspec import Struct

from indicia.detection.yara.gather import Placed, Unit
from indicia.model.assessment import Refusal

EXTERNALS = ("filename", "filepath", "extension", "filetype", "owner")
"""Variables that rules may ask besides the content, all text."""

_MODULE = re.compile(r"\b([a-z_][a-z0-9_]*)\s*\.")
_TITLE = re.compile(r"^error(?:\[E\d+\])?: ")
_PLACE = re.compile(r"\s*--> line:(\d+):")
_DETAIL = re.compile(r"^\s*\|\s+\^+ (.+)$", re.MULTILINE)
"""The compiler's own lines have no number before the bar; lines of the source have one."""
_UNKNOWN = re.compile(r"unknown identifier `(\w+)`")

Name = tuple[str, str]
"""Namespace and name of a rule."""


class Compiled(Struct):
    """What came of the units."""

    rules: yara_x.Rules
    placed: dict[Name, Placed]
    """Where each rule stands."""
    refused: list[Refusal]


def compile_units(units: Sequence[Unit], endless: Collection[Name] = ()) -> Compiled:
    """Compile all units; `endless` are rules known not to come to an end, which are refused as such.

    The compiler goes on after an error by itself.  A unit with an error is compiled again rule by rule, which says
    for each rule what is wrong with it; should the two disagree, only what stood alone is taken.
    """
    compiler = new_compiler()
    refused: list[Refusal] = []
    placed: dict[Name, Placed] = {}
    sound: dict[str, list[Placed]] = {}
    for unit in units:
        whole = not any(item.piece.kind == "broken" for item in unit.pieces)
        if any(namespace == unit.namespace for namespace, _ in endless):
            whole = False
        elif whole:
            compiler.new_namespace(unit.namespace)
            whole = put_in(compiler, unit.text) is None
        if whole:
            kept = unit.pieces
        else:
            kept, why = _one_by_one(unit, {name for namespace, name in endless if namespace == unit.namespace})
            refused.extend(why)
            sound[unit.namespace] = kept
        for item in kept:
            if item.piece.kind == "rule":
                placed[unit.namespace, item.piece.name] = item
    rules = compiler.build()
    if sound and {(rule.namespace, rule.identifier) for rule in rules} != set(placed):
        rules = _build(units, sound)
    return Compiled(rules, placed, refused)


def new_compiler() -> yara_x.Compiler:
    """A compiler that reads regular expressions as YARA does and includes nothing by itself."""
    compiler = yara_x.Compiler(relaxed_re_syntax=True, includes_enabled=False)
    for name in EXTERNALS:
        compiler.define_global(name, "")
    return compiler


def _build(units: Iterable[Unit], sound: dict[str, list[Placed]]) -> yara_x.Rules:
    compiler = new_compiler()
    for unit in units:
        compiler.new_namespace(unit.namespace)
        for item in sound.get(unit.namespace, unit.pieces):
            put_in(compiler, item.piece.text)
    return compiler.build()


def put_in(compiler: yara_x.Compiler, text: str) -> tuple[str, int] | None:
    """Add a source; null, or what is wrong with it and in which line."""
    try:
        compiler.add_source(text)
    except yara_x.CompileError as error:
        return _said(str(error))
    except BaseException as error:
        # The engine's own failures do not derive from Exception; anything else is not ours to stop.
        if type(error).__name__ != "PanicException" and not isinstance(error, ValueError):
            raise
        return f"the YARA engine failed on it: {str(error)[:200]}", 1
    return None


def _said(message: str) -> tuple[str, int]:
    """The compiler's message as one sentence, and the line: a title, a place, then source lines with the detail."""
    first, _, rest = message.partition("\n")
    title = _TITLE.sub("", first)
    place = _PLACE.match(rest)
    detail = _DETAIL.search(rest)
    line = int(place[1]) if place else 1
    return (f"{title}: {detail[1]}" if detail and detail[1] not in title else title), line


def _one_by_one(unit: Unit, endless: Collection[str]) -> tuple[list[Placed], list[Refusal]]:
    """The pieces that compile, in order, and why each other one does not."""
    compiler = new_compiler()
    compiler.new_namespace(unit.namespace)
    kept: list[Placed] = []
    refused: list[Refusal] = []
    gone: set[str] = set()
    modules: set[str] = set()
    lost_global = ""
    for item in unit.pieces:
        piece = item.piece
        if piece.kind == "rule" and piece.name in endless:
            wrong: tuple[str, int] | None = ("does not come to an end on a file of a few bytes", 1)
        else:
            wrong = put_in(compiler, piece.text)
        if wrong is None and piece.kind != "broken":
            kept.append(item)
        elif piece.kind == "import":
            modules.add(piece.name)
        else:
            reason, line = wrong or ("cannot be told from what stands around it", 1)
            refused.append(_refusal(item, _because(reason, piece.text, gone, modules), line))
            gone.add(piece.name)
            if piece.is_global:
                lost_global = lost_global or piece.name
    if lost_global:
        # Without it the others would match more than their author meant.
        reason = f"the global rule `{lost_global}` of this file was refused"
        refused.extend(_refusal(item, reason, 1) for item in kept if item.piece.kind == "rule")
        kept = []
    return kept, refused


def _refusal(item: Placed, reason: str, line: int) -> Refusal:
    name = item.piece.name
    reason = f"line {item.piece.line + line - 1}: {reason}"
    return Refusal(rule=name, title=name or item.path, path=item.path, reason=reason)


def _because(reason: str, text: str, gone: Collection[str], modules: Collection[str]) -> str:
    unknown = _UNKNOWN.search(reason)
    if unknown is None:
        return reason
    if unknown[1] in modules and unknown[1] in _MODULE.findall(text):
        return f"uses the module `{unknown[1]}`, which this YARA engine does not have"
    if unknown[1] in gone:
        return f"uses the rule `{unknown[1]}`, which was refused"
    return reason
