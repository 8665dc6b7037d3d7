"""The plan as a target of KAPE.  Targets copy files; exports need the PowerShell script.

Source: KAPE documentation, “Targets”.
"""

import uuid
from collections.abc import Iterator, Sequence

from indicia.assessment.next_steps.collecting import Wanted
from indicia.knowledge.packs.collecting import Place

_ROOTS = {"C": "C:\\", "W": "C:\\Windows\\", "E": "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\"}
_NAMES = uuid.UUID("0d2f2a4e-5d0b-4f3c-9d0e-5a4b7f6f1c11")


def kape(wanted: Sequence[Wanted], max_megabytes: int) -> str:
    """One `.tkape` file: a target for each pattern and each event log."""
    return "\r\n".join(_lines(wanted, max_megabytes)) + "\r\n"


def _lines(wanted: Sequence[Wanted], max_megabytes: int) -> Iterator[str]:
    lines = [one.line.id for one in wanted]
    yield "Description: What Indicia needs from an Exchange server"
    yield "Author: The Indicia developers"
    yield "Version: 1.0"
    yield f"Id: {uuid.uuid5(_NAMES, ' '.join(lines))}"
    yield "RecreateDirectories: true"
    yield "Targets:"
    for one in wanted:
        for place in one.line.globs:
            yield from _target(f"{one.line.id} {one.line.title}", place, max_megabytes)
        for place in one.line.raw:
            yield from _target(f"{one.line.id} {one.line.title}", place, 0)
            # KAPE is to read the volume without trying to open the file; a stream becomes a file of its own name.
            yield "        AlwaysAddToQueue: true"
            if ":" in place.path:
                yield f"        SaveAsFileName: {_quoted(place.path.rpartition(':')[2])}"
        for channel in one.line.channels:
            name = channel.replace("/", "%4")
            yield from _target(f"{one.line.id} {channel}", Place("W", f"System32\\winevt\\Logs\\{name}.evtx"), 0)
    yield "# Exports (Get-..., reg, netsh) and lists of hashes are not files: run the script of the same plan for"
    for one in wanted:
        if one.line.exports or one.line.registry or one.line.listing or one.line.note:
            yield f"#   {one.line.id} {one.line.title}"


def _target(name: str, place: Place, max_megabytes: int) -> Iterator[str]:
    folder, _, mask = place.path.rpartition("\\")
    recursive = "**" in place.path
    folder = folder.replace("**\\", "").replace("\\**", "").removesuffix("**").rstrip("\\")
    if mask == "**":
        mask = "*"
    if "*" in folder:
        # Several folders by a pattern (W3SVC*): everything below the one that holds them.
        folder, recursive = folder[: folder.index("*")].rpartition("\\")[0], True
    yield "    -"
    yield f"        Name: {_quoted(name)}"
    yield "        Category: ExchangeServer"
    yield f"        Path: {_quoted(_ROOTS[place.root] + folder + chr(92) if folder else _ROOTS[place.root])}"
    yield f"        FileMask: {_quoted(mask)}"
    yield f"        Recursive: {'true' if recursive else 'false'}"
    if max_megabytes:
        yield f"        MaxSize: {max_megabytes * 2**20}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
