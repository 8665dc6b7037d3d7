"""What only the site itself could have made: data under its own keys that comes back with a request, and signatures."""

from msgspec.structs import replace

from indicia.detection.webshell.acts.objects.passing import passes_on
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.tokens.languages import NET
from indicia.detection.webshell.values.value import Value, with_trail

SIGNATURE = "#signature"
"""What the signature of a value goes by under a key of the site; its `target` is the way of that value."""
_SIGNER = "#signer"
_KEEPERS = ("machinekey", "formsauthentication", "protecteddata", "protector")
"""Parts of the names of what seals and opens with keys of the site."""
_OPENS = frozenset({"unprotect", "decode", "decrypt"})
_SEALS = frozenset({"protect", "encode", "encrypt"})
_KEYS = (
    "appsettings", "machinekey", "connectionstrings", "configuration[", "getsection", "getenvironmentvariable",
    "protecteddata", "getvalue<string>",
)  # fmt: skip
"""Words of pages whose keys stand elsewhere."""
_SAME_BYTES = frozenset({
    "tobase64string", "tostring", "replace", "trimend", "tolower", "toupper", "tolowerinvariant", "toupperinvariant",
    "urltokenencode", "tohexstring", "getbytes", "toarray",
})  # fmt: skip


def made_signer(page: Page, call: Call) -> Value | None:
    """What signs with a key that is not in the page; null for any other object."""
    key = call.first
    if not call.name.startswith("hmac") or page.part.language not in NET or not call.args or not _of_site(page, key):
        return None
    return Value(path=_SIGNER)


def seals(page: Page, call: Call) -> Value | None:
    """What a call opens that the site sealed, or signs; null for any other.

    Opened data is marked, for who sends it did not make it; unless the page seals what a request sends as well.
    """
    name, args, whole = call.name, call.args, call.whole
    if page.part.language not in NET or (not args and call.owner != SIGNATURE):
        return None
    signature = call.callee if call.owner == SIGNATURE else args[0] if args else call.callee
    if name in _SAME_BYTES and SIGNATURE in {signature.path, call.owner}:
        return Value(path=SIGNATURE, target=signature.target)
    if name == "computehash" and call.owner == _SIGNER and args[0].trail is not None:
        return Value(path=SIGNATURE, target=args[0].trail)
    if name == "hashdata" and "hmac" in call.owner and len(args) > 1 and _of_site(page, args[0]):
        return Value(path=SIGNATURE, target=args[1].trail) if args[1].trail is not None else None
    if whole.trail is None or not any(word in call.owner for word in _KEEPERS):
        return None
    if name in _SEALS and not whole.trail.loose and not whole.trail.sealed:
        page.shared.seals = True
    value = passes_on(page, call) if name in _OPENS | _SEALS else None
    if value is None or value.trail is None:
        return value
    return with_trail(value, replace(value.trail, sealed=name in _OPENS))


def _of_site(page: Page, key: Value) -> bool:
    """Whether a key stands in the settings of the site, not in the page and not in the request."""
    known = key.trail is not None or key.const is not None or key.items is not None
    return not known and page.code.mentions(*_KEYS)
