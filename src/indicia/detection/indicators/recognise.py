r"""What kind of indicator a value is, and the form in which it is compared."""

import re
from collections.abc import Callable
from functools import lru_cache
from ipaddress import ip_network
from typing import NamedTuple

from indicia.detection.conditions.condition import fold
from indicia.detection.indicators.confusable import EVERYTHING, confusable
from indicia.detection.indicators.kinds import Kind
from indicia.detection.indicators.refang import refang
from indicia.detection.indicators.refused import Refused
from indicia.detection.indicators.tokens import emails_in, ipv4_of, ipv6_of, path_form, text_form, url_form

LONGEST = 2048
"""Characters of a value."""

_HEX = re.compile(r"[0-9A-Fa-f]+")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)*[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?")
_FILE_NAME = re.compile(r"[a-z0-9_.-]*[a-z0-9_-]\.[a-z][a-z0-9_-]*", re.ASCII)
_LAST_NAME = re.compile(r"[\w.-]+\Z")
_URL = re.compile(r"[a-z][a-z0-9+.-]{1,15}://", re.IGNORECASE)
_DRIVE_START = re.compile(
    r"\\*(?:\?\?\\|\.\\|\?\\)?[a-z]:\\?|%[^%\\]+%\\|\$env:\w+\\|\$\{env:\w+\}\\|\\device\\[^\\]+\\|\.{1,2}\\|\\+"
)
_REGISTRY = re.compile(r"(?:hklm|hkcu|hkcr|hku|hkey_[a-z_]+|\\registry)\\", re.IGNORECASE)
_AGENT = re.compile(r"[A-Za-z][\w-]*/[0-9]+(?:\.\w+)*(?:[ +;(].*)?")
"""A product with its version, as user agents begin."""
_HIVES = {
    "hkey_local_machine": "hklm",
    "hkey_current_user": "hkcu",
    "hkey_classes_root": "hkcr",
    "hkey_users": "hku",
}
_FILE_ENDINGS = frozenset(
    """
    exe dll sys scr bat cmd ps1 psm1 vbs vbe js jse wsf hta aspx asp ashx asmx ascx php jsp jspx jar class zip rar
    7z tar gz cab msi lnk doc docx docm xls xlsx xlsm ppt pptx rtf pdf txt log tmp dat bin cfg ini xml json html htm
    png jpg jpeg gif ico css config cs cpp py sh pl eml msg iso img vhd dmp kirbi pfx cer key bak old compiled evtx
    """.split()
)
_MIXED_ENDINGS = frozenset({"sh", "py", "pl", "zip", "cab", "cfg"})
"""Endings that are top-level domains too; a bare name with one is a file name."""


class Value(NamedTuple):
    """One indicator in the form in which it is compared."""

    kind: Kind
    text: str
    """Canonical; for hashes lower-case hex, for addresses their usual form."""


def _hash(value: str) -> Value:
    kind = {32: Kind.MD5, 40: Kind.SHA1, 64: Kind.SHA256}.get(len(value))
    if kind is None or not _HEX.fullmatch(value):
        raise Refused("not an MD5, SHA-1 or SHA-256 hash")
    return Value(kind, value.lower())


def _address(value: str) -> Value:
    value = value.strip("[]")
    if "/" in value:
        try:
            network = ip_network(value.partition("%")[0], strict=False)
        except ValueError:
            raise Refused("not a network") from None
        if network.prefixlen < network.max_prefixlen:
            return Value(Kind.NET4 if network.version == 4 else Kind.NET6, str(network))
        value = str(network.network_address)
    packed = ipv4_of(value)
    if packed is not None:
        return Value(Kind.IPV4, value)
    if ":" in value:
        host, _, port = value.rpartition(":")
        if ipv4_of(host) and port.isdigit():
            return Value(Kind.IPV4, host)
        packed = ipv6_of(value.partition("%")[0])
        if packed is not None and len(packed) == 4:
            return Value(Kind.IPV4, ".".join(map(str, packed)))
        if packed is not None:
            return Value(Kind.IPV6, address_text(packed))
    raise Refused("not an address")


def address_text(packed: bytes) -> str:
    """An address as text."""
    import socket

    return socket.inet_ntop(socket.AF_INET if len(packed) == 4 else socket.AF_INET6, packed)


def _domain(value: str) -> Value:
    return Value(Kind.DOMAIN, _host_text(value))


def _host(value: str) -> Value:
    return Value(Kind.HOST, _host_text(value))


def _host_text(value: str) -> str:
    name = fold(value).removeprefix("*.").strip(".").rstrip("/")
    if _URL.match(name):
        name = url_form(name)
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            raise Refused("not a domain name") from None
    if len(name) > 253 or not _DOMAIN.fullmatch(name):
        raise Refused("not a domain name")
    if "." not in name:
        raise Refused(f"{EVERYTHING}: a name of one label")
    return name


def _url(value: str) -> Value:
    form = url_form(value)
    if not form or form.startswith(("/", "?")):
        raise Refused("an address of the web without a host")
    if not any(mark in form for mark in "/?:"):
        return _address(form) if ipv4_of(form) else Value(Kind.HOST, _host_text(form))
    if len(form.split(None, 1)) > 1:
        raise Refused("an address of the web with blanks")
    host = form.partition("/")[0].partition("?")[0]
    bare = host if host.startswith("[") else host.partition(":")[0]
    if not (ipv4_of(bare) or ipv6_of(bare.partition("]")[0].strip("[")) or ("." in bare and _DOMAIN.fullmatch(bare))):
        raise Refused("an address of the web whose host is neither an address nor a domain name")
    return Value(Kind.URL, form)


def _name(value: str) -> Value:
    if "\\" in value or "/" in value:
        return _path(value)
    form = fold(value)
    if _FILE_NAME.fullmatch(form):
        return Value(Kind.NAME, form.strip("."))
    return _text(Kind.TEXT)(value)


def _path(value: str) -> Value:
    form = path_form(value.partition("?")[0] if value.startswith("/") else value)
    if "*" in form:
        raise Refused("a path with wildcards")
    while (start := _DRIVE_START.match(form)) is not None and start.end():
        form = form[start.end() :]
    form = form.rstrip("\\")
    last = _LAST_NAME.search(form)
    if not form:
        raise Refused(f"{EVERYTHING}: the root of a drive")
    if last is None or not _FILE_NAME.fullmatch(last.group().strip(".")) or form != form.rstrip("."):
        return _text(Kind.TEXT)(form)
    return (
        Value(Kind.PATH, form)
        if "\\" in form
        else Value(Kind.NAME, form)
        if last.group() == form
        else Value(Kind.PATH, form)
    )


def _email(value: str) -> Value:
    form = fold(value)
    domain = form.partition("@")[2]
    if list(emails_in(form)) != [form] or "." not in domain or not _DOMAIN.fullmatch(domain):
        raise Refused("not an e-mail address")
    return Value(Kind.EMAIL, form)


def _registry(value: str) -> Value:
    hive, slash, rest = fold(value).partition("\\")
    return _text(Kind.REGISTRY)(_HIVES.get(hive, hive) + slash + rest)


def _text(kind: Kind) -> Callable[[str], Value]:
    def made(value: str) -> Value:
        form = text_form(value)
        if not form:
            raise Refused("empty")
        return Value(kind, form)

    return made


_TYPED: dict[str, Callable[[str], Value]] = {}
for _names, _maker in (
    ("md5 sha1 sha256 hash filehash filehashmd5 filehashsha1 filehashsha256 md5hash sha256hash sha1hash", _hash),
    (
        "ip ipv4 ipv6 ipaddress ipsrc ipdst address cidr network ipv4addr ipv6addr ipv4cidr sourceip destinationip",
        _address,
    ),
    ("domain domainname domain(s) fqdndomain", _domain),
    ("host hostname fqdn", _host),
    ("url uri link", _url),
    ("filename name file", _name),
    ("path filepath fullpath filefullpath directory uripath urlpath filelocation", _path),
    ("email emailsrc emaildst emailaddress emailaddr mail sender emailreplyto", _email),
    ("useragent httpuseragent ua", _text(Kind.AGENT)),
    ("registry regkey registrykey windowsregistrykey registrypath", _registry),
    ("mutex mutexname", _text(Kind.MUTEX)),
    ("text string pattern keyword namedpipe pipe cmdline commandline service", _text(Kind.TEXT)),
):
    for _one in _names.split():
        _TYPED[_one] = _maker


@lru_cache(maxsize=4096)
def maker_of(type_name: str) -> Callable[[str], Value] | None:
    """What makes indicators of a type as feeds call it (`FileHash-SHA256`, `ip-dst`, `domainname`); null if unknown."""
    return _TYPED.get(re.sub(r"[\s_:.-]+", "", type_name.strip().lower()))


def recognise(text: str, type_name: str = "", *, allowed: bool = False) -> Value:
    """The indicator in a value; its kind is guessed where the file does not say it.

    Raises Refused with the reason: empty, too long, not what its type says, of no known kind, or matching everything
    (unless `allowed`).
    """
    value = refang(text).strip("\"'` \t\r\n\0")
    if not value:
        raise Refused(f"{EVERYTHING}: an empty value")
    if len(value) > LONGEST:
        raise Refused(f"longer than {LONGEST} characters")
    maker = maker_of(type_name) if type_name else _guess
    if maker is None:
        raise Refused(f"the type “{type_name.strip()[:40]}” is not one that is looked for")
    found = maker(value)
    if not allowed:
        reason = confusable(found.kind, found.text)
        if reason:
            raise Refused(reason)
    return found


def _guess(value: str) -> Value:
    """By its shape, the narrowest first."""
    size = len(value)
    if size in {32, 40, 64} and _HEX.fullmatch(value):
        return _hash(value)
    if value[0] in "0123456789[:abcdefABCDEF" and ("." in value or ":" in value):
        try:
            return _address(value)
        except Refused:
            pass
    if _URL.match(value):
        return _url(value)
    if _REGISTRY.match(value):
        return _registry(value)
    if "@" in value and "/" not in value and "\\" not in value:
        return _email(value)
    if "\\" in value or value.startswith("/") or value[1:3] == ":/":
        return _path(value)
    if _AGENT.fullmatch(value):
        return _text(Kind.AGENT)(value)
    if len(value.split(None, 1)) > 1:
        raise Refused("of no known kind")
    if "/" in value:
        host = value.partition("/")[0]
        name, _, ending = host.rpartition(".")
        if name and ending.isalpha() and ending.lower() not in _FILE_ENDINGS:
            return _url(value)
        if ipv4_of(host.partition(":")[0]):
            return _url(value)
        raise Refused("of no known kind")
    ending = value.rpartition(".")[2].lower()
    if "." in value and ending in _FILE_ENDINGS and (ending not in _MIXED_ENDINGS or value.count(".") == 1):
        return _name(value)
    if "." in value:
        return _domain(value)
    raise Refused("of no known kind")
