"""The plan as a PowerShell script that reads, and writes below its own output folder only.

Works with Windows PowerShell 5.1, needs an elevated prompt, changes no setting, calls no other machine (commands of
Exchange ask the directory, as they always do).
"""

from collections.abc import Iterator, Sequence

from indicia.assessment.next_steps.collecting import Wanted
from indicia.knowledge.packs.collecting import Place

_HEAD = r"""#Requires -Version 5.1
#Requires -RunAsAdministrator
# Collects from an Exchange server what Indicia needs to answer its tests.  It reads; it writes below -Out only.
# Made by indicia collect-plan.  Lines of the plan: {lines}
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Out,
    [int] $MaxMegabytes = {limit},
    [datetime] $Since = '2021-01-01'
)
$ErrorActionPreference = 'Continue'
$Exchange = 'C:\Program Files\Microsoft\Exchange Server\V15'
if ($env:ExchangeInstallPath) {{ $Exchange = $env:ExchangeInstallPath.TrimEnd('\') }}
$Roots = @{{ C = "$env:SystemDrive\"; W = "$env:windir\"; E = "$Exchange\" }}
$Out = (New-Item -ItemType Directory -Force -Path $Out).FullName
$Whole = $Out.TrimEnd('\') + '\'
$Target = Join-Path $Out ("{{0}}-{{1:yyyyMMddTHHmmssZ}}" -f $env:COMPUTERNAME, [datetime]::UtcNow)
$Exports = (New-Item -ItemType Directory -Force -Path (Join-Path $Target 'exports')).FullName
$Log = Join-Path $Target 'collection.log'

function Write-Line([string] $Text) {{
    $Line = "{{0:s}}Z {{1}}" -f [datetime]::UtcNow, $Text
    Add-Content -LiteralPath $Log -Value $Line
    Write-Host $Line
}}

function Copy-Found([string] $Root, [string] $Folder, [string] $Mask, [bool] $Deep) {{
    $Base = Join-Path $Roots[$Root] $Folder
    # A wildcard in the folder stands for the folders themselves, so each is opened by its own name.
    $Folders = @(Get-Item -Path $Base -Force -ErrorAction SilentlyContinue | Where-Object {{ $_.PSIsContainer }})
    if (-not $Folders) {{ Write-Line "not there: $Base"; return }}
    foreach ($Each in $Folders) {{
        Get-ChildItem -LiteralPath $Each.FullName -Filter $Mask -File -Force -Recurse:$Deep `
            -ErrorAction SilentlyContinue -ErrorVariable Unread |
            Where-Object {{ $_.LastWriteTimeUtc -ge $Since -or $_.Extension -notin '.log' }} |
            Where-Object {{ -not $_.FullName.StartsWith($Whole, 'OrdinalIgnoreCase') }} |
            ForEach-Object {{ Copy-One $_ }}
        foreach ($One in $Unread) {{ Write-Line "could not be listed: $One" }}
    }}
}}

function Copy-One([IO.FileInfo] $File) {{
    if ($File.Length -gt $MaxMegabytes * 1MB) {{
        Write-Line "too large, left: $($File.FullName) ($($File.Length) bytes)"
        return
    }}
    $Copy = Join-Path $Target ($File.FullName -replace ':', '')
    New-Item -ItemType Directory -Force -Path (Split-Path $Copy) | Out-Null
    Copy-Item -LiteralPath $File.FullName -Destination $Copy -ErrorAction SilentlyContinue -ErrorVariable Failed
    if ($Failed) {{ Write-Line "could not be copied: $($File.FullName): $($Failed[0])" }}
}}

function Export-Channel([string] $Channel) {{
    $File = Join-Path $Target ("C\Windows\System32\winevt\Logs\{{0}}.evtx" -f ($Channel -replace '/', '%4'))
    New-Item -ItemType Directory -Force -Path (Split-Path $File) | Out-Null
    wevtutil.exe epl $Channel $File 2>&1 | ForEach-Object {{ Write-Line "event log ${{Channel}}: $_" }}
}}

function Export-Answer([string] $File, [scriptblock] $Run) {{
    # An empty file says that the command found nothing.  So where it failed, none is written.
    $Path = Join-Path $Exports $File
    $Error.Clear()
    try {{ $Rows = @(& $Run) }} catch {{ $Rows = @() }}
    $Failed = @($Error | ForEach-Object {{ "$_" }})
    foreach ($One in ($Failed | Select-Object -First 5)) {{ Write-Line "${{File}}: $One" }}
    if ($Failed -and -not $Rows.Count) {{ Write-Line "${{File}}: not written, the command failed"; return }}
    if ($Failed) {{
        $Path = $Path -replace '\.(\w+)$', '.incomplete.$1'
        Write-Line "${{File}}: incomplete, $($Failed.Count) errors"
    }}
    if ($File -like '*.txt') {{ $Rows | Out-File -LiteralPath $Path -Encoding utf8 }}
    elseif ($Rows.Count) {{ $Rows | Export-Csv -LiteralPath $Path -NoTypeInformation -Encoding UTF8 }}
    else {{ New-Item -ItemType File -Force -Path $Path | Out-Null }}
}}

function Export-Key([string] $Key) {{
    $File = Join-Path $Exports (($Key -replace '\\', '_') + '.reg')
    $Said = reg.exe export $Key $File /y 2>&1
    if ($LASTEXITCODE -ne 0) {{ Write-Line "${{Key}}: $Said" }}
}}

function Export-List([string] $Root, [string] $Folder) {{
    $Base = Join-Path $Roots[$Root] $Folder
    if (-not (Test-Path -LiteralPath $Base)) {{ Write-Line "not there: $Base"; return }}
    Get-ChildItem -LiteralPath $Base -File -Force -Recurse -ErrorAction SilentlyContinue | ForEach-Object {{
        [pscustomobject] @{{
            FullName = $_.FullName
            Length = $_.Length
            CreationTimeUtc = $_.CreationTimeUtc.ToString('s')
            LastWriteTimeUtc = $_.LastWriteTimeUtc.ToString('s')
            SHA256 = (Get-FileHash -LiteralPath $_.FullName -Algorithm SHA256 -ErrorAction SilentlyContinue).Hash
        }}
    }} | Export-Csv -LiteralPath (Join-Path $Exports 'files.csv') -NoTypeInformation -Encoding UTF8 -Append
}}

Write-Line "collecting from $env:COMPUTERNAME into $Target"
"""
_TAIL = r"""
Get-ChildItem -Path $Target -File -Recurse | Where-Object { $_.Name -ne 'manifest.csv' } | ForEach-Object {
    [pscustomobject] @{
        Member = $_.FullName.Substring($Target.Length + 1)
        Bytes = $_.Length
        SHA256 = (Get-FileHash -LiteralPath $_.FullName -Algorithm SHA256).Hash
    }
} | Export-Csv -LiteralPath (Join-Path $Target 'manifest.csv') -NoTypeInformation -Encoding UTF8
# Compress-Archive of Windows PowerShell 5.1 takes no file of 2 GB or more.
Add-Type -AssemblyName System.IO.Compression.FileSystem
[IO.Compression.ZipFile]::CreateFromDirectory($Target, "$Target.zip", 'Fastest', $true)
Write-Line "done: $Target.zip"
"""


def powershell(wanted: Sequence[Wanted], max_megabytes: int) -> str:
    """The script, UTF-8 with Windows line ends (a byte order mark is for the caller)."""
    lines = ", ".join(one.line.id for one in wanted)
    head = _HEAD.format(lines=lines, limit=max_megabytes)
    body = "\n".join(line for one in wanted for line in _line(one))
    return (head + body + "\n" + _TAIL).replace("\n", "\r\n")


def _line(one: Wanted) -> Iterator[str]:
    line = one.line
    decides = ", ".join((*one.tests, *one.mechanisms)) or "nothing by itself"
    yield ""
    yield f"# {line.id} {line.title}: decides {decides}"
    if line.note:
        yield f"# {line.note}"
    yield f"Write-Line {_quoted(f'{line.id} {line.title}')}"
    for place in line.globs:
        yield _copy(place)
    for place in line.raw:
        path = f"{place.root}:\\{place.path}"
        yield f"Write-Line {_quoted(f'not copied, needs a tool that reads the volume itself: {path}')}"
    yield from (f"Export-Channel {_quoted(channel)}" for channel in line.channels)
    yield from (f"Export-Key {_quoted(key)}" for key in line.registry)
    yield from (f"Export-List {_quoted(place.root)} {_quoted(place.path)}" for place in line.listing)
    if line.exchange_shell:
        yield "Add-PSSnapin Microsoft.Exchange.Management.PowerShell.SnapIn -ErrorAction SilentlyContinue"
    for export in line.exports:
        yield f"Export-Answer {_quoted(export.file)} {{ {export.run} }}"


def _copy(place: Place) -> str:
    folder, _, mask = place.path.rpartition("\\")
    deep = "**" in place.path
    folder = folder.replace("\\**", "").removesuffix("**")
    mask = "*" if mask == "**" else mask
    return f"Copy-Found {_quoted(place.root)} {_quoted(folder)} {_quoted(mask)} ${'true' if deep else 'false'}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
