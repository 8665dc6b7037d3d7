"""What PHP does with files: it opens, includes and writes them."""

import re

from msgspec.structs import replace

from indicia.detection.webshell.acts.constants import BY_OWN, Constants
from indicia.detection.webshell.acts.kept_files import PICTURES
from indicia.detection.webshell.acts.secrets import SECRET
from indicia.detection.webshell.acts.undefined import is_undefined, made_outside
from indicia.detection.webshell.tokens.tokens import Leaf, Node
from indicia.detection.webshell.tokens.words import SCRIPT_ENDINGS
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import ADDRESS, GAP, HOLE, NOTHING, Trail, Value, with_trail

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
_CODE_BEGINS = re.compile(r"<%(?!@)=?|<\?(?:php|=)?|<script[^>]{0,200}runat[^>]{0,80}>|<jsp:scriptlet>", re.IGNORECASE)
_DIRECTIVE = re.compile(r"<%@\s*(?:page|control|webhandler|webservice|master)", re.IGNORECASE)


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


_ALL_CODE = re.compile(rf"<%[=\s]*{GAP}\s*%>|<script[^>]{{0,200}}runat[^>]{{0,80}}>\s*{GAP}\s*</script", re.IGNORECASE)
"""A page all of whose code is a piece that is not known."""
_GIVES_CODE = re.compile(r"(?:<%=?|server\"{1,2}>|server\\\">)\"\s*[+&]\s*([A-Za-z_]\w*)\s*\(", re.IGNORECASE)
"""The function that stands behind the sign with which code begins."""
_SMALL = 6000
"""Characters of a page."""


class PhpFiles(Constants):
    """What PHP does with files."""

    def _include(self, node: Leaf, value: Value, nodes: list[Node]) -> None:
        if value.trail is None and (kept := self._kept_in(value, node.at, nodes[-1].end + 1)) is not None:
            self._act(Effect.INCLUDES, node.at, nodes[-1].end, Value(trail=kept))
            return
        if value.const is not None and value.trail is None:
            text = value.const.strip().lower()
            if "\1wrapper:" + text.partition("://")[0] in self._globals and (
                read := self._functions.get("stream_read")
            ):
                self._act(Effect.EVALUATES, node.at, nodes[-1].end, Value(trail=read.result.trail))
            elif text.startswith(("php://input", "data:")):
                trail = Trail(self._cut(node.at, nodes[-1].end), self._line(node.at))
                self._act(Effect.EVALUATES, node.at, nodes[-1].end, Value(trail=trail))
            elif text.startswith(("http://", "https://", "ftp://")):
                trail = Trail(self._cut(node.at, nodes[-1].end), self._line(node.at), "remote")
                self._act(Effect.INCLUDES, node.at, nodes[-1].end, Value(trail=trail))
            elif text.startswith("php://filter") and "resource=php://input" in text:
                trail = Trail(self._cut(node.at, nodes[-1].end), self._line(node.at))
                self._act(Effect.EVALUATES, node.at, nodes[-1].end, Value(trail=trail))
            elif text.endswith(PICTURES) and "://" not in text:
                trail = Trail(self._cut(node.at, nodes[-1].end), self._line(node.at), "stored")
                self._act(Effect.INCLUDES, node.at, nodes[-1].end, Value(trail=trail))
            return
        self._acts = True
        self._act(Effect.INCLUDES, node.at, nodes[-1].end, value)

    def _php_open(self, name: str, args: list[Value], at: int, end: int) -> Value:
        first = args[0] if args else NOTHING
        text = (first.const or "").strip().lower()
        line = self._line(at)
        if text.startswith("php://input") or (text.startswith("php://filter") and "resource=php://input" in text):
            return Value(trail=Trail(self._cut(at, end), line))
        elsewhere = first.path == ADDRESS and first.trail is None
        if text.startswith(("http://", "https://", "ftp://")) or elsewhere or name == "curl_exec":
            return Value(trail=Trail(self._cut(at, end), line, "remote"))
        if name == "fopen" and len(args) > 1:
            mode = args[1].const
            if mode is None or mode[:1] in "wacx" or "+" in mode:
                return Value(
                    path="file.append" if mode and mode[0] == "a" else "file",
                    target=first.trail,
                    place=self._place_of(first, at, end),
                )
        if name == "stream_get_contents":
            return self._passed(args)
        if first.trail is None and name in {"file_get_contents", "file", "fopen"}:
            held = self._read_from(first, at, end)
            if held is not None:
                return Value(trail=held)
        if first.trail is not None:
            if first.trail.kind == "upload":
                return Value(trail=first.trail)
            if not first.trail.checked:
                self._act(Effect.READS, at, end, first)
            return Value(trail=first.trail.loosened())
        if "__file__" in self._code[at:end].lower():
            return Value(hidden="read from the script’s own file")
        return NOTHING

    def _to_undefined(self, file: Value) -> bool:
        """Whether nothing in a small page of ASP or ASP.NET gives the name of a file that is written.

        Or a function that is not in the page gives it, made of what the request names.
        """
        if self._php or self._java or len(self._code) > _SMALL:
            return False
        if file.target is not None:
            sent = file.target
            plain = sent.loose and not (sent.mixed or sent.checked or sent.held or sent.steps[1:])
            return plain and made_outside(sent.source, self._code)
        if not (file.place or "").startswith("$"):
            return False
        return is_undefined((file.place or "")[1:], self._code)

    def _filled_outside(self, told: str, at: int, end: int) -> None:
        """Note a script that is written, all of whose code a function gives that is not in a small page of ASP or
        ASP.NET."""
        if self._php or self._java or len(self._code) > _SMALL or not _ALL_CODE.search(told):
            return
        found = _GIVES_CODE.search(self._code)
        if found is not None and is_undefined(found[1], self._code):
            what = "writes a script whose code comes from outside this page"
            self._shared.unknown.setdefault((Effect.WRITES, self._line(at)), (self._cut(at, end), what))

    def _write(self, file: Value, content: Value, at: int, end: int) -> None:
        if content.const is not None and ("<?" in content.const or "<%" in content.const or "<script" in content.const):
            self._dropped(content.const, file, at)
        elif content.const is None and content.trail is None and content.told.count(GAP) < 20:
            # A page with a piece that is not known, such as its password.
            self._dropped(content.told.replace(GAP, "x"), file, at)
        place = (file.place or "").lower()
        if content.const is None and content.trail is None and place.endswith(SCRIPT_ENDINGS):
            self._filled_outside(content.told, at, end)
        if content.const is not None and place.endswith(_SETTINGS) and _RUNS_OTHERS.search(content.const):
            self._opaque(at, "it writes settings that make the server run other files as scripts")
        if (
            content.const is None
            and content.trail is None
            and place.rstrip("\0").endswith(SCRIPT_ENDINGS)
            and (
                _DECODED.match(content.hidden)
                or (content.hidden == BY_OWN and self._mentions("base64"))
                or (content.hidden.startswith(_BY_CODES) and self._matches(_HEX_CODES))
            )
        ):
            self._opaque(at, f"it writes a script from text that is {content.hidden}")
        if content.trail is None and file.target is None:
            return
        if content.trail is not None and content.trail.kind == SECRET:
            self._act(Effect.DISCLOSES, at, end, content)
            return
        if file.path.startswith("file.append") and content.trail is not None and content.trail.is_password:
            self._act(Effect.APPENDS, at, end, content, place=file.place)
        if content.trail is not None and content.trail.mixed and in_code(content.told):
            content = with_trail(content, replace(content.trail, mixed=False))
        if content.trail is not None and content.trail.rank == 0 and self._to_undefined(file):
            what = "writes what a request sends into a file that is named outside this page"
            self._shared.unknown.setdefault((Effect.WRITES, self._line(at)), (self._cut(at, end), what))
        self._written(file, content)
        self._act(
            Effect.WRITES,
            at,
            end,
            Value(trail=file.target, hidden=content.hidden),
            content=content.trail,
            place=file.place,
        )
