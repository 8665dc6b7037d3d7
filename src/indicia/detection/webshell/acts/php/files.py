"""Files that PHP reads, writes, moves and deletes."""

import re

from indicia.detection.webshell.acts.kept_files import note_renamed, place_of, read_from
from indicia.detection.webshell.acts.programs import feeds
from indicia.detection.webshell.acts.writing import write
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call, Site
from indicia.detection.webshell.values.kinds import PHP_FILES
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import ADDRESS, NOTHING, Trail, Value, passed

_OPENS = re.compile(r"file_get_contents|\bfile\s*\(|\bf(?:read|gets|getcsv)\b|stream_get|readfile", re.IGNORECASE)
"""What takes out of a file what it holds."""


def _names(value: Value) -> Trail | None:
    """Who chose a path: not the client, where it is that under which the server keeps what was uploaded."""
    trail = value.trail
    if trail is None or trail.kind != "upload" or any(_OPENS.search(step[1]) for step in trail.steps):
        return trail
    return None


def acts_on_files(page: Page, call: Call) -> Value | None:
    """What a function does with files; null for any other."""
    name, args, site, first = call.name, call.args, call.site, call.first
    second = args[1] if len(args) > 1 else NOTHING
    if name == "error_log" and len(args) > 2 and (args[1].const or "") == "3":
        write(page, Value(path="file.append", target=args[2].trail, place=args[2].const), first, site)
        return NOTHING
    if name in {"glob", "scandir"} and first.trail is None:
        return Value(path="glob")
    if name == "tmpfile":
        return Value(path="file")
    if name in {"file_get_contents", "fopen", "file", "readfile", "curl_exec", "stream_get_contents"}:
        return _opened(page, name, args, site)
    if name in {"file_put_contents"} and len(args) > 1:
        kept = "file.append" if "FILE_APPEND" in page.code.at(site) else "file"
        write(page, Value(path=kept, target=_names(first), place=place_of(page, first, site)), second, site)
        if (
            second.trail is not None
            and (second.trail.rank == 0 or (second.trail.rank == 1 and (second.place or "").startswith("<?")))
            and first.trail is None
            and first.const is None
            and len(page.code) < 20_000
        ):
            # Whoever includes that file includes what the request sent.
            for variable in re.findall(r"\$(\w+)", page.code.at(site))[:1]:
                sent = Trail(second.trail.source, second.trail.line, "upload", second.trail.steps)
                page.names.assign(variable.lower(), Value(trail=sent))
        return NOTHING
    if name in {"fwrite", "fputs", "gzwrite", "socket_write", "fputcsv"} and len(args) > 1:
        if first.path == "socket":
            page.act(Effect.SENDS, site, second)
        elif feeds(page, first.path, name, second, site):
            return NOTHING
        else:
            if first.path == "file" and first.place is None and first.target is None:
                first = Value(path="file", place=page.code.variable_in(site))
            write(page, first, second, site)
        return NOTHING
    if name in {"move_uploaded_file", "copy", "rename"} and len(args) > 1:
        if first.trail is None:
            note_renamed(page, first, second, site)
        if first.trail is not None and first.trail.kind == "upload":
            page.act(Effect.UPLOADS, site, second, content=first.trail)
        elif (first.const or "").startswith(("http", "ftp:")) or (first.path == ADDRESS and first.trail is None):
            sent = page.trail(site, "remote")
            page.act(Effect.WRITES, site, second, content=sent, place=second.place or second.const)
        elif first.trail is not None and second.trail is not None and name != "rename":
            page.act(Effect.MOVES, site, second)
        elif name == "rename" and first.trail is not None and not first.trail.checked:
            page.act(Effect.MOVES, site, first)
        return NOTHING
    if name in PHP_FILES and (named := _names(first)) is not None and not named.checked:
        page.act(PHP_FILES[name], site, first)
        return NOTHING
    return None


def _opened(page: Page, name: str, args: list[Value], site: Site) -> Value:
    first = args[0] if args else NOTHING
    text = (first.const or "").strip().lower()
    line = page.code.line(site.at)
    if text.startswith("php://input") or (text.startswith("php://filter") and "resource=php://input" in text):
        return Value(trail=Trail(page.code.cut(site), line))
    elsewhere = first.path == ADDRESS and first.trail is None
    if text.startswith(("http://", "https://", "ftp://")) or elsewhere or name == "curl_exec":
        return Value(trail=Trail(page.code.cut(site), line, "remote"))
    if name == "fopen" and len(args) > 1:
        mode = args[1].const
        if mode is None or mode[:1] in "wacx" or "+" in mode:
            return Value(
                path="file.append" if mode and mode[0] == "a" else "file",
                target=_names(first),
                place=place_of(page, first, site),
            )
    if name == "stream_get_contents":
        return passed(args)
    if first.trail is None and name in {"file_get_contents", "file", "fopen"}:
        held = read_from(page, first, site)
        if held is not None:
            return Value(trail=held)
    if first.trail is not None:
        if first.trail.kind == "upload":
            return Value(trail=first.trail)
        if not first.trail.checked:
            page.act(Effect.READS, site, first)
        return Value(trail=first.trail.loosened())
    if "__file__" in page.code.at(site).lower():
        return Value(hidden="read from the script’s own file")
    return NOTHING
