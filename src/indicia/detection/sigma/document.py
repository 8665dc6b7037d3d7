"""The YAML documents of one file as data, within bounds: size, depth, spread of aliases, no key twice.

A line that begins with `---` or `...` separates documents wherever it stands, also inside a quoted text (YAML 1.2.2,
9.1.2), so a file is cut there before it is read, and what is wrong with one document says nothing about the others.
"""

import re
from collections.abc import Hashable, Iterator
from contextlib import suppress
from typing import Any

import yaml
from msgspec import Struct
from yaml.reader import ReaderError

from indicia.detection.sigma.plain_data import LEFT_TO_THE_LIBRARY, plain_data
from indicia.detection.sigma.refused import Refused

MAX_BYTES = 1_000_000
"""Of one document; the largest SigmaHQ rule has 30 kB."""
_LONG = 1000
"""Digits of a number that is refused for them."""
MAX_FILE_BYTES = 32_000_000
"""Of one file; all SigmaHQ rules in one file have 9 MB."""
MAX_DOCUMENTS = 50_000
"""In one file."""
MAX_DEPTH = 100
MAX_NODES = 100_000
"""Values after aliases are written out; the largest SigmaHQ rule has under 2,000."""

_MAX_BITS = 10_000
"""Of a number; the library does not write out numbers of 4,300 digits and more."""

_MARK = re.compile(r"^(?:(---)(?:[ \t]*\r?\n|(?=[ \t\r]|\Z))|\.\.\.[ \t]*\r?(?:\n|\Z))", re.MULTILINE)
_IDLE = re.compile(r"(?:[ \t]*(?:#[^\n]*)?|%[^\n]*)(?:\n|\Z)")
"""A line that belongs to no document: blank, comment, directive."""


class Cut(Struct, frozen=True):
    """One document of a file, not yet read."""

    text: str
    number: int
    """1 for the first."""
    line: int
    """Line of the file on which the text starts, 1 for the first."""
    of: int
    """Documents in the file."""

    def place(self, reason: str) -> str:
        """The reason with the number of the document where the file holds several."""
        return f"document {self.number}: {reason}" if self.of > 1 else reason


def cut(data: bytes) -> tuple[Cut, ...]:
    """The documents of a file; those that hold nothing but comments are left out.

    Raises Refused for a file as a whole: too large, not UTF-8, empty, too many documents.
    """
    if len(data) > MAX_FILE_BYTES:
        raise Refused(f"the file is larger than {MAX_FILE_BYTES:,} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise Refused("the file is in UTF-16; Sigma rules are in UTF-8: save it as that") from None
        raise Refused(f"not UTF-8 at byte {error.start}{_place_in(data, error.start)}") from None
    marked = text.startswith(("---", "...")) or "\n---" in text or "\n..." in text
    if not marked and not _idle(text, marked=False):
        # As nearly all are.
        return (Cut(text, 1, 1, 1),)
    pieces = list(_pieces(text))
    if not pieces:
        raise Refused("the file is empty")
    if len(pieces) > MAX_DOCUMENTS:
        raise Refused(f"the file holds more than {MAX_DOCUMENTS:,} documents")
    if len(pieces) == 1 and len(_MARK.findall(text, 0)) <= 1 and not text[pieces[0][0] + len(pieces[0][1]) :]:
        # As it stands, so that the text of a rule is the file's.
        return (Cut(text, 1, 1, 1),)
    cuts = []
    line, counted = 1, 0
    for number, (start, piece) in enumerate(pieces, 1):
        line += text.count("\n", counted, start)
        counted = start
        cuts.append(Cut(piece, number, line, len(pieces)))
    return tuple(cuts)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Start and text of each document that holds something."""
    start, marked = 0, False
    for mark in (*_MARK.finditer(text), None):
        end = len(text) if mark is None else mark.start()
        piece = text[start:end]
        # `---` and a value on the same line is a document; nothing at all is none.
        if not _idle(piece, marked=marked):
            yield start, piece
        if mark is not None:
            marked = mark[1] is not None
            start = mark.end()


def _idle(piece: str, *, marked: bool) -> bool:
    """Whether it is only comments; and before a `---`, directives."""
    if marked and "%" in piece and any(line.startswith("%") for line in piece.splitlines()):
        # Directives come after the end of a document only; here they are wrong, and YAML says so.
        return not piece.strip()
    at = 0
    while at < len(piece):
        found = _IDLE.match(piece, at)
        if found is None:
            return False
        at = found.end()
    return True


def read(document: Cut) -> dict[str, Any]:
    """The mapping that a document is.

    Raises Refused, with line and column in the file where YAML names them, for anything else: too large, not YAML,
    nested or spread beyond the bounds, a key that stands twice in one mapping, no mapping.
    """
    if len(document.text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise Refused(f"larger than {MAX_BYTES:,} bytes")
    found, checked = _load(document.text, document.line - 1)
    if not isinstance(found, dict):
        raise Refused("not a Sigma rule: it holds no mapping")
    if not all(isinstance(key, str) for key in found):
        raise Refused("not a Sigma rule: a key is not text")
    if not checked:
        _check_spread(found)
    return found


def read_document(data: bytes) -> tuple[dict[str, Any], str]:
    """The only mapping in a file, and its text; raises Refused for anything else."""
    documents = cut(data)
    if len(documents) > 1:
        raise Refused("several YAML documents in one file")
    return read(documents[0]), documents[0].text


def truth(value: object) -> object:
    """`yes`, `no`, `on` and `off` as the truth values that YAML 1.1 has them for and authors mean; all else as it is.

    For what is either true or false; among values of fields they are texts.
    """
    words = {"yes": True, "on": True, "no": False, "off": False}
    return words.get(value.lower(), value) if isinstance(value, str) else value


class _Loader(yaml.CSafeLoader):
    """Plain data only, no merging, and no key twice: YAML forbids that, the library takes the last one silently."""

    above = 0
    """Lines of the file above the text."""

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> Any:
        if kind is yaml.ScalarNode and value[:1] not in self.yaml_implicit_resolvers:
            # Nearly every text: nothing but a text begins like that.
            return self.DEFAULT_SCALAR_TAG
        return super().resolve(kind, value, implicit)  # type: ignore[no-untyped-call]  # as the library is

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[tuple[str, str]] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.tag == "tag:yaml.org,2002:merge":
                    # Merging copies, so that merges of merges fill the memory before anything can be counted.
                    raise Refused(f"merge keys (<<) are not supported{_place(key.start_mark, self.above)}")
                name = (key.tag, key.value)
                if name in seen:
                    place = _place(key.start_mark, self.above)
                    raise Refused(f"the key {key.value!r:.80} stands twice in one mapping{place}")
                seen.add(name)
        return super().construct_mapping(node, deep=deep)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, OverflowError) as error:
            # A number of thousands of digits, a value that is not what its tag says.
            said = " ".join(str(error).split())[:200]
            raise Refused(f"not YAML: {said}{_place(node.start_mark, self.above)}") from None
        except LookupError:
            # The same of what its tag calls a boolean or a number: !!bool perhaps.
            kind = node.tag.rpartition(":")[2]
            raise Refused(
                f"not YAML: {node.value!r:.80} is no {kind:.20}{_place(node.start_mark, self.above)}"
            ) from None

    def construct_yaml_int(self, node: yaml.ScalarNode) -> int:
        """Decimal, `0x` hex and `0o` octal; a zero in front alone says nothing."""
        text = str(self.construct_scalar(node))
        try:
            return int(text, 0) if text[:2] in ("0x", "0o") else int(text)
        except ValueError:
            if len(text) > _LONG:
                raise
            # Its tag calls it a number.
            raise LookupError(text) from None


def _plain_scalars() -> None:
    """What text without quotes stands for: YAML 1.2.2, 10.3.2, which Sigma names, not what the library takes from 1.1.

    So `no` is a text, and so are `12:30`, `1_000` and a day.  Digits with an exponent and no point stay text, as in
    1.1: they are parts of hashes more often than numbers.
    """
    forms = {
        "bool": (r"true|True|TRUE|false|False|FALSE", "tTfF"),
        "null": (r"~|null|Null|NULL|", ["~", "n", "N", ""]),
        "int": (r"[-+]?(?:0[0-7]*|[1-9][0-9]*)|0x[0-9a-fA-F]+|0o[0-7]+", "-+0123456789"),
        "float": (
            r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
            "-+0123456789.",
        ),
        "merge": (r"<<", "<"),
    }
    _Loader.yaml_implicit_resolvers = {}
    for name, (form, first) in forms.items():
        _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{name}", re.compile(rf"(?:{form})\Z"), list(first))
    _Loader.add_constructor("tag:yaml.org,2002:int", _Loader.construct_yaml_int)


_plain_scalars()


def _place(mark: yaml.Mark | None, above: int) -> str:
    return "" if mark is None else f", line {mark.line + 1 + above}, column {mark.column + 1}"


def _place_in(data: bytes, at: int, above: int = 0) -> str:
    """The place of a byte, columns counted in characters."""
    begin = data.rfind(b"\n", 0, at) + 1
    line, column = data.count(b"\n", 0, at) + 1 + above, len(data[begin:at].decode("utf-8", "replace")) + 1
    return f", line {line}, column {column}"


def _load(text: str, above: int) -> tuple[Any, bool]:
    """The data, and whether its spread is within the bounds for certain."""
    try:
        _check_depth(text)
        loader = _Loader(text)
        loader.above = above
        try:
            node = loader.get_single_node()
            if node is not None and len(text) < MAX_NODES:
                with suppress(*LEFT_TO_THE_LIBRARY):
                    return plain_data(node, loader), True
            return None if node is None else loader.construct_document(node), False
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        if "nesting depth" in str(error.problem):
            # Newer libraries have a bound of their own, a lower one for some kinds of nesting.
            raise Refused(f"nested deeper than {MAX_DEPTH} levels") from None
        place = _place(error.problem_mark or error.context_mark, above)
        raise Refused(f"not YAML: {error.problem or error.context or 'not understood'}{place}") from None
    except ReaderError as error:
        place = _place_in(text.encode("utf-8", "surrogatepass"), error.position, above)
        raise Refused(f"not YAML: {error.reason}: U+{error.character:04X}{place}") from None
    except yaml.YAMLError as error:
        raise Refused(f"not YAML: {' '.join(str(error).split())[:200]}") from None
    except (ValueError, OverflowError, RecursionError, TypeError, AttributeError) as error:
        # A key that cannot be one, data that refers to itself.
        raise Refused(f"not YAML: {' '.join(str(error).split())[:200]}") from None


def _check_depth(text: str) -> None:
    """Refuse deep nesting before the recursive composer meets it: it would end the process, not raise.

    Counting marks is cheap and settles nearly every file; only where they could nest deeply the events are walked.
    Nesting by indentation alone is bounded by the size of the document.
    """
    marks = text.count("[") + text.count("{")
    # No line opens more levels than it has characters.
    if marks <= MAX_DEPTH and all(len(line) <= MAX_DEPTH or _inline(line) <= MAX_DEPTH for line in text.splitlines()):
        return
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise Refused(f"nested deeper than {MAX_DEPTH} levels")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _inline(line: str) -> int:
    """How many levels one line could open at most: its indentation and its block marks."""
    return len(line) - len(line.lstrip(" ")) + line.count("- ") + line.count("? ") + line.count("-\t")


def _check_spread(document: dict[str, Any]) -> None:
    """Refuse a document that holds too much: as it is, by aliases, by holding itself, in one number."""
    left = MAX_NODES
    stack: list[Iterator[Any]] = [iter((document,))]
    while stack:
        for item in stack[-1]:
            left -= 1
            if left < 0 or len(stack) > MAX_DEPTH:
                raise Refused(f"it holds more than {MAX_NODES:,} values, aliases written out")
            if isinstance(item, int) and item.bit_length() > _MAX_BITS:
                raise Refused("it holds a number with thousands of digits")
            if isinstance(item, dict):
                stack.append(iter([*item.keys(), *item.values()]))
                break
            if isinstance(item, list | tuple | set):
                stack.append(iter(item))
                break
        else:
            stack.pop()
