r"""What of a decoded value can be an indicator, and the keys under which indicators are found.

Everything compares folded (`condition.fold`).  A hash is a whole word of 32, 40 or 64 hexadecimal digits; an address
is bounded so that `1.2.3.4` is not in `11.2.3.45`, `1.2.3.4.5` or `v1.2.3.4`; a name is a whole run of letters,
digits, `.`, `-` and `_`; an address of the web begins with its host; a path is compared from its end, part by part, and
what stands before `\` and the drive do not count.
"""

import re
import socket
from collections.abc import Container, Iterator
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import unquote

from indicia.detection.conditions.condition import fold

_HEX = re.compile(r"(?<!imphash=)(?<!\w)[0-9a-f]{32,64}(?!\w)")
_IPV4 = re.compile(r"(?<![\w.])[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}(?!\w)(?!\.\w)", re.ASCII)
_IPV6 = re.compile(r"(?<![\w:.])[0-9a-f]{0,4}:[0-9a-f:.]*(?!\w)")
_NAME = re.compile(r"(?<![\w.-])[\w-]*\.[\w.-]*")
"""A whole run with a dot in it; what may not stand before keeps it, as below, from beginning inside a run: on a long
run that would take square time."""
_EMAIL = re.compile(r"(?<![\w.%+'-])[\w.%+'-]+@[\w.-]*\w")
_URL_END = re.compile(r"""[\s"'<>|\\^`{}]""")
_HOST_END = re.compile(r"[/?:]")
_SLASHES = re.compile(r"[\\/]+")
_BLANKS = re.compile(r"[\s+,]+")
_NO_PATH = dict.fromkeys([*range(32), *map(ord, '"<>|*?:')], "\n")
"""Signs that no path holds."""
_BEFORE_PATH = dict.fromkeys(map(ord, "\n\xa0'=,;(&%"), " ")
"""Signs that may stand before a path, and in one."""
_HASH_SIZES = frozenset({32, 40, 64})
_MOST_LABELS = 12
_MOST_PARTS = 40
_LONGEST_URL = 2048
_LONGEST_PATH = 1024
_TRAILING = ".,;:!)]}*"


def key_of(prefix: bytes, text: bytes) -> int:
    """The 64-bit key of an indicator; the prefix tells kinds apart (see `KEYS`)."""
    return int.from_bytes(blake2b(prefix + text, digest_size=8).digest(), "little")


def text_form(text: str) -> str:
    """How free text is compared: without case; blanks, `+` and commas are alike and count once; `/` is a backslash.

    IIS writes a blank as `+`, Exchange writes a comma as a blank.
    """
    return _BLANKS.sub(" ", _SLASHES.sub(r"\\", fold(text))).strip()


def path_form(text: str) -> str:
    r"""How paths are compared: without case, `/` and doubled separators as one backslash."""
    return _SLASHES.sub(r"\\", fold(text))


def url_form(text: str) -> str:
    """How addresses of the web are compared: host, port unless it is 80 or 443, path and query.

    Without scheme, user, fragment and closing slash, escapes decoded, without case.
    """
    text = fold(unquote(unquote(text))).partition("#")[0]
    _, mark, rest = text.partition("://")
    text = rest if mark else text
    host, slash, path = _split_host(text)
    host = host.rpartition("@")[2]
    bare, colon, port = host.rpartition(":")
    if colon and port in {"80", "443", ""} and (":" not in bare or bare.endswith("]")):
        host = bare
    return (host + slash + path).rstrip("/")


def _split_host(text: str) -> tuple[str, str, str]:
    end = min((at for at in (text.find("/"), text.find("?")) if at >= 0), default=len(text))
    return text[:end], text[end : end + 1], text[end + 1 :]


def host_of(form: str) -> str:
    """The host of an address in `url_form`, without its port; an IPv6 address without what follows its first colon."""
    return _HOST_END.split(form, maxsplit=1)[0]


def hashes_in(text: str) -> Iterator[str]:
    """Hashes in a folded text."""
    for found in _HEX.finditer(text):
        if found.end() - found.start() in _HASH_SIZES:
            yield found.group()


def ipv4_of(text: str) -> bytes | None:
    """Four bytes of an address in its one usual form; null for anything else."""
    try:
        packed = socket.inet_pton(socket.AF_INET, text)
    except (OSError, ValueError):
        return None
    return packed if text == ".".join(map(str, packed)) else None


@lru_cache(maxsize=65536)
def ipv6_of(text: str) -> bytes | None:
    """Sixteen bytes of an address; four of one written `::ffff:1.2.3.4`; null for anything else."""
    try:
        packed = socket.inet_pton(socket.AF_INET6, text)
    except (OSError, ValueError):
        return None
    if "." in text and packed[:10] == bytes(10) and packed[10:12] == b"\xff\xff":
        return packed[12:]
    return packed


def addresses_in(text: str) -> Iterator[tuple[bytes, int, int]]:
    """Packed addresses in a folded text with their places."""
    if "." in text:
        for found in _IPV4.finditer(text):
            packed = ipv4_of(found.group())
            if packed is not None:
                yield packed, found.start(), found.end()
    if text.count(":") > 1:
        for found in _IPV6.finditer(text):
            word = found.group().rstrip(".")
            if word.endswith(":") and not word.endswith("::"):
                word = word[:-1]
            packed = ipv6_of(word) if len(word) <= 45 else None
            if packed is not None:
                yield packed, found.start(), found.start() + len(word)


def ending_of(name: str) -> str:
    """The first signs behind the last dot of a name; a domain and all names below it have the same."""
    dot = name.rfind(".") + 1
    return name[dot : dot + 4]


def names_in(text: str, endings: Container[str] | None = None) -> Iterator[tuple[str, int, int]]:
    """Names with a dot inside (domains, file names) in a folded text, with their places.

    With `endings` only names that end so, see `ending_of`.
    """
    for found in _NAME.finditer(text):
        word = found.group()
        if endings is not None and ending_of(word.rstrip(".")) not in endings:
            continue
        start = found.start() + len(word) - len(word.lstrip("."))
        word = word.strip(".")
        if "." in word:
            yield word, start, start + len(word)


def domains_of(name: str) -> Iterator[str]:
    """The name and the domains above it, the top one excepted."""
    labels = name.split(".")
    for first in range(max(0, len(labels) - _MOST_LABELS), len(labels) - 1):
        yield ".".join(labels[first:])


def urls_at(text: str, start: int, end: int) -> Iterator[str]:
    """Forms under which an address of the web that begins with the host at this place may be known."""
    if start and text[start - 1] == "[" and text[end : end + 1] == "]":
        start, end = start - 1, end + 1
    if text[end : end + 1] not in {":", "/", "?"}:
        return
    stop = _URL_END.search(text, end, end + _LONGEST_URL)
    whole = text[start : stop.start() if stop else min(len(text), end + _LONGEST_URL)].rstrip(_TRAILING)
    full = url_form(whole)
    yield full
    bare = full.partition("?")[0].rstrip("/")
    if bare != full:
        yield bare
    port = re.match(r":[0-9]{1,5}", text[end:])
    if port:
        host = url_form(text[start:end] + port.group())
        if host not in {full, bare}:
            yield host


def emails_in(text: str) -> Iterator[str]:
    """E-mail addresses in a folded text."""
    if "@" in text:
        for found in _EMAIL.finditer(text):
            yield found.group().strip(".'")


def paths_in(text: str, endings: Container[str] | None = None) -> Iterator[str]:
    r"""Ends of the paths in a text in `path_form`, from the last part to the whole, drive and root left out.

    A blank may be part of a path or stand before it, so at each part both are tried; what no path holds ends it.
    `endings` as in `names_in`.
    """
    if "\\" not in text:
        return
    hard = text.translate(_NO_PATH)
    soft = hard.translate(_BEFORE_PATH)
    for _, start, end in names_in(text, endings):
        low = max(0, end - _LONGEST_PATH)
        stop = hard.rfind("\n", low, start) + 1 or low
        before = start
        for _ in range(_MOST_PARTS):
            at = max(text.rfind("\\", stop, before), stop - 1)
            if at < stop == low > 0:
                # The part goes on in front of what is looked at.
                break
            if at + 1 < before or before == start:
                yield text[at + 1 : end]
                cut = soft.rfind(" ", at + 1, before)
                if cut >= 0:
                    yield text[cut + 1 : end]
            if at < stop:
                break
            before = at


def web_forms(value: str) -> tuple[str, ...]:
    """A value of a web log as it stands, percent-decoded once, and twice."""
    if "%" not in value:
        return (value,)
    once = unquote(value)
    return tuple(dict.fromkeys((value, once, unquote(once))))
