"""What PHP does with files: it opens, includes and writes them."""

import re

from indicia.detection.webshell.constants import Constants
from indicia.detection.webshell.kept_files import PICTURES
from indicia.detection.webshell.secrets import SECRET
from indicia.detection.webshell.sink import Effect
from indicia.detection.webshell.tokens import Leaf, Node
from indicia.detection.webshell.value import NOTHING, Trail, Value

_SETTINGS = (".htaccess", ".user.ini", "web.config")
"""Names of files with settings of a server for one folder."""
_RUNS_OTHERS = re.compile(
    r"(?:addtype|addhandler|sethandler)[^\n]{0,80}php|auto_(?:prepend|append)_file|scriptprocessor|buildprovider",
    re.IGNORECASE,
)
"""What in them makes files of another kind scripts, or runs a script before each."""


class PhpFiles(Constants):
    """What PHP does with files."""

    def _include(self, node: Leaf, value: Value, nodes: list[Node]) -> None:
        if value.trail is None and (kept := self._kept_in(value, node.at, nodes[-1].end + 1)) is not None:
            self._act(Effect.INCLUDES, node.at, nodes[-1].end, Value(trail=kept))
            return
        if value.const is not None and value.trail is None:
            text = value.const.strip().lower()
            if text.startswith(("php://input", "data:")):
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
        if text.startswith(("http://", "https://", "ftp://")) or name == "curl_exec":
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

    def _write(self, file: Value, content: Value, at: int, end: int) -> None:
        if content.const is not None and ("<?" in content.const or "<%" in content.const or "<script" in content.const):
            self._dropped(content.const, file, at)
        place = (file.place or "").lower()
        if content.const is not None and place.endswith(_SETTINGS) and _RUNS_OTHERS.search(content.const):
            self._opaque(at, "it writes settings that make the server run other files as scripts")
        if content.trail is None and file.target is None:
            return
        if content.trail is not None and content.trail.kind == SECRET:
            self._act(Effect.DISCLOSES, at, end, content)
            return
        if file.path.startswith("file.append") and content.trail is not None and content.trail.is_password:
            self._act(Effect.APPENDS, at, end, content, place=file.place)
        self._written(file, content)
        self._act(
            Effect.WRITES,
            at,
            end,
            Value(trail=file.target, hidden=content.hidden),
            content=content.trail,
            place=file.place,
        )
