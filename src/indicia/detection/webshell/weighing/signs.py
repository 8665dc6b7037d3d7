"""Words in a page that say what it looks at before it acts: its visitor, its own folder, a list of hosts."""

import re

from indicia.detection.webshell.tokens.patterns import any_of, one_of

_INCLUDED_GUARDS = (
    "admin", "chk", "check", "login", "auth", "power", "purview", "session", "user", "secur", "verif", "perm", "guard",
    "manage",
)  # fmt: skip
"""Parts of the names of files that look at the visitor before the page goes on that includes them."""
_GUARDED_BASES = ("admin", "secur", "auth", "base", "manage")
"""Parts of the names of what a page is built on, where that looks at the visitor."""
_GUARDS = (
    r"is(?:user)?inrole", "isauthenticated", "hasrole", "has_?permission", "current_user_can", "authori[sz]e",
    r"\brequire_?(?:admin|login|role)", "(?:admin|auth|login|session|security)_?(?:guard|check|filter)",
    r"check_?(?:login|admin|auth|access|perm\w*|session)",
    "is_?(?:admin|super_?user|site_?admin|logged_?in|authorized)",
)  # fmt: skip
"""Questions for a visitor's rights, as functions are called that ask them."""
_PASSES_A_PART = (
    r"set_?readonly\s*\(", "readonly(?:replica|conn|db)", r"(?:conn|db|user)\w{0,8}readonly", "csrf", "xsrf",
    "antiforgery", "hash_equals", r"audit_?(?:log|\.)", "setmaxrows", r"only.{0,20}\bselect\b",
    r"left\(.{1,40}\bselect\b", r"startswith\(\s*\"select", r"\^\\s\*select",
)  # fmt: skip
"""Signs that a page lets pass a part only of what is sent."""
_IN_SESSION = r"(?:\w*(?:admin|role|login|auth|user)\w*|uid)"
GUARDED = any_of(
    (
        rf"#include[^>]{{0,200}}{one_of(_INCLUDED_GUARDS)}",
        rf"(?:masterpagefile|inherits)\s*=\s*[\"'][^\"']{{0,200}}{one_of(_GUARDED_BASES)}",
    ),
    _GUARDS,
    _PASSES_A_PART,
    (
        rf"session\s*[(\[]\s*[\"']{_IN_SESSION}[\"']\s*[)\]]\s*(?:=\s*\"\"|==|<>|!=|is )",
        rf"session\s*\.\s*getattribute\s*\(\s*[\"']{_IN_SESSION}[\"']\s*\)\s*[!=]=",
    ),
)
"""Signs that a page asks who its visitor is, or lets pass a part only of what is sent."""

_MAPPED = r"mappath\s*\("
OF_SITE = any_of((
    rf"{_MAPPED}\s*(?![\"'.])", rf"{_MAPPED}[^()]*\)\s*[&+]", rf"{_MAPPED}\s*\"[^\"]*\"\s*[&+]", "combine",
    "physicalapplicationpath", "basedir", "approot", "getrealpath", "getservletcontext", "document_root", "__dir__",
    "virtualpath", "basename", "getfilename", "dirname", "realpath", "path_info", "urlpath",
))  # fmt: skip
"""Signs on the way of a path that it is one of the site."""
LASTS = any_of((
    r"\\run(?:once)?\\", r"currentversion\\run", "image file execution", "winlogon", r"\\lsa\b", "terminal server",
    r"\\services\\", r"\\policies\\", "shell folders", "appinit_dlls", r"\bhk(?:lm|cu|ey_)",
))  # fmt: skip
"""Keys of the registry by which programs start, or that let people in."""
LISTS_HOSTS = any_of((
    r"\bhosts\b", r"\^https?", r"domains\b", r"\binstr\(\s*\w+,\s*\"https?://\w", r"indexof\(\"https?://\w",
    r"(?:left|substr|substring|mid)\s*\([^()]{1,60}\)\s*(?:<>|=|==|!=|===|!==)\s*\"https?://\w",
))  # fmt: skip
"""Further signs that a page compares an address with a list or a pattern."""
LISTENS = any_of(("tcplistener", "accepttcpclient", "acceptsocket", "serversocket", r"\.listen\b"))
CONNECTS = any_of(("mysqli", r"\w+_connect", r"new\s+pdo\b", "drivermanager"))
"""What connects to a database, as set-ups of PHP and JSP do with what they are told."""
SAYS_BASE = any_of((r"^new\s+[\w.]{0,60}connection\s*\(", r"\bconnectionstring$"))
"""Code that says which database is meant, and puts nothing to it."""
CHECKS_ENDINGS = any_of((
    "getextension", "getfileextension", "pathinfo", r"endswith\s*\(\s*[\"']\.",
    r"\.(?:jpe?g|png|gif|pdf|docx?)\b[\"'|,)]", "allowed", "fileext(?!ensions)", "strrchr", "file_ext", r"\bmime",
    "content_?type", "image_type", "getimagesize",
))  # fmt: skip
"""Signs that a page looks at the ending of a name, or at the kind of a file."""
_LISTED = re.compile(
    r"\b(\w+)\s*=\s*(?:new\b[^{}\n]{0,60})?\{[^{}]{0,300}\}|\b(\w+)\s*=\s*array\([^()]{0,300}\)", re.IGNORECASE
)
"""A list that is written out, with its name."""
_GIVEN_ENDING = re.compile(r"[+&]\s*\"\.\w+\"|\"[^\"\n]{0,100}/[\w-]+\.\w+\"")
"""An ending that the page itself puts behind a name, and the path of a file of its own."""

_MOST_LISTS = 40
"""Lists that are looked at."""


def checks_endings(signs: str) -> bool:
    """Whether the code of a page of ASP or ASP.NET looks at the ending of a name, or at the kind of a file.

    A list that nothing in the page asks for looks at nothing.
    """

    def kept(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        asked = len(re.findall(rf"\b{name}\b", signs, re.IGNORECASE)) > 1
        return found[0] if asked else ""

    return CHECKS_ENDINGS.search(_GIVEN_ENDING.sub('""', _LISTED.sub(kept, signs, count=_MOST_LISTS))) is not None


CHECKS_HOSTS = any_of((
    "allow(?!autoredirect|writestream|readstream)", "whitelist", "trusted", "permitted", "parse_url", r"\.host\b",
    r"\.dnssafehost", r"gethost\(", "startswith", "in_array", "serverurls", "iswellformed",
))  # fmt: skip
"""Signs that a page compares the address it is asked for with a list."""
