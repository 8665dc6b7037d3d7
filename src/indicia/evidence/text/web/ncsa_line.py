"""One line of a web log in the NCSA common or combined format, taken apart.

`client ident user [day/month/year:time zone] "request" status bytes`, in the combined format then `"referer"` and
`"user agent"`; a virtual host may stand in front, and anything behind.  Known to hold lines of Apache, nginx, IIS and
what imitates them.
Source: Apache HTTP Server 2.4, Log Files, mod_log_config (what is escaped: `ap_escape_logitem`); nginx,
ngx_http_log_module (`escape=default`).
"""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from indicia.evidence.text.raw.encodings import decode_text
from indicia.evidence.text.raw.times import NONE, parse_clock, parse_stamp

_QUOTED = r'[^"\\]*(?:\\.[^"\\]*)*'
_TIME = r"\d{1,2}/[A-Za-z]{3}/\d{4}:\d\d:\d\d:\d\d(?:\.\d{1,9})?(?: [+-]\d{4})?"
_FRONT = re.compile(
    rf"(?P<front>\S.{{0,4095}}?) \[(?P<stamp>{_TIME}|\d{{4}}-\d\d-\d\dT[0-9:.,Z+-]{{8,32}})\] ", re.ASCII
)
_BEGINS = re.compile(rf' \[{_TIME}\] "', re.ASCII)
_REST = r'" (?P<status>\d{3}|-) (?P<size>\d{1,20}|-)(?P<tail>(?: .*)?)'
_STRICT = re.compile(rf'"(?P<request>{_QUOTED}){_REST}', re.DOTALL | re.ASCII)
_LENIENT = re.compile(rf'"(?P<request>.*?){_REST}', re.DOTALL | re.ASCII)
_HEADERS = re.compile(
    rf'(?P<between>(?: [^\s"]+)*) "(?P<referer>{_QUOTED})" "(?P<agent>{_QUOTED})"(?= |\Z)', re.DOTALL | re.ASCII
)
_LOOSE_HEADERS = re.compile(r'(?P<between>) "(?P<referer>.*?)" "(?P<agent>.*)"(?=\Z)', re.DOTALL | re.ASCII)
_ITEM = re.compile(rf' (?:"({_QUOTED})"(?= |\Z)|([^ ]+))', re.DOTALL | re.ASCII)
_METHOD = re.compile(r"[A-Za-z][A-Za-z_-]{0,31}")
_VERSION = re.compile(r"(?i:HTTP)/\d[!-~]{0,8}")
_BYTES = r"(?:\\x(?:[01][0-9A-Fa-f]|22|5[Cc]|7[Ff]|[89A-Fa-f][0-9A-Fa-f]))+"
_ESCAPES = re.compile(rf'{_BYTES}|\\["\\bfnrtv]')
"""What stands for a byte.  Servers write no printable character so, besides quote and backslash."""
_ESCAPES_OF_NAMES = re.compile(rf'{_BYTES}|\\["\\]')
r"""The same in names of users, where `DOMAIN\bob` is likelier than a control character."""
_CONTROLS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_IPV4 = r"\d{1,3}(?:\.\d{1,3}){3}"
_ADDRESS = re.compile(rf"{_IPV4}|(?=[^:]*:[^:]*:)[0-9A-Fa-f:.]{{2,45}}(?:%\w{{1,16}})?", re.ASCII)
_WITH_PORT = re.compile(
    rf"(?P<ip>{_IPV4}):(?P<port>\d{{1,5}})|\[(?P<six>[0-9A-Fa-f:.]{{2,45}})\](?::(?P<sixport>\d{{1,5}}))?", re.ASCII
)
_HOST = re.compile(r"(?P<host>.+?):(?P<port>\d{1,5})", re.ASCII)
_STAMP = re.compile(
    r"(\d{1,2})/([A-Za-z]{3})/(\d{4}):(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?: ([+-])(\d\d)(\d\d))?", re.ASCII
)
MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_USUAL = len("10/Oct/2000:13:55:36 -0700")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Parsed(NamedTuple):
    """The parts of a line as they are written, escapes and all."""

    host: str
    """The virtual host, with its port where that was logged; empty where there is none."""
    client: str
    ident: str
    user: str
    stamp: str
    request: str
    status: str
    size: str
    referer: str | None
    """Null in the common format."""
    agent: str | None
    more: tuple[str, ...]
    """What else stands there, quotes removed."""
    told: bool
    """Whether the first of them was quoted, and stands right behind the user agent or the size."""


class Request(NamedTuple):
    """A request line."""

    method: str
    target: str
    version: str
    """Empty for HTTP/0.9."""


def parsed(line: str) -> Parsed | None:
    """The parts of a line; null where it is none of such a log."""
    front = _FRONT.match(line)
    if front is None:
        return None
    names = _names(front["front"])
    if names is None:
        return None
    found = _STRICT.fullmatch(line, front.end()) or _LENIENT.fullmatch(line, front.end())
    if found is None:
        return None
    tail = found["tail"]
    headers = _HEADERS.match(tail) or (_LOOSE_HEADERS.match(tail) if tail.endswith('"') else None)
    more: list[str] = []
    referer = agent = None
    if headers is not None:
        referer, agent = headers["referer"], headers["agent"]
        more.extend(filter(None, headers["between"].split(" ")))
        tail = tail[headers.end() :]
    behind = list(_ITEM.finditer(tail))
    told = bool(behind) and behind[0].start() == 0 and behind[0][1] is not None and not more
    more.extend(item[1] if item[1] is not None else item[2] for item in behind)
    return Parsed(
        *names, front["stamp"], found["request"], found["status"], found["size"], referer, agent, tuple(more), told
    )


def _names(front: str) -> tuple[str, str, str, str] | None:
    """Virtual host, client, ident and user of what stands before the time."""
    words = front.split(" ")
    host = ""
    if len(words) > 3 and words[1] != "-":
        if not words[0].endswith(","):
            host, *words = words
        if words[0].endswith(","):
            # What a proxy said of the client, logged in place of the client; who connected may stand behind it.
            last = next((at for at, word in enumerate(words) if not word.endswith(",")), 0)
            behind = len(words) > last + 3 and address_and_port(words[last + 1]) is not None
            told = " ".join(words[: last + 1]) + f", {words[last + 1]}" * behind
            words = [told, *words[last + 1 + behind :]]
    if len(words) < 3 or not all(words[:2]):
        return None
    user = " ".join(words[2:])
    return host, words[0], words[1], "" if user == '""' else user


def holds_another(line: str) -> bool:
    """Whether a second line begins within this one, as where a server fell over.  Clients cannot write such: servers
    escape their quotes.
    """
    return len(_BEGINS.findall(line)) > 1


def request_of(text: str) -> Request | None:
    """A request line taken apart, blanks inside the address allowed; null for anything else, as handshakes of TLS."""
    method, _, rest = text.partition(" ")
    if not _METHOD.fullmatch(method):
        return None
    target, _, last = rest.rpartition(" ")
    if not _VERSION.fullmatch(last):
        target, last = rest, ""
    target = target.strip(" ")
    return Request(method, target, last) if target else None


def unescaped(text: str) -> str:
    r"""What a value stands for that Apache (`\"`, `\\`, `\n`, `\xHH`) or nginx (`\xHH`) wrote."""
    return _ESCAPES.sub(_plain, text) if "\\" in text else text


def unescaped_name(text: str) -> str:
    r"""The same of a user's name; a backslash before a letter stays what it is, as in `DOMAIN\bob`."""
    return _ESCAPES_OF_NAMES.sub(_plain, text) if "\\" in text else text


def _plain(found: re.Match[str]) -> str:
    text = found[0]
    if text.startswith("\\x"):
        return decode_text(bytes.fromhex(text.replace("\\x", "")))
    return _CONTROLS.get(text[1], text[1])


def address_and_port(client: str) -> tuple[str, str] | None:
    """The address that a client is named by, and its port if it has one; null for names of hosts."""
    found = _WITH_PORT.fullmatch(client)
    if found is not None:
        return found["ip"] or found["six"], found["port"] or found["sixport"] or ""
    return (client, "") if _ADDRESS.fullmatch(client) else None


def host_and_port(host: str) -> tuple[str, str]:
    """A virtual host and its port, which is empty where it has none."""
    found = _HOST.fullmatch(host)
    return (found["host"], found["port"]) if found is not None else (host, "")


def are_addresses(text: str) -> bool:
    """Whether a value is what `X-Forwarded-For` holds."""
    pieces = [piece.strip() for piece in text.split(",")]
    named = [piece for piece in pieces if piece != "unknown"]
    return bool(named) and all(address_and_port(piece) is not None for piece in named)


def micros_of(stamp: str) -> int | None:
    """Microseconds since 1970 UTC of `10/Oct/2000:13:55:36 -0700`; null without a zone, and for what is no time."""
    if len(stamp) == _USUAL and (clock := parse_clock(stamp[12:20])) != NONE and stamp[11] == ":":
        midnight = _midnight(stamp[:12], stamp[20:])
        return None if midnight is None else midnight + clock
    return _micros(stamp)


def iso_micros(stamp: str) -> int:
    """The same of `2000-10-10T13:55:36-07:00`, with or without a fraction; NONE without a zone, and for what is no
    time.
    """
    if not stamp[19:].strip("0123456789.,"):
        return NONE
    if (clock := parse_clock(stamp[11:19])) != NONE and stamp[19] in "+-Z":
        midnight = _iso_midnight(stamp[:11], stamp[19:])
        return NONE if midnight == NONE else midnight + clock
    return parse_stamp(stamp)


@lru_cache(maxsize=64)
def _midnight(day: str, zone: str) -> int | None:
    return _micros(f"{day}00:00:00{zone}")


@lru_cache(maxsize=64)
def _iso_midnight(day: str, zone: str) -> int:
    return parse_stamp(f"{day}00:00:00{zone}")


def _micros(stamp: str) -> int | None:
    found = _STAMP.fullmatch(stamp)
    if found is None or found[8] is None:
        return None
    day, month, year, hour, minute, second, fraction, sign, hours, minutes = found.groups()
    try:
        # A leap second is the end of its minute.
        moment = datetime(
            int(year),
            MONTHS.get(month.lower(), 0),
            int(day),
            int(hour),
            int(minute),
            59 if second == "60" else int(second),
            tzinfo=UTC,
        )
    except ValueError:
        return None
    micros = (moment - _EPOCH) // timedelta(microseconds=1) + int((fraction or "0")[:6].ljust(6, "0"))
    shift = zone_micros(sign + hours + minutes)
    return None if shift is None else micros - shift


def zone_micros(zone: str) -> int | None:
    """How far a zone `+0130` is ahead of UTC, in microseconds; null for what is none."""
    if int(zone[3:]) > 59 or int(zone[1:3]) > 23:
        return None
    shift = (int(zone[1:3]) * 60 + int(zone[3:])) * 60_000_000
    return -shift if zone[0] == "-" else shift
