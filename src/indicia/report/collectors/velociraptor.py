"""The plan as an artifact of Velociraptor (VQL): files with their hashes, event logs, exports.

Source: Velociraptor documentation, “Artifacts” and the plugins glob, upload, hash and execve.
"""

from collections.abc import Iterator, Sequence

import orjson

from indicia.assessment.next_steps.collecting import Wanted
from indicia.knowledge.packs.collecting import Place, incomplete

_ROOTS = {"C": "C:/", "W": "C:/Windows/", "E": "%ExchangeInstallPath%/"}
_DEFAULT = "C:/Program Files/Microsoft/Exchange Server/V15"
_FAILED, _INCOMPLETE = 1, 2
"""Exit codes of the commands."""


def velociraptor(wanted: Sequence[Wanted], max_megabytes: int) -> str:
    """The artifact as YAML; files larger than the limit are listed and not uploaded."""
    return "\n".join(_lines(wanted, max_megabytes)) + "\n"


def _lines(wanted: Sequence[Wanted], max_megabytes: int) -> Iterator[str]:
    yield "name: Custom.Indicia.ExchangeServer"
    yield "description: |"
    yield "  Collects from an Exchange server what Indicia needs to answer its tests. It only reads (registry keys go"
    yield "  through a temporary file)."
    for one in wanted:
        yield f"  {one.line.id} {one.line.title}: decides {_decides(one)}"
        if one.line.note:
            yield f"    {one.line.note}"
    yield "author: The Indicia developers"
    yield "type: CLIENT"
    yield "precondition: SELECT OS FROM info() WHERE OS = 'windows'"
    yield "parameters:"
    yield "  - name: MaxBytes"
    yield "    type: int"
    yield f"    default: {max_megabytes * 2**20}"
    yield f"    description: Larger files are listed with their size and not uploaded ({max_megabytes} MiB)."
    yield "sources:"
    files = [pattern for one in wanted for pattern in _globs(one)]
    listed = [_glob(Place(place.root, place.path + "\\**")) for one in wanted for place in one.line.listing]
    raw = [_glob(place) for one in wanted for place in one.line.raw]
    if files:
        yield from _found("Files", files, upload=True)
    if raw:
        yield from _volume(raw)
    if listed:
        yield from _found("Listing", listed, upload=False)
    if any(one.line.exports or one.line.registry for one in wanted):
        yield from _exports(wanted)


def _decides(one: Wanted) -> str:
    return ", ".join((*one.tests, *one.mechanisms)) or "nothing by itself"


def _found(name: str, patterns: Sequence[str], *, upload: bool) -> Iterator[str]:
    """A source with a row for each file: path, size, times, hash; its content only where asked for."""
    yield f"  - name: {name}"
    yield "    query: |"
    yield "      LET Installed <= environ(var='ExchangeInstallPath')"
    yield f"      LET Exchange <= regex_replace(source=if(condition=Installed, then=Installed, else='{_DEFAULT}'),"
    yield "        re='[\\\\\\\\/]+$', replace='')"
    yield "      LET Globs <= ("
    distinct = tuple(dict.fromkeys(patterns))
    for number, pattern in enumerate(distinct, start=1):
        yield f"        {pattern}{',' if number < len(distinct) else ''}"
    yield "      )"
    yield "      SELECT OSPath, Size, Mtime, Btime,"
    yield f"        hash(path=OSPath, hashselect='SHA256').SHA256 AS SHA256{',' if upload else ''}"
    if upload:
        yield "        if(condition=Size < MaxBytes, then=upload(file=OSPath, mtime=Mtime)) AS Upload"
    yield "      FROM glob(globs=Globs, accessor='auto')"
    yield "      WHERE NOT IsDir"


def _volume(patterns: Sequence[str]) -> Iterator[str]:
    """A source for files that are read from the volume itself.

    Whatever their size: that of a journal counts its hole, which is not uploaded.
    """
    yield "  - name: Volume"
    yield "    query: |"
    yield "      SELECT OSPath, Size, Mtime, Btime, upload(file=OSPath, accessor='ntfs', mtime=Mtime) AS Upload"
    yield f"      FROM glob(globs=({', '.join(patterns)}), accessor='ntfs')"


def _globs(one: Wanted) -> Iterator[str]:
    for place in one.line.globs:
        yield _glob(place)
    for channel in one.line.channels:
        yield f"'C:/Windows/System32/winevt/Logs/{channel.replace('/', '%4')}.evtx'"


def _glob(place: Place) -> str:
    path = place.path.replace("\\", "/")
    if place.root == "E":
        return f"Exchange + '/{path}'"
    return f"'{_ROOTS[place.root]}{path}'"


def _exports(wanted: Sequence[Wanted]) -> Iterator[str]:
    yield "  - name: Exports"
    yield "    query: |"
    yield "      LET Commands = SELECT * FROM parse_json_array(data='''["
    rows = [row for one in wanted for row in _commands(one)]
    for number, row in enumerate(rows):
        yield f"        {row}{',' if number < len(rows) - 1 else ''}"
    yield "      ]''')"
    # A command that failed leaves no file: an empty one would say that it found nothing.
    yield "      SELECT File, Stderr, ReturnCode,"
    yield f"        if(condition=ReturnCode != {_FAILED},"
    yield "          then=upload(accessor='data', file=Stdout,"
    yield f"            name='exports/' + if(condition=ReturnCode = {_INCOMPLETE},"
    yield "              then=Incomplete, else=File))) AS Upload"
    yield "      FROM foreach(row=Commands, query={"
    yield "        SELECT File, Incomplete, Stdout, Stderr, ReturnCode FROM execve(length=1000000000,"
    yield "          argv=('powershell.exe', '-NoProfile', '-NonInteractive', '-Command', Run))"
    yield "      })"


def _commands(one: Wanted) -> Iterator[str]:
    before = "Add-PSSnapin Microsoft.Exchange.Management.PowerShell.SnapIn -ErrorAction SilentlyContinue; "
    for export in one.line.exports:
        shown = "$r" if export.file.endswith(".txt") else "$r | ConvertTo-Csv -NoTypeInformation"
        yield _command(export.file, export.run, shown, before if one.line.exchange_shell else "")
    for key in one.line.registry:
        run = (
            f'$f = [IO.Path]::GetTempFileName(); reg.exe export "{key}" $f /y | Out-Null; '
            "if ($LASTEXITCODE) { throw 'reg.exe could not export it' }; Get-Content $f; Remove-Item $f"
        )
        yield _command(key.replace("\\", "_") + ".reg", run, "$r", "")


def _command(file: str, run: str, shown: str, before: str) -> str:
    """A row of the table of commands, as JSON; the command tells by its exit code whether its answer is whole."""
    whole = (
        f"[Console]::OutputEncoding = [Text.Encoding]::UTF8; {before}$Error.Clear(); "
        f"try {{ $r = @(& {{ {run} }}) }} catch {{ $r = @() }}; "
        '$Error | ForEach-Object { [Console]::Error.WriteLine("$_") }; '
        f"if ($Error -and -not $r.Count) {{ exit {_FAILED} }}; {shown}; if ($Error) {{ exit {_INCOMPLETE} }}; exit 0"
    )
    row = {"File": file, "Incomplete": incomplete(file), "Run": whole}
    return orjson.dumps(row).decode().replace("'''", "''")
