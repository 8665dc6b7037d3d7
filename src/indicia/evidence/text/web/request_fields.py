"""Fields of a web request that are more than one value of a log: client, host, address."""

import re
from urllib.parse import urlsplit

from indicia.evidence.text.web.ncsa_line import address_and_port, are_addresses, host_and_port
from indicia.evidence.text.web.percent import each_once, unquoted
from indicia.model.record import Value

TOLD = "x-forwarded-for"
_WHOLE, _PATH = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,31}://"), re.compile(r"[/?]")


def set_field(fields: dict[str, Value], name: str, value: str) -> None:
    """Set a field, unless the value is absent: empty or `-`."""
    if value and value != "-":
        fields[name] = value


def set_host(fields: dict[str, Value], value: str) -> None:
    """A virtual host, with its port where it has one."""
    host, port = host_and_port(value)
    set_field(fields, "cs-host", host)
    set_field(fields, "s-port", port)


def set_client(fields: dict[str, Value], value: str) -> None:
    """Who connected, by address or by name.  Of several addresses, which a proxy told, the last: that one it saw."""
    if value.count(",") and are_addresses(value):
        fields[TOLD] = value
        value = value.rpartition(",")[2].strip()
    address = address_and_port(value)
    if address is None:
        set_field(fields, "c-dns", value)
        return
    fields["c-ip"] = address[0]
    set_field(fields, "c-port", address[1])


def set_target(fields: dict[str, Value], target: str, hosted: bool) -> None:
    """The address that was asked for; of a whole one, as proxies are asked, path and host apart."""
    if not _WHOLE.match(target):
        stem, _, query = target.partition("?")
        set_address(fields, stem, query)
        return
    try:
        host = urlsplit(target).netloc
    except ValueError:
        host = ""
    path = target.partition("://")[2]
    begin = _PATH.search(path)
    path = path[begin.start() :] if begin is not None else ""
    stem, _, query = (path if path.startswith("/") else f"/{path}").partition("?")
    set_address(fields, stem, query)
    if host and not hosted:
        fields["cs-host"] = host
    whole = fields.get("cs-uri-query", ())
    fields["cs-uri-query"] = each_once((*(whole if isinstance(whole, tuple) else ()), *unquoted(target)))


def set_address(fields: dict[str, Value], stem: str, query: str) -> None:
    """Path and query as IIS has them: as logged, and in each form they may be looked for in."""
    if not stem and not query:
        return
    set_field(fields, "url.path", stem)
    set_field(fields, "url.query", query)
    if stem:
        fields["cs-uri-stem"] = unquoted(stem)
    fields["cs-uri-query"] = unquoted(f"{stem}?{query}" if query else stem)
