"""The STIX objects that a record tells of.

One record is one observation.  A process event tells of its process, of the file that ran and of its parent; a
request tells of the traffic and the address asked for; addresses, domains, URLs and e-mail addresses are taken from
every value.  Paths are written as `steps.joined.by.dots`, lower case.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from ipaddress import ip_address

from msgspec import Struct, field

from indicia.detection.conditions.condition import fold
from indicia.detection.indicators.tokens import addresses_in, emails_in, names_in, urls_at
from indicia.detection.indicators.values import forms_of
from indicia.model.record import Record, Value

ADDRESSES = frozenset({"ipv4-addr", "ipv6-addr"})
_HASHES = {"md5": "hashes.md5", "sha1": "hashes.sha-1", "sha256": "hashes.sha-256", "imphash": ""}
_FILE_FIELDS = (
    "TargetFilename", "ImageLoaded", "Image", "NewProcessName", "ParentImage", "ParentProcessName", "ProcessName",
    "SourceImage", "TargetImage", "ObjectName", "ServiceFileName", "ImagePath", "Path",
)  # fmt: skip
_PROCESS = {
    "command_line": ("CommandLine",),
    "cwd": ("CurrentDirectory",),
    "pid": ("NewProcessId", "ProcessId"),
    "parent_ref.command_line": ("ParentCommandLine",),
    "parent_ref.pid": ("ParentProcessId",),
    "creator_user_ref.user_id": ("User", "SubjectUserName"),
    "creator_user_ref.account_login": ("User", "SubjectUserName"),
}
_TRAFFIC = {
    "src_ref.value": ("SourceIp", "SourceAddress", "IpAddress", "c-ip", "ClientIpAddress"),
    "dst_ref.value": ("DestinationIp", "DestAddress", "DestinationAddress", "s-ip", "DestinationHostname", "cs-host"),
    "src_port": ("SourcePort", "IpPort", "c-port"),
    "dst_port": ("DestinationPort", "DestPort", "s-port"),
    "protocols": ("Protocol",),
    "extensions.http-request-ext.request_method": ("cs-method", "Method"),
    "extensions.http-request-ext.request_value": ("cs-uri-query", "url.path", "UrlStem"),
    "extensions.http-request-ext.request_header.user-agent": ("cs-user-agent", "UserAgent"),
    "extensions.http-request-ext.request_header.referer": ("cs-referer",),
    "extensions.http-request-ext.request_header.cookie": ("cs-cookie",),
    "extensions.http-request-ext.request_header.host": ("cs-host",),
}
_MAIL = {
    "subject": ("message-subject",),
    "from_ref.value": ("sender-address",),
    "sender_ref.value": ("sender-address",),
    "to_refs.value": ("recipient-address",),
    "message_id": ("message-id",),
}
_USERS = ("User", "TargetUserName", "SubjectUserName", "cs-username", "AuthenticatedUser")
_REGISTRY = {"key": ("TargetObject", "ObjectName"), "values.data": ("Details", "NewValue")}
_KNOWN: Mapping[str, frozenset[str]] = {
    "ipv4-addr": frozenset({"value"}),
    "ipv6-addr": frozenset({"value"}),
    "domain-name": frozenset({"value"}),
    "url": frozenset({"value"}),
    "email-addr": frozenset({"value"}),
    "file": frozenset({"name", "parent_directory_ref.path", "size", "hashes.md5", "hashes.sha-1", "hashes.sha-256"}),
    "directory": frozenset({"path"}),
    "process": frozenset(
        {*_PROCESS, "name", "image_ref.name", "parent_ref.name", "parent_ref.image_ref.name"}
        | {f"image_ref.{path}" for path in _HASHES.values() if path}
    ),
    "network-traffic": frozenset({*_TRAFFIC, "src_ref.type", "dst_ref.type"}),
    "email-message": frozenset(_MAIL),
    "user-account": frozenset({"user_id", "account_login", "display_name"}),
    "windows-registry-key": frozenset({*_REGISTRY, "values.name"}),
}
_SPELLINGS = {"sha1": "sha-1", "sha256": "sha-256"}
_HIVES = {"hkey_local_machine": "hklm", "hkey_current_user": "hkcu", "hkey_classes_root": "hkcr", "hkey_users": "hku"}
_LONG_HIVES = {short: long.upper() for long, short in _HIVES.items()}


def spelled(path: str) -> str:
    """A path in the one spelling used here (`hashes.SHA256` is not of the specification, and common)."""
    if path.startswith("binary_ref."):  # STIX 2.0
        path = path.replace("binary_ref.", "image_ref.", 1)
    before, dot, last = path.rpartition(".")
    return f"{before}.{_SPELLINGS.get(last, last)}" if dot and before.endswith("hashes") else path


def unknown(kind: str, path: str) -> str:
    """Why nothing read here can satisfy a comparison of this property; empty when something can."""
    known = _KNOWN.get(kind)
    if known is None:
        return f"no log read here tells of {kind} objects"
    return "" if spelled(path) in known else f"no log read here tells {kind}:{path}"


class Thing(Struct):
    """One object with what is known of its properties."""

    type: str
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    """Fields of the record that tell of it."""


def things_of(record: Record) -> list[Thing]:
    """Every object a record tells of, in a fixed order."""
    found = [
        *_files(record.fields),
        *_mapped("process", _PROCESS, record.fields, partial(_images, record.fields)),
        *_traffic(record.fields),
        *_mapped("email-message", _MAIL, record.fields),
        *_mapped("windows-registry-key", _REGISTRY, record.fields, partial(_value_name, record.fields)),
    ]
    for name in _USERS:
        users = _texts(record.fields.get(name))
        if users:
            known = dict.fromkeys(("user_id", "account_login", "display_name"), _with_short(users))
            found.append(Thing("user-account", known, (name,)))
    found.extend(_everywhere(record))
    return found


def _with_short(users: tuple[str, ...]) -> tuple[str, ...]:
    """Names of users as written, and without their domain."""
    return users + tuple(user.rpartition("\\")[2] for user in users)


def registry_form(text: str) -> str:
    """A registry path with its hive in short."""
    hive, slash, rest = text.partition("\\")
    return _HIVES.get(fold(hive), hive) + slash + rest


def _long_form(key: str) -> str:
    hive, slash, rest = key.partition("\\")
    return _LONG_HIVES.get(fold(hive), hive) + slash + rest


def _texts(value: Value) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    return value if isinstance(value, tuple) else (str(value),)


def _files(fields: Mapping[str, Value]) -> Iterator[Thing]:
    hashes = _hashes(fields)
    for name in _FILE_FIELDS:
        for path in _texts(fields.get(name))[:1]:
            folder, _, last = path.replace("/", "\\").rpartition("\\")
            known: dict[str, tuple[str, ...]] = {"name": (last, path) if folder else (last,)}
            if folder:
                known["parent_directory_ref.path"] = (folder,)
                yield Thing("directory", {"path": (folder,)}, (name,))
            told: tuple[str, ...] = (name,)
            # Sysmon hashes the file the event is about: the first of the list that the event has.
            if hashes:
                known.update(hashes)
                told = (name, *(column for column in ("Hashes", "Hash", "SHA256", "MD5", "SHA1") if column in fields))
                hashes = {}
            if name == "Path" and "Size" in fields:
                known["size"] = _texts(fields["Size"])
            yield Thing("file", known, told)
    if hashes:
        yield Thing("file", hashes, tuple(name for name in ("Hashes", "Hash") if name in fields))


def _hashes(fields: Mapping[str, Value]) -> dict[str, tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}
    for text in (*_texts(fields.get("Hashes")), *_texts(fields.get("Hash"))):
        for part in text.split(","):
            name, _, value = part.strip().partition("=")
            path = _HASHES.get(name.lower())
            if path and value:
                known[path] = (value,)
    for name in ("MD5", "SHA1", "SHA256"):
        for value in _texts(fields.get(name)):
            known[_HASHES[name.lower()]] = (value,)
    return known


def _mapped(
    kind: str,
    mapping: Mapping[str, tuple[str, ...]],
    fields: Mapping[str, Value],
    more: Callable[[], Mapping[str, tuple[str, ...]]] = dict,
) -> Iterator[Thing]:
    known: dict[str, tuple[str, ...]] = {}
    told: list[str] = []
    for path, names in mapping.items():
        for name in names:
            values = _texts(fields.get(name))
            if values:
                known[path] = known.get(path, ()) + values
                told.append(name)
    if kind == "windows-registry-key" and "key" not in known:
        return
    known.update(more())
    if known:
        yield Thing(kind, known, tuple(dict.fromkeys(told)))


def _traffic(fields: Mapping[str, Value]) -> Iterator[Thing]:
    for thing in _mapped("network-traffic", _TRAFFIC, fields):
        for end in ("src_ref", "dst_ref"):
            values = thing.known.get(f"{end}.value", ())
            if values:
                thing.known[f"{end}.type"] = tuple(dict.fromkeys(map(_type_of, values)))
        yield thing


def _type_of(value: str) -> str:
    try:
        return f"ipv{ip_address(value).version}-addr"
    except ValueError:
        return "domain-name"


def _images(fields: Mapping[str, Value]) -> dict[str, tuple[str, ...]]:
    """The program that ran and its parent, with what else is told of them in a way of its own."""
    known: dict[str, tuple[str, ...]] = {}
    if "NewProcessId" in fields:
        # Security 4688 calls the process that started another `ProcessId`.
        known["pid"] = _texts(fields["NewProcessId"])
        known["parent_ref.pid"] = _texts(fields.get("ProcessId"))
    users = _texts(fields.get("User")) + _texts(fields.get("SubjectUserName"))
    if users:
        known.update(dict.fromkeys(("creator_user_ref.user_id", "creator_user_ref.account_login"), _with_short(users)))
    if "Image" in fields and not ("TargetFilename" in fields or "ImageLoaded" in fields):
        # Elsewhere Sysmon hashes the file that was written or loaded.
        known.update({f"image_ref.{path}": values for path, values in _hashes(fields).items()})
    for names, paths in (
        (("Image", "NewProcessName"), ("name", "image_ref.name")),
        (("ParentImage", "ParentProcessName"), ("parent_ref.name", "parent_ref.image_ref.name")),
    ):
        texts = [text for name in names for text in _texts(fields.get(name))]
        for path in paths if texts else ():
            known[path] = tuple(part for text in texts for part in (text.rpartition("\\")[2], text))
    return known


def _value_name(fields: Mapping[str, Value]) -> dict[str, tuple[str, ...]]:
    """Sysmon writes key and value name as one path, so either reading of it is taken."""
    whole = [registry_form(text) for name in _REGISTRY["key"] for text in _texts(fields.get(name)) if "\\" in text]
    if not whole:
        return {}
    keys = tuple(part for text in whole for part in (text, text.rpartition("\\")[0]))
    keys += tuple(long for key in keys if (long := _long_form(key)) != key)
    return {"key": keys, "values.name": tuple(text.rpartition("\\")[2] for text in whole)}


def _everywhere(record: Record) -> Iterator[Thing]:
    """Addresses, names, URLs and e-mail addresses, each once."""
    met: dict[tuple[str, str], Thing] = {}

    def note(kind: str, value: str, name: str) -> None:
        thing = met.get((kind, value))
        if thing is None:
            # Addresses are kept without their scheme.
            forms = (value, f"http://{value}", f"https://{value}") if kind == "url" else (value,)
            met[kind, value] = Thing(kind, {"value": forms}, (name,))
        elif name not in thing.fields:
            thing.fields += (name,)

    for name, _, form in forms_of(record):
        _note_all(form, partial(note, name=name))
    yield from met.values()


def _note_all(form: str, note: Callable[[str, str], None]) -> None:
    for packed, start, end in addresses_in(form):
        note("ipv4-addr" if len(packed) == 4 else "ipv6-addr", form[start:end])
        _note_urls(form, start, end, note)
    for word, start, end in names_in(form):
        note("domain-name", word)
        _note_urls(form, start, end, note)
    for mail in emails_in(form):
        note("email-addr", mail)


def _note_urls(form: str, start: int, end: int, note: Callable[[str, str], None]) -> None:
    """A host is that of a URL only behind a scheme here: nearly every file name is followed by something."""
    if form[:start].rstrip("[").endswith("://"):
        for url in urls_at(form, start, end):
            note("url", url)
