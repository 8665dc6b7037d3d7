"""The question put to one file: does it turn a request into execution?"""

import re

from msgspec import Struct

from indicia.detection.webshell.acts.cloaking import cloaks
from indicia.detection.webshell.acts.databases import STATEMENT_WORDS
from indicia.detection.webshell.acts.handlers import config_reasons
from indicia.detection.webshell.acts.server_includes import included_pictures
from indicia.detection.webshell.flow.flow import Flow
from indicia.detection.webshell.parts.active_code import ALL_CODE
from indicia.detection.webshell.parts.mending import mended, unescaped
from indicia.detection.webshell.parts.parts import parts_of
from indicia.detection.webshell.parts.torn import readings
from indicia.detection.webshell.tokens.decoding import is_ebcdic, text_of
from indicia.detection.webshell.tokens.languages import ASP_NAMES, CLASSIC, NET, NET_NAMES, PHP, SCRIPTS, Language, Part
from indicia.detection.webshell.values.sink import Shared
from indicia.detection.webshell.values.verdict import Reason, Verdict
from indicia.detection.webshell.weighing.grading import BEHIND_RIGHTS, OWN_CODE, reasons_of
from indicia.detection.webshell.weighing.together import weighed
from indicia.detection.webshell.weighing.tools import reasons_of_tools
from indicia.detection.webshell.weighing.traits import Looked
from indicia.model.finding import Severity

MOST_BYTES = 4 * 2**20
LEAST = Severity.MEDIUM
"""Below this nothing is said, but that a page runs what a file of the site holds, or what those may who have rights."""

_PHP_OPENS = re.compile(r"<\?(?:php|=)", re.IGNORECASE)
_MARKS = (b"&lt;", b"<?", b"<%", b"runat", b"<jsp:", b"#@~^", b"language", b"+ADw", b"+adw", b":scriptlet>")
_ENDING_CHECKS = re.compile(
    r"getextension|getfileextension|pathinfo|endswith\s*\(\s*[\"']\.|\.(?:jpe?g|png|gif|pdf|docx?)\b[\"'|,)]|allowed|fileext(?!ensions)|strrchr|file_ext"
    r"|\bmime|content_?type|image_type|getimagesize",
    re.IGNORECASE,
)
_HOST_CHECKS = re.compile(
    r"allow(?!autoredirect|writestream|readstream)|whitelist|trusted|permitted|parse_url|\.host\b|\.dnssafehost|gethost\(|startswith|in_array|serverurls|iswellformed",
    re.IGNORECASE,
)
"""Signs that a page compares the address it is asked for with a list."""
_PHP_ACTS = re.compile(
    r"\b(?:eval|assert|create_function|system|exec|passthru|shell_exec|popen|proc_open|pcntl_exec"
    r"|mb_ereg\w*|call_user_func\w*|array_(?:map|filter|walk|reduce|u?diff|u?intersect)\w*|u[ak]?sort"
    r"|file_put_contents|fwrite|fputs|gzwrite|move_uploaded_file|copy|fsockopen|pfsockopen|\w*socket\w*"
    r"|reflection\w*|ob_start|register_\w+|iterator_apply|forward_static_call\w*|unlink|rename|extract|parse_str|run"
    r"|curl_\w+|dl|mail\s*\(|imap_open|ini_(?:set|alter)|sscanf|error_log|extractto|\w*iterator|mysql\w*_query|sqlite\w*|soapserver|stream_wrapper_register|set_\w+_handler|registerphpfunctions|unserialize|preg_(?:replace|filter)\s*\((?!\s*['\"]))\s*[(\"'$@/#]"
    r"|\b(?:include|require)(?:_once)?\b[^;\n]{0,300}\$"
    # A pattern whose replacement is run.
    r"|[/#~|!@}\])%](?-i:[imsxADSUXJun]{0,6}e[imsxADSUXJun]{0,6})['\"]\s*[,;)\].]"
    r"|\.\s?['\"](?-i:[imsx/#~]{0,4}e[imsx]{0,4})['\"]\s*,"
    r"|`[^`\n]{0,300}\$|[)\]}]\(|[\w}][\"']\(|\$\w+\s*\(|\$\{|\$\$",
    re.IGNORECASE,
)
_PHP_ASKS = re.compile(r"\$_(?:get|post|request|cookie|files)\b")
_PHP_ASKS_NAMED = re.compile(r"[\"'{]_(?:get|post|request|cookie|files|server)\b")
_PHP_ASKS_OTHERWISE = (
    "php://input", "getallheaders", "apache_request_h", "get_defined_vars", "filter_input", "getenv", "session_id()",
    "exif_read", "read_exif", "import_request", "http_get_request", "$http_",
)  # fmt: skip
_PHP_SERVER = (
    "'http_",
    '"http_',
    "query_string",
    "request_uri",
    "path_info",
    "php_auth",
    "$_server as",
    "$_server;",
    "$_server)",
    "$_server,",
    "$_server[$",
    "(http_",
)
# Each begins with plain letters, which is searched many times faster than a pattern that does not.
_PHP_RUNS = (
    re.compile(r"eval(?<![\w>:$]eval)\s*\("),
    re.compile(r"create_function\s*\("),
    re.compile(r"assert(?<![\w>:$]assert)\s*\(\s*(?:[\"'@]|base64|str_rot|gz|\$\w+\s*[)(]|\$\{)"),
    re.compile(r"include(?:_once)?\s*\(?\s*[\"'](?:data:|php:|https?:|ftp:)"),
    re.compile(r"require(?:_once)?\s*\(?\s*[\"'](?:data:|php:|https?:|ftp:)"),
)
_PHP_CALLS = re.compile(r"[\])}]\s*\(|[\w}][\"']\s*\(|\$\w+\s*\(|\$\w+\s*[\[{][^;\n]{0,60}\(")
_PHP_HIDES = (
    "${\"", "${'", "${$", "$$", "\\x5f", "\\137", "goto ", "$_[", "$_=", "$__", "$globals[$", "$globals[\"\\",
)  # fmt: skip
_PHP_SIGNS = ("^", "~")
_PHP_TURNS = re.compile(r"[\"')\]]\s*\^\s*[\"'$(]\s*(?![\[/])|\w\]\s*\^\s*\$|[=(.,]\s?~\s?[\"'$(]|\$\w+\s*\^\s*[\"'$]")
"""Texts that are turned into others bit by bit."""
_PHP_DECODES = ("str_rot13", "gzinflate", "base64_decode", "strrev", "gzuncompress", "hex2bin")
_MOST_AGAIN = 200_000
"""Characters of code up to which parts in several languages are read twice."""
_SMALL = 3000
"""Length up to which a script is read without a first look for its words, which may be put together."""
_PACKED = 2**16
"""Length up to which a script that decodes something and calls something is looked at for that alone."""
"""How code hides that it reads a request: computed names, and texts that are put together or decoded."""
_ACTIVE_ACTS = (
    "eval", "execute", "assembly", "startinfo", "process.start", "processbuilder", "win32_process", "shell",
    "scriptcontrol",
    "scriptengine", "getengineby", "addscript", "activator", "createobject", "activexobject", "getobject", "<object",
    "invoke",
    "compileassembly", "deserialize", "saveas", "savetofile", "socket", "tcpclient", "xsl", "textfile", "runtime",
    "exec(",
    "defineclass", "classloader", "readobject", "lookup(", "outputstream", "filewriter", "streamwriter", "filestream",
    "randomaccessfile", "writeall", "appendall", "files.write", "createtext", "appendtext", "openwrite", "printwriter",
    "new function(", "\\u00", "virtualalloc", "dllimport", "transferto", "getpart", "elprocessor", "expression",
    "winexec",
    "dataadapter", "sqlcommand", "commandtext", "downloadfile", "fromcharcode", "chr(", "chrw(", "appdomain",
    "evaluateasync",
    "fileitem", "connectionstring", "](", "strreverse", ".reverse(", "validationkey", "decryptionkey", "parsecontrol",
    "registervirtualpath", "standardinput", "xamlreader", "jscripteval", "transformnode", "ognl", "mvel", "jexl",
    "typenamehandling", ".constructor", "drivermanager", "_bytecodes", "system.load", "transfer",
    "loadcontrol", "sqlconnection", "oledbconnection", "directory.", "deletefile", "copyfile", "callbyname",
    "getmethods", "pagecontext.include", "diagnostics", "invokeverb", "wbemscripting", "regwrite", "regdelete",
    "regread",
    "registry", "fordelegate", "getdelegate", "executeassembly", "instancefrom", "defineanon", "definehidden", "razor",
    "execscript", "aspexec", "schedule.service", "webrequest", "httpclient", "httprequestmessage", "xmlhttp", "winhttp",
    "openconnection", "openstream", "fromxml", "yaml", "evaluatestring", "template", ".emit(", "todirectory",
    "interaction", "extractfilename",
    "executeexcel", "executeshell", "websocket", "minidump", "namedpipe", "mbeanserver", "setdatasource", "mlet",
    "bitmap", "stdregprov", "winnt:", "servicecontroller", "iis://", "readxml", "shell.users", "userprincipal",
    "installhelper", "getcompiled", "virtualpath", "fileopen", ".execute(", "addparam", "setparameter", "gettask",
    "files.copy", ".upload", "fileup", "setproperty", "parsetext",
)  # fmt: skip
_ACTIVE_ASKS = (
    "request", "param", "runat", "webmethod", "operationcontract", "eval", "execute", "assembly", "chr(",
    "fromcharcode",
    "\\u00", "defineclass", "frombase64", "header", "cookie", "strreverse", "unescape", "virtualalloc", "loadclass",
    "validationkey", "decryptionkey", "getdecoder", "base64",
)  # fmt: skip


def judge_script(data: bytes, name: str) -> Verdict | None:
    """What the script in a file does with what a request sends; null when nothing is to be said of it.

    `name` gives the ending, which may say the language; nothing else of it counts.  At most 4 MiB are looked at.
    Never fails: code that cannot be understood is passed over.
    """
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    cut = len(data) > MOST_BYTES
    data = data[:MOST_BYTES]
    expressions = extension in {"jsp", "jspx", "jspf", "tag"} and (b"${" in data or b"#{" in data)
    marked = any(mark in data for mark in _MARKS) or any(mark in data.lower() for mark in _MARKS)
    includes = extension in ASP_NAMES | NET_NAMES and b"#include" in data
    codes = extension in ALL_CODE or (extension in ASP_NAMES | NET_NAMES and (b"%>" in data or b"</script" in data))
    if not (marked or expressions or includes or codes or extension in {"cshtml", "vbhtml", "config"}):
        head = data[:2048]
        wide = head.count(0) * 3 > len(head)
        if not wide and not is_ebcdic(data):
            return None
    text = text_of(data)
    if not _PHP_OPENS.search(text):
        # Texts of PHP hold any sign.
        text = mended(text)
    plain = unescaped(text, extension)
    escaped, text = plain is not text, plain
    lower = text.lower()
    if extension not in SCRIPTS and not _may_hold(lower):
        return None
    pictures = list(included_pictures(text, lower, extension))
    whole = [*pictures, *cloaks(text, lower)]
    if (
        "#@~^" not in text
        and not whole
        and extension != "config"
        and not (
            (("<?" in text or "<script" in lower) and _worth_php(text, lower))
            or (("<%" in text or expressions or extension not in PHP) and _worth_active(text, lower))
        )
    ):
        return None
    parts, encoded = parts_of(text, extension)
    walk = _follow(parts)
    found = [*_reasons(walk, parts, text), *whole]
    lost = False
    if all(reason.severity < LEAST for reason in found):
        for others in readings(parts):
            again = _follow(others)
            told = _reasons(again, others, text)
            if any(reason.severity >= LEAST for reason in told):
                walk, found, lost = again, told, True
                break
    shared = walk.shared
    config = extension == "config" or "handlers" in text[:20000]
    if config:
        found.extend(config_reasons(text))
    if config or whole:
        found.sort(key=lambda reason: (-reason.severity, -reason.confidence))
    found = [reason for reason in found if reason.severity >= LEAST or _said_at_low(reason.what)]
    if not found:
        return None
    notes = []
    if cut:
        notes.append(f"only the first {MOST_BYTES // 2**20} MiB were looked at")
    if shared.cut:
        notes.append("it has more tokens than are looked at; the rest was passed over")
    if walk.deep:
        notes.append("it is nested too deep to be followed to its end")
    layers = list(dict.fromkeys(shared.layers))
    if lost:
        layers.insert(0, "a quotation mark left out whose other half was lost")
    if escaped:
        layers.insert(0, "signs escaped, as pages show code: it does not run as it stands")
    if encoded:
        layers.insert(0, "Script Encoder")
    return Verdict(
        severity=found[0].severity,
        confidence=found[0].confidence,
        languages=tuple(dict.fromkeys(part.language.value for part in parts))
        or (("server-side include",) if pictures else ("configuration",)),
        reasons=tuple(found[:12]),
        layers=tuple(layers),
        notes=tuple(notes),
    )


class _Walk(Struct, frozen=True):
    """What was found on the way through the parts of a page."""

    shared: Shared
    size: int
    """Characters of code."""
    deep: bool
    """Whether it is nested deeper than is followed."""


def _follow(parts: list[Part]) -> _Walk:
    shared = Shared()
    deep = False
    flows: list[Flow] = []
    for part in parts:
        if part.language is not Language.PHP or _worth_php(part.code, part.code.lower()):
            flow = Flow(part, shared)
            if flows and part.language is not Language.PHP:
                flow.meet(flows[0])
            flows.append(flow)
    size = sum(len(part.code.strip()) for part in parts)
    # Parts in several languages may call each other, so that the first is read again after the last.
    for flow in flows if len(flows) == 1 or size > _MOST_AGAIN else [*flows, *flows]:
        try:
            flow.run()
        except RecursionError:
            # Nesting is bounded where it was foreseen; what was not ends here, with what was found so far.
            deep = True
    return _Walk(shared, size, deep)


def _reasons(walk: _Walk, parts: list[Part], text: str) -> list[Reason]:
    looked = Looked(parts) if all(part.language in CLASSIC | NET for part in parts) else None
    signs = looked.signs(text) if looked is not None else text
    checks = _ENDING_CHECKS.search(signs) is not None
    hosts = _HOST_CHECKS.search(signs) is not None if walk.shared.sinks else False
    found = reasons_of(walk.shared, walk.size, checks_names=checks, checks_hosts=hosts)
    if any(reason.severity >= LEAST for reason in found):
        return found
    told = [
        *reasons_of_tools(walk.shared, walk.size, signs, checks_hosts=hosts),
        *(weighed(looked, text, signs, walk.size, checks_names=checks) if looked is not None else ()),
    ]
    return [*sorted(told, key=lambda reason: -reason.confidence), *found]


def _said_at_low(what: str) -> bool:
    """Whether it is told though it is nothing to be alarmed about by itself."""
    return what == OWN_CODE or what.endswith(BEHIND_RIGHTS)


def _may_hold(lower: str) -> bool:
    """Whether a file that is no script by its ending holds one."""
    return (
        "<?php" in lower
        or "<?=" in lower
        or "<%" in lower
        or "<jsp:" in lower
        or ("runat" in lower and "<script" in lower)
        or "#@~^" in lower
        or "handlers" in lower
        or ("<script" in lower and "php" in lower)
    )


def _worth_php(text: str, lower: str) -> bool:
    asks = (
        _PHP_ASKS.search(lower)
        or any(word in lower for word in _PHP_ASKS_OTHERWISE)
        or ("_server" in lower and any(word in lower for word in _PHP_SERVER))
        or _PHP_ASKS_NAMED.search(lower)
    )
    if (asks or len(text) <= _SMALL) and (_PHP_ACTS.search(text) or any(word in lower for word in STATEMENT_WORDS)):
        return True
    if any(pattern.search(lower) for pattern in _PHP_RUNS):
        return True
    if (
        not any(word in lower for word in _PHP_HIDES)
        and (len(text) > _PACKED or not any(word in lower for word in _PHP_DECODES))
        and not (any(sign in text for sign in _PHP_SIGNS) and _PHP_TURNS.search(text))
    ):
        return False
    return _PHP_CALLS.search(text) is not None


def _worth_active(text: str, lower: str) -> bool:
    if len(text) <= _SMALL:
        return True
    if not any(word in lower for word in _ACTIVE_ASKS):
        return False
    # `Function(…)` makes code in JScript; in lower case it stands everywhere.
    return any(word in lower for word in _ACTIVE_ACTS) or "Function(" in text or "Function (" in text
