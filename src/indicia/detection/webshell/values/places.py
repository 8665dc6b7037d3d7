"""Where a file lies that a page keeps, as far as its path is known: outside of what the site runs, or perhaps in it."""

import re
from collections.abc import Iterable

from msgspec.structs import replace

from indicia.detection.webshell.values.value import EITHER, GAP, HOLE, MOST_TOLD, SITE, Held, Value, told_of

_BEGINS = re.compile(rf"[A-Za-z]:[\\/]|\\\\[\w.-]|{GAP}[~\\/]")
"""How a text begins that says where a file lies: with a drive, a share, something below a folder that is worked out."""
_ABSOLUTE = re.compile(r"[A-Za-z]:|[\\/]")
_HIDDEN = "app_data"
"""The folder of a site of which no server gives or runs anything."""
_OF_SITES = re.compile(
    r".*(?:www|inetpub|htdocs|httpd|iis|sharepoint|exchange server|exchsrvr|httpproxy|clientaccess|frontend|aspnet).*"
    r"|.*\$.*"
    r"|webs?|web[ _-]?(?:sites?|root|apps?|server|space|pages?|content)|sites?|v?hosts?|hosting|domains?"
    r"|(?:public_?)?html|homepages?|intranet|extranet|portal|apps?|applications?|virtual|owa|ecp|ews|auth|layouts"
    r"|template|web server extensions|bin|app_\w+|scripts|windows|winnt|system32|syswow64|inetsrv|program files.*"
    r"|progra~\d|programdata|users|documents and settings|all users|perflogs|recycle.*|start menu|startup|tasks"
)
"""Folders in which a site may lie, from which a machine starts things, or in which an intruder leaves them."""
_NAME = re.compile(r"\.\s*(?:short|safe)?filename(?:\s*\(\s*\))?[\s)]*$", re.IGNORECASE)
"""The name of an uploaded file as components give it, without a folder, at the end of a call."""
_SERVERS = re.compile(r"(?:www|web|iis|exch|owa|mx|localhost|127\.).*|\.")
"""Machines on whose shares sites may lie."""


def tells_place(told: str) -> bool:
    """Whether what is told of a text says where a file lies."""
    return _BEGINS.match(told) is not None


def lies_outside(told: str, *, steady: bool) -> bool:
    """Whether all that a path may be lies outside of what a site runs, whatever name a request puts at its end.

    `steady` says that no folder which a request names leads up.
    """
    return bool(told) and all(_outside(text.replace("/", "\\"), steady) for text in told.split(EITHER))


def _outside(text: str, steady: bool) -> bool:
    before, hole, behind = text.partition(HOLE)
    if not hole or not tells_place(text) or ".." in behind or ("\\" in behind and not steady):
        return False
    site, share = before.startswith(GAP), before.startswith("\\\\")
    first, *parts = before.lstrip("\\").lower().split("\\")[:-1] or [""]
    folders: list[str] = []
    above = False
    for part in parts:
        if part == "..":
            if not folders and first != SITE:
                return False
            above = above or not folders
            folders = folders[:-1]
        elif part not in {"", ".", "~"}:
            folders.append(part)
    if site and not above:
        return _HIDDEN in folders
    if share and _SERVERS.fullmatch(first):
        return False
    return bool(folders) and GAP not in folders[0] and not any(map(_OF_SITES.fullmatch, folders))


def path_of(values: Iterable[Value]) -> str:
    """What is told of a path that is put together of these: one that is absolute stands for all before it."""
    told = ""
    for piece in map(told_of, values):
        if piece:
            told = piece if not told or _ABSOLUTE.match(piece) else told.rstrip("\\/") + "\\" + piece
    return told[:MOST_TOLD]


def mapped(told: str) -> str:
    """What is told of the file that the server gives for a path of the site."""
    root = told.startswith(("~", "/", "\\"))
    return f"{SITE if root else GAP}\\{told.lstrip('~').lstrip(chr(92) + '/')}"[:MOST_TOLD]


def around(told: str, *, member: bool) -> str:
    """What is told of the folder around this one; `member` says that a separator at its end plays no part."""
    if not tells_place(told):
        return ""
    return told[:-1] if told.endswith(("\\", "/")) and not member else f"{told}\\.."


def keeps_apart(path: Value, code: str, *, followed: bool) -> bool:
    """Whether an uploaded file is kept outside of what a site runs; `code` is that of the call.

    `followed` says that names of uploaded files are followed, as in ASP.NET; what is no such name is one of the page.
    Of a component what names the file is known by its member alone.
    """
    if path.trail is not None:
        return Held.APART in path.trail.held
    if path.const is not None:
        return lies_outside(path.const + HOLE, steady=True)
    told = path.told[:1] + path.told[1:].replace(GAP, HOLE)
    told = told if not told or HOLE in told else told + HOLE
    return (followed or _NAME.search(code) is not None) and lies_outside(told, steady=followed)


def placed(value: Value) -> Value:
    """The same value, with what is known of where the file lies of which it is the path."""
    trail = value.trail
    if trail is None:
        return value
    below = Held.FOLDER in trail.held
    # Pages of ASP take the last part of a path by the separator that Windows writes.
    apart = (below or Held.NO_BACKSLASH in trail.held) and lies_outside(
        value.told, steady=below or Held.NO_UP in trail.held
    )
    if apart is (Held.APART in trail.held):
        return value
    made = replace(trail, held=trail.held | Held.APART if apart else trail.held & ~Held.APART)
    return Value(None, made, value.path, value.hidden, value.items, value.target, value.place, value.number, value.told)
