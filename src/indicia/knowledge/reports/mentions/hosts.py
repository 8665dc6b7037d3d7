"""URLs, e-mail addresses and domains in the plain view of a report; file names and missing blanks are none."""

import re
from collections.abc import Callable, Iterator
from ipaddress import ip_address

from indicia.knowledge.reports.mentions.addresses import standing
from indicia.knowledge.reports.mentions.endings import BOTH, CODE, FILES, TOP_LEVEL, WORDS
from indicia.knowledge.reports.mentions.found import Found
from indicia.knowledge.reports.mentions.references import References

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_NAME = rf"(?:_?{_LABEL}\.)+[^\W\d_](?:[\w-]{{0,22}}\w)"
_URL = re.compile(
    r"(?<![A-Za-z])(?P<scheme>https?|ftps?|sftp|tcp|udp|wss?|ldaps?|smb|ssh|socks[45]?|rdp)://"
    r"(?P<rest>[^\s<>\"'“”‘’«»`|{}\\^]{1,2000})",
    re.IGNORECASE,
)
_EMAIL = re.compile(rf"(?<![\w.+/-])(?P<user>[\w.+-]{{1,64}})@(?P<host>{_NAME})(?![\w-]|\.\w)")
_HOST = re.compile(
    rf"(?<![\w@.\\/-])(?:\*\.)?(?P<host>{_NAME})(?P<port>:\d{{2,5}}(?!\d))?"
    rf"(?P<path>/[^\s<>\"'“”‘’«»`|{{}}\\^]{{0,2000}})?(?![\w@]|-\w|\.\w)"
)
_ADDRESS_PATH = re.compile(
    r"(?<![\w.@/-])(?P<host>(?:\d{1,3}\.){3}\d{1,3})(?P<port>:\d{2,5})?(?P<path>/(?!\d{1,2}(?![\w./]))[^\s<>\"'“”‘’«»`|{}\\^]{1,2000})"
)
_CONTINUES = re.compile(r"[ \t]*\n[ \t]*(?P<more>[\w./?=&%+~#:-]{2,500})(?=[ \t]*(?:\n|\Z|[.)]\s))")
_BROKEN_END = re.compile(r"[-/?=&_%+.]\Z")
_URL_LIKE = re.compile(r"[\d./?=&_%#]")
_NOTE_MARK = re.compile(r"\[\d{1,3}\]\Z")
_CLOSING = {")": "(", "]": "["}
_PROTOCOL_RELATIVE = frozenset({"com", "org", "net", "android", "io", "java", "javax"})
_TRACKER = re.compile(r"virustotal\.com/\S{0,40}?(?P<hash>[0-9a-fA-F]{64})(?![0-9a-fA-F])")


def find_hosts(view: str, undone: Callable[[int, int], bool], references: References) -> Iterator[Found]:
    """URLs first, then e-mail addresses, then names with or without a path.

    The full stop that ends a sentence, closing brackets and quotes are left out; a URL that a line break cut goes on
    in the next line where the cut shows.  `aside` is `reference` or `publisher` where nobody took the trouble to make
    it harmless and it points to somebody who publishes.
    """
    for found in _URL.finditer(view):
        end = found.start("rest") + len(_trimmed(found.group("rest")))
        value = view[found.start() : end]
        end, value = _continued(view, end, value)
        scheme, _, rest = value.partition("://")
        host, path = _split(rest)
        if not host or not _is_host(host):
            continue
        aside = "" if undone(found.start(), end) else references.aside(found.start(), _bare(host), path)
        yield Found(found.start(), end, f"{scheme.lower()}://{host.lower()}{path}", "url", aside or _standing(host))
    for found in _EMAIL.finditer(view):
        harmless = undone(found.start(), found.end())
        user, host = found.group("user").strip("."), found.group("host").lower()
        if _ending_stands(host, found.group("host"), harmless) and user:
            aside = "" if harmless else references.aside(found.start(), host, "")
            yield Found(found.end() - len(user) - 1 - len(host), found.end(), f"{user}@{host}".lower(), "email", aside)
    for found in _ADDRESS_PATH.finditer(view):
        path = _trimmed(found.group("path"))
        if all(int(part) < 256 for part in found.group("host").split(".")) and len(path) > 1:
            end = found.start("path") + len(path)
            yield Found(found.start(), end, view[found.start() : end], "url", _standing(found.group("host")))
    for found in _HOST.finditer(view):
        name = found.group("host")
        end = found.end("host")
        harmless = undone(found.start("host"), end)
        if not _ending_stands(name.lower(), name, harmless):
            continue
        path = _trimmed(found.group("path") or "")
        if len(path) > 1:
            end = found.start("path") + len(path)
            harmless = harmless or undone(found.start(), end)
        aside = "" if harmless else references.aside(found.start(), name, path)
        value = name.lower() + (found.group("port") or "" if len(path) > 1 else "") + (path if len(path) > 1 else "")
        yield Found(found.start("host"), end, value, "url" if len(path) > 1 else "domain", aside)


def hashes_of_trackers(view: str) -> Iterator[Found]:
    """Hashes inside addresses of places that keep samples: these are the marks, the address is only where to look."""
    for found in _TRACKER.finditer(view):
        yield Found(found.start("hash"), found.end("hash"), found["hash"].lower(), "sha256")


def _ending_stands(name: str, written: str, harmless: bool) -> bool:
    """Whether a dotted name is a host, not a file, a part of a program, or two sentences without a blank."""
    labels = name.split(".")
    last = labels[-1]
    if len(name) > 253 or name in CODE:
        return False
    if harmless:
        return (last.isalpha() and not (last in FILES and last not in TOP_LEVEL)) or last.startswith("xn--")
    if last not in TOP_LEVEL and not last.startswith("xn--"):
        return False
    shown = written.rsplit(".", 1)[1]
    if shown != shown.lower() and written != written.upper():
        return False
    if written == written.upper() and written != written.lower() and len(labels) == 2 and len(last) == 2:
        return False
    if last in BOTH and last != "com" and len(labels) == 2:
        return False
    if last in WORDS and len(labels) == 2 and not re.search(r"[\d-]", labels[0]):
        return False
    if all(len(label) == 1 for label in labels[:-1]) and len(last) == 2:
        return False
    return not (labels[0] in _PROTOCOL_RELATIVE and len(labels) > 2)


def _is_host(host: str) -> bool:
    bare = _bare(host)
    try:
        ip_address(bare)
    except ValueError:
        return re.fullmatch(rf"(?:{_LABEL}\.)*{_LABEL}\.?", bare.lstrip("_")) is not None and len(bare) > 1
    return True


def _split(rest: str) -> tuple[str, str]:
    """Host with port, and everything after it.  A user name before `@` belongs to neither."""
    found = re.match(r"(?:[^/?#@]{0,200}@)?(?P<host>\[[0-9A-Fa-f:.]{2,45}\](?::\d{1,5})?|[^/?#]{1,260})", rest)
    return (found.group("host"), rest[found.end() :]) if found else ("", rest)


def _bare(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].rstrip(".")


def _standing(host: str) -> str:
    try:
        return standing(ip_address(_bare(host)))
    except ValueError:
        return ""


def _trimmed(text: str) -> str:
    """Without what belongs to the sentence around it."""
    while text:
        last = text[-1]
        if note := _NOTE_MARK.search(text):
            text = text[: note.start()]
        elif last in ".,;:!?*_…" or (last in _CLOSING and text.count(last) > text.count(_CLOSING[last])):
            text = text[:-1]
        else:
            return text
    return text


def _continued(view: str, end: int, value: str) -> tuple[int, str]:
    for _ in range(3):
        found = _CONTINUES.match(view, end)
        if found is None:
            return end, value
        more = _trimmed(found.group("more"))
        shows = _BROKEN_END.search(value) or more[:1] in "/?=&_%#"
        if not more or not shows or not _URL_LIKE.search(more) or "://" in more or _looks_whole(more):
            return end, value
        end, value = found.start("more") + len(more), value + more
    return end, value


def _looks_whole(more: str) -> bool:
    """An entry of a list of its own: a host or an address at its beginning."""
    first = more.partition("/")[0].partition(":")[0]
    return ("." in first and first.rpartition(".")[2] in TOP_LEVEL | {""}) or (
        first.replace(".", "").isdigit() and "." in first
    )
