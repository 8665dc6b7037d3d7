"""The plan as an artifact of Velociraptor (VQL): files with their hashes, event logs, exports.

Source: Velociraptor documentation, “Artifacts” and the plugins glob, upload, hash and execve.
"""

from collections.abc import Iterator, Sequence

from indicia.assessment.collecting import Wanted
from indicia.knowledge.collecting import Place

_ROOTS = {"C": "C:/", "W": "C:/Windows/", "E": "%ExchangeInstallPath%/"}
_DEFAULT = "C:/Program Files/Microsoft/Exchange Server/V15"


def velociraptor(wanted: Sequence[Wanted], max_megabytes: int) -> str:
    """The artifact as YAML; files larger than the limit are listed and not uploaded."""
    return "\n".join(_lines(wanted, max_megabytes)) + "\n"


def _lines(wanted: Sequence[Wanted], max_megabytes: int) -> Iterator[str]:
    yield "name: Custom.Indicia.ExchangeServer"
    yield "description: |"
    yield "  Collects from an Exchange server what Indicia needs to answer its tests. It only reads."
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
    globs = [place for one in wanted for place in (*one.line.globs, *one.line.listing)]
    if globs or any(one.line.channels for one in wanted):
        yield from _files(wanted)
    if any(one.line.exports or one.line.registry for one in wanted):
        yield from _exports(wanted)


def _decides(one: Wanted) -> str:
    return ", ".join((*one.tests, *one.mechanisms)) or "nothing by itself"


def _files(wanted: Sequence[Wanted]) -> Iterator[str]:
    yield "  - name: Files"
    yield "    query: |"
    yield "      LET Exchange <= regex_replace("
    yield f"        source=environ(var='ExchangeInstallPath') || '{_DEFAULT}', re='[\\\\\\\\/]+$', replace='')"
    yield "      LET Globs <= ("
    patterns = [pattern for one in wanted for pattern in _globs(one)]
    for number, pattern in enumerate(dict.fromkeys(patterns)):
        comma = "," if number < len(dict.fromkeys(patterns)) - 1 else ""
        yield f"        {pattern}{comma}"
    yield "      )"
    yield "      SELECT OSPath, Size, Mtime, Btime, hash(path=OSPath, hashselect='SHA256') AS Hash,"
    yield "        if(condition=Size < MaxBytes, then=upload(file=OSPath, mtime=Mtime)) AS Upload"
    yield "      FROM glob(globs=Globs, accessor='auto')"
    yield "      WHERE NOT IsDir"


def _globs(one: Wanted) -> Iterator[str]:
    for place in one.line.globs:
        yield _glob(place)
    for place in one.line.listing:
        yield _glob(Place(place.root, place.path + "\\**"))
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
    yield "      SELECT File, Stderr, ReturnCode,"
    yield "        upload(accessor='data', file=Stdout, name='exports/' + File) AS Upload"
    yield "      FROM foreach(row=Commands, query={"
    yield "        SELECT File, Stdout, Stderr, ReturnCode FROM execve(length=1000000000,"
    yield "          argv=('powershell.exe', '-NoProfile', '-NonInteractive', '-Command', Run))"
    yield "      })"


def _commands(one: Wanted) -> Iterator[str]:
    import orjson

    before = "Add-PSSnapin Microsoft.Exchange.Management.PowerShell.SnapIn; " if one.line.exchange_shell else ""
    for export in one.line.exports:
        table = "" if export.file.endswith(".txt") else " | ConvertTo-Csv -NoTypeInformation"
        run = f"{before}{export.run}{table}"
        yield orjson.dumps({"File": export.file, "Run": run}).decode().replace("'''", "''")
    for key in one.line.registry:
        name = key.replace("\\", "_") + ".reg"
        out = "$f = [IO.Path]::GetTempFileName()"
        run = f'{out}; reg export "{key}" $f /y | Out-Null; Get-Content -Raw $f; Remove-Item $f'
        yield orjson.dumps({"File": name, "Run": run}).decode()
