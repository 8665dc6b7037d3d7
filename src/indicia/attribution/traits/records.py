"""Traits that one finding, and one record kept in it, holds."""

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache

from indicia.assessment.labels import page_name, web_path
from indicia.detection.analyses.common.webfolder import KNOWN_BACK_END_NAMES, KNOWN_FRONT_END_PAGES
from indicia.model.finding import Exhibit, Finding, Severity, Stage
from indicia.model.trait import TraitKind

Pair = tuple[TraitKind, str]

_KNOWN_NAMES = KNOWN_BACK_END_NAMES | {page.rsplit("/", 1)[-1] for page in KNOWN_FRONT_END_PAGES}
_OPENS = re.compile(r"(<script\b[^>]{0,200}runat[^>]{0,200}>)|(<%(?![-@]))|<\?(?:php|=)", re.IGNORECASE)
_BLANK = re.compile(r"[\s\"']+")
"""What may differ between copies of one script beside comments: blanks, and quotes that a log doubles."""
_LEAST_CODE = 12
"""Characters without these; shorter code is everybody's."""
_ASKED = re.compile(
    r"\brequest(?:\s*\.\s*(?:item|form|querystring|headers|params|cookies))?\s*[\[(]\s*[\"']{1,2}([^\"'\])]{1,64})[\"']"
    r"|\$_(?:post|get|request|cookie)\s*\[\s*[\"']?([^\"'\]]{1,64})"
    r"|\bgetparameter\s*\(\s*[\"']([^\"')]{1,64})",
    re.IGNORECASE,
)
_MOST_ASKED = 4
"""A page that asks for more values than this is an application: none of them is a password."""
_MOST_CODE = 65_536
_SHA256 = re.compile(r"SHA256=([0-9A-Fa-f]{64})")
_EMPTY = frozenset({"0" * 64, hashlib.sha256(b"").hexdigest()})
_PROGRAMS = (".exe", ".dll", ".ps1", ".bat", ".vbs", ".sys")
_PARTS = re.compile(r"&&|&|\|\||;")
_SHELL = re.compile(r"^\"?(?:[a-z]:\\windows\\sys\w+\\)?(?:cmd|command)(?:\.exe)?\"?\s+(?:/[a-z]\s+)*/[ck]\s*", re.I)
_NUMBER = re.compile(r"(?<![\w.:/\\-])\d{2,}(?![\w.:/\\-])")
_SETTINGS = ("S:CMD", "CmdletParameters")
_MAILBOX = re.compile(r"^(?:smtp[~:])?([a-z0-9._%+-]{1,64})@[a-z0-9.-]+\.[a-z]{2,}$", re.IGNORECASE)


def of_finding(finding: Finding) -> Iterator[Pair]:
    """What a finding is about: pages and programs that were planted, tokens."""
    for kind, value in finding.joins.items():
        if kind == "canary":
            yield TraitKind.MARKER, value
    if (finding.stage or Stage.NONE) < Stage.IMPLANTED:
        return
    for item in finding.objects:
        name = page_name(item)
        if name:
            if name in _KNOWN_NAMES:
                continue
            yield TraitKind.PAGE_NAME, name
            if not item.lower().endswith(".compiled") and (address := web_path(item)):
                yield TraitKind.PAGE, address
        elif "\\" in item and ":" in item[:2]:
            yield TraitKind.IMPLANT, item.lower()


def of_record(exhibit: Exhibit, finding: Finding, host: str) -> Iterator[Pair]:
    """What one record shows: who asked with what, for what; what lies in a file; what was run."""
    if agent := _last(exhibit, "cs-user-agent", "UserAgent"):
        yield TraitKind.AGENT, agent.lower()
    if exhibit.source == "httpproxy":
        yield from _forged(exhibit)
    elif exhibit.table == "web_request" and finding.stage is Stage.PROBED:
        yield TraitKind.FORGED, _last(exhibit, "cs-uri-stem").lower()
    if not (finding.stage or Stage.NONE) >= Stage.EXPLOITED and (finding.stage or finding.severity < Severity.MEDIUM):
        return
    if exhibit.table == "file":
        yield from _file(exhibit)
    for name in _SETTINGS:
        if text := _last(exhibit, name):
            yield from _script(text)
    yield from _event(exhibit, host)


def _forged(exhibit: Exhibit) -> Iterator[Pair]:
    anchor = _last(exhibit, "AnchorMailbox")
    lower = anchor.lower()
    named = _MAILBOX.match(anchor)
    if named and "]@" not in anchor:
        yield TraitKind.MAILBOX, named.group(1).lower()
    if not lower.startswith("serverinfo~") and "]@" not in anchor:
        return
    target, slash, path = lower.removeprefix("serverinfo~").partition("/")
    if slash:
        sender = target.rpartition("@")[0]
        path = re.split("[?#]", path, maxsplit=1)[0]
        yield TraitKind.FORGED, f"{sender}{'@' if sender else ''}* /{path}"
        yield TraitKind.FORGED, _last(exhibit, "UrlStem").lower()


def _file(exhibit: Exhibit) -> Iterator[Pair]:
    path = _last(exhibit, "Path").lower()
    sha256 = _last(exhibit, "SHA256").lower()
    known = bool(sha256) and sha256 not in _EMPTY
    if page_name(path) and not path.endswith(".compiled"):
        if known:
            yield TraitKind.SHELL_HASH, sha256
        source = _last(exhibit, "ShellSource")
        yield from _asked(source) if source else ()
        yield from _script(_last(exhibit, "Content"), asked=not source)
    elif known and path.endswith(_PROGRAMS):
        yield TraitKind.TOOL_HASH, sha256


def _script(text: str, *, asked: bool = True) -> Iterator[Pair]:
    """The code of a page, and the values of the request that it asks for."""
    text = text[:_MOST_CODE]
    code = "".join(_codes(text))
    bare = _BLANK.sub("", _without_comments(code)).lower()
    if len(bare) >= _LEAST_CODE:
        yield TraitKind.SHELL_CODE, hashlib.sha256(bare.encode("utf-8", "backslashreplace")).hexdigest()
    if asked and code:
        yield from _asked(code)


def _codes(text: str) -> Iterator[str]:
    """What stands between marks of code; searched forward only, whatever the text."""
    lower, at = text.lower(), 0
    while (opens := _OPENS.search(text, at)) is not None:
        closing = "</script>" if opens.group(1) else "%>" if opens.group(2) else "?>"
        end = lower.find(closing, opens.end())
        yield text[opens.end() : end if end >= 0 else len(text)]
        if end < 0:
            return
        at = end + len(closing)


def _without_comments(code: str) -> str:
    kept, at = [], 0
    while (begin := code.find("/*", at)) >= 0:
        kept.append(code[at:begin])
        end = code.find("*/", begin + 2)
        if end < 0:
            return "".join(kept)
        at = end + 2
    return "".join((*kept, code[at:]))


def _asked(code: str) -> Iterator[Pair]:
    names = {next(part for part in found.groups() if part).strip().lower() for found in _ASKED.finditer(code)}
    if len(names) <= _MOST_ASKED:
        for name in sorted(names - {""}):
            yield TraitKind.PASSWORD, name


def _event(exhibit: Exhibit, host: str) -> Iterator[Pair]:
    hashes = _SHA256.search(_last(exhibit, "Hashes"))
    if hashes and hashes.group(1).lower() not in _EMPTY:
        written, image = _last(exhibit, "TargetFilename").lower(), _last(exhibit, "Image").lower()
        if written:
            if page_name(written) and not written.endswith(".compiled"):
                yield TraitKind.SHELL_HASH, hashes.group(1).lower()
        elif image and not image.startswith("c:\\windows\\") and image.endswith(_PROGRAMS):
            yield TraitKind.TOOL_HASH, hashes.group(1).lower()
    for command in commands(_last(exhibit, "CommandLine"), host):
        yield TraitKind.COMMAND, command


def commands(line: str, host: str) -> Iterator[str]:
    """The commands in a command line, in a form that does not depend on the host: no shell, own name or process id."""
    text = _SHELL.sub("", " ".join(line.lower().split()))
    own = _own(host.lower())
    for part in _PARTS.split(text[:4000]):
        command = part.strip().strip('"').strip()
        command = own.sub("*", command)
        command = _NUMBER.sub("#", command)
        if len(command) > 2:
            yield command


@lru_cache(maxsize=64)
def _own(host: str) -> re.Pattern[str]:
    """The host's full and short name as words of their own."""
    return re.compile(rf"(?<![\w-])(?:{re.escape(host)}|{re.escape(host.split('.', 1)[0])})(?![\w-])")


def _last(exhibit: Exhibit, *names: str) -> str:
    """The first of these fields that holds a text, in its most decoded form; empty where none does."""
    for name in names:
        value = exhibit.fields.get(name)
        if isinstance(value, tuple):
            value = next((item for item in reversed(value) if item), "")
        if isinstance(value, str) and value not in {"", "-"}:
            return value
    return ""
