"""Files that a page writes: what may be a script, a page of its own, a setting of the server."""

import re

from msgspec.structs import replace

from indicia.detection.webshell.acts.constants import BY_OWN
from indicia.detection.webshell.acts.kept_files import keep_written
from indicia.detection.webshell.acts.texts import read_dropped
from indicia.detection.webshell.state.page import SMALL, Page
from indicia.detection.webshell.state.site import Site
from indicia.detection.webshell.state.undefined import is_undefined, made_outside
from indicia.detection.webshell.tokens.words import SCRIPT_ENDINGS
from indicia.detection.webshell.values.secrets import SECRET
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import GAP, HOLE, ONE_NAME, Value, with_trail

_SETTINGS = (".htaccess", ".user.ini", "web.config")
"""Names of files with settings of a server for one folder."""
_RUNS_OTHERS = re.compile(
    r"(?:addtype|addhandler|sethandler)[^\n]{0,80}php|auto_(?:prepend|append)_file|scriptprocessor|buildprovider",
    re.IGNORECASE,
)
"""What in them makes files of another kind scripts, or runs a script before each."""

_DECODED = re.compile(
    r"(?:decoded|computed) by (?:\w*(?:base64|hex|inflate|uncompress|gzdecode|rot13|uudecode|decodebuffer)|decode\b)"
)
"""What hides a text by an encoding; other functions are part of honest texts."""
_HEX_CODES = re.compile(
    r"chrw?\s*\([^()\n]{0,20}\(?\s*\"&h|fromcharcode\s*\(\s*(?:parseint\s*\([^\n;]{1,60},\s*16\s*\)|[\"']0x)",
    re.IGNORECASE,
)
"""Letters that are made of pairs of hexadecimal digits."""
_BY_CODES = ("decoded by chr", "decoded by fromcharcode", "put together from character codes")


_ALL_CODE = re.compile(rf"<%[=\s]*{GAP}\s*%>|<script[^>]{{0,200}}runat[^>]{{0,80}}>\s*{GAP}\s*</script", re.IGNORECASE)
"""A page all of whose code is a piece that is not known."""
_GIVES_CODE = re.compile(r"(?:<%=?|server\"{1,2}>|server\\\">)\"\s*[+&]\s*([A-Za-z_]\w*)\s*\(", re.IGNORECASE)
"""The function that stands behind the sign with which code begins."""
_CODE_BEGINS = re.compile(r"<%(?!@)=?|<\?(?:php|=)?|<script[^>]{0,200}runat[^>]{0,80}>|<jsp:scriptlet>", re.IGNORECASE)
_DIRECTIVE = re.compile(r"<%@\s*(?:page|control|webhandler|webservice|master)", re.IGNORECASE)


def _to_undefined(page: Page, file: Value) -> bool:
    """Whether nothing in a small page of ASP or ASP.NET gives the name of a file that is written.

    Or a function that is not in the page gives it, made of what the request names.
    """
    if page.php or page.java or len(page.code) > SMALL:
        return False
    if file.target is not None:
        sent = file.target
        plain = sent.loose and not (sent.mixed or sent.checked or sent.held or sent.steps[1:])
        return plain and made_outside(sent.source, page.code.text)
    if not (file.place or "").startswith("$"):
        return False
    return is_undefined((file.place or "")[1:], page.code.text)


def _filled_outside(page: Page, told: str, site: Site) -> None:
    """Note a script that is written, all of whose code a function gives that is not in a small page of ASP or
    ASP.NET."""
    if page.php or page.java or len(page.code) > SMALL or not _ALL_CODE.search(told):
        return
    found = _GIVES_CODE.search(page.code.text)
    if found is not None and is_undefined(found[1], page.code.text):
        what = "writes a script whose code comes from outside this page"
        page.unknown(Effect.WRITES, site, what)


def write(page: Page, file: Value, content: Value, site: Site) -> None:
    """Note what is written to a file; `file` says which, `content` what."""
    if content.const is not None and ("<?" in content.const or "<%" in content.const or "<script" in content.const):
        read_dropped(page, content.const, file, site.at)
    elif content.const is None and content.trail is None and content.told.count(GAP) < 20:
        # A page with a piece that is not known, such as its password.
        read_dropped(page, content.told.replace(GAP, "x"), file, site.at)
    place = (file.place or "").lower()
    if content.const is None and content.trail is None and place.endswith(SCRIPT_ENDINGS):
        _filled_outside(page, content.told, site)
    if content.const is not None and place.endswith(_SETTINGS) and _RUNS_OTHERS.search(content.const):
        page.opaque(site.at, "it writes settings that make the server run other files as scripts")
    if (
        content.const is None
        and content.trail is None
        and place.rstrip("\0").endswith(SCRIPT_ENDINGS)
        and (
            _DECODED.match(content.hidden)
            or (content.hidden == BY_OWN and page.code.mentions("base64"))
            or (content.hidden.startswith(_BY_CODES) and page.code.matches(_HEX_CODES))
        )
    ):
        page.opaque(site.at, f"it writes a script from text that is {content.hidden}")
    if content.trail is None and file.target is None:
        return
    if content.trail is not None and content.trail.kind == SECRET:
        page.act(Effect.DISCLOSES, site, content)
        return
    if file.path.startswith("file.append") and content.trail is not None and content.trail.is_password:
        page.act(Effect.APPENDS, site, content, place=file.place)
    if content.trail is not None and content.trail.mixed and in_code(content.told):
        content = with_trail(content, replace(content.trail, mixed=False))
    if content.trail is not None and content.trail.rank == 0 and _to_undefined(page, file):
        what = "writes what a request sends into a file that is named outside this page"
        page.unknown(Effect.WRITES, site, what)
    keep_written(page, file, content)
    # An upload that is kept under the path that its client gives it, by the bytes.
    named = file.target is not None and file.target.kind == "name" and ONE_NAME not in file.target.held
    uploads = named and content.trail is not None and content.trail.kind == "upload"
    page.act(
        Effect.UPLOADS if uploads else Effect.WRITES,
        site,
        Value(trail=file.target, hidden=content.hidden),
        content=content.trail,
        place=file.place,
    )


def in_code(told: str) -> bool:
    """Whether what a request sends stands in a page that is written as code: inside its tags and in no text of it."""
    for at in [found.start() for found in re.finditer(HOLE, told)][:20]:
        before = told[:at]
        begins = max((found.end() for found in _CODE_BEGINS.finditer(before)), default=-1)
        if begins >= 0 and "%>" not in before[begins:] and "?>" not in before[begins:]:
            code = before[begins:]
            if code.count('"') % 2 == 0 and code.count("'") % 2 == 0:
                return True
        elif _DIRECTIVE.search(before) and "</" not in before:
            return True
    return False
