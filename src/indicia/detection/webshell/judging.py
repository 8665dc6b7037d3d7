"""The question put to one file: does it turn a request into execution?"""

import re

from indicia.detection.webshell.flow import Flow, Shared
from indicia.detection.webshell.grading import reasons_of
from indicia.detection.webshell.handlers import config_reasons
from indicia.detection.webshell.parts import SCRIPTS, Language, Part, parts_of, text_of
from indicia.detection.webshell.verdict import Verdict
from indicia.model.finding import Severity

MOST_BYTES = 4 * 2**20
LEAST = Severity.MEDIUM
"""Below this nothing is said."""

_MARKS = (b"<?", b"<%", b"runat", b"<jsp:", b"#@~^", b"language", b"+ADw")
_ENDING_CHECKS = re.compile(
    r"getextension|getfileextension|pathinfo|endswith\s*\(\s*[\"']\.|\.(?:jpe?g|png|gif|pdf|docx?)\b[\"'|,)]|allowed|fileext|strrchr|file_ext"
    r"|\bmime|content_?type|image_type|getimagesize",
    re.IGNORECASE,
)
_PHP_ACTS = (
    "eval", "assert", "create_function", "system", "exec", "passthru", "popen", "proc_open", "preg_replace", "call_user",
    "array_", "usort", "include", "require", "file_put", "fwrite", "fputs", "move_uploaded", "`", "socket",
    "reflection", "ob_start", "register_", "unlink", "copy", "$_", "mb_ereg", "$$", "->exec", "->run", "fopen",
)  # fmt: skip
_PHP_ASKS = (
    "_get", "_post", "_request", "_cookie", "_files", "php://input", "getallheaders", "apache_request", "http_raw",
    "get_defined_vars", "filter_input", "getenv", "session_id", "exif", "_server", "data:", "import_request", "http_post_vars",
    "http_get_vars",
)  # fmt: skip
_PHP_HIDES = re.compile(
    r"(?<![\w>:$])(?:eval|assert)\s*\(|create_function\s*\(|[/#~|@}]\w*e\w*[\"']\s*,|\$\{|\$globals\s*\[|\$\$|\^|\$\w+\s*\(|\"\s*\(|'\s*\(|\]\s*\("
    r"|\$\w+\s*[\[{][^;\n]{0,60}\(|chr\s*\(",
    re.IGNORECASE,
)
_DECODES = ("base64", "gzinflate", "gzuncompress", "str_rot13", "strrev", "chr(", "\\x", "hex2bin", "pack(", "^", "convert_uu", "globals", "str_replace", "substr", "strtr", "urldecode", "\\1", "goto ")
_ACTIVE_ACTS = (
    "eval", "execute", "assembly", "process", "shell", "script", "activator", "createobject", "load(", "invoke", "compile",
    "deserialize", "write", "saveas", "save", "delete", "socket", "tcpclient", "xsl", "createtextfile", "runtime",
    "defineclass", "classloader", "exec(", "readobject", "lookup(", "outputstream", "function(", "\\u00", "virtualalloc",
    "dllimport", "powershell", "transferto", "el.", "renameto", "open", "fromcharcode", "chr(", "chrw(", "object",
)  # fmt: skip
_ACTIVE_ASKS = (
    "request", "param", "runat", "webmethod", "operationcontract", "eval", "execute", "assembly", "chr(", "fromcharcode",
    "\\u00", "defineclass", "frombase64", "header", "cookie", "strreverse", "unescape", "virtualalloc", "loadclass",
)  # fmt: skip


def judge_script(data: bytes, name: str) -> Verdict | None:
    """What the script in a file does with what a request sends; null when nothing is to be said of it.

    `name` gives the ending, which may say the language; nothing else of it counts.  At most 4 MiB are looked at.
    Never fails: code that cannot be understood is passed over.
    """
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    cut = len(data) > MOST_BYTES
    data = data[:MOST_BYTES]
    if not any(mark in data for mark in _MARKS) and extension not in {"cshtml", "vbhtml", "config"}:
        wide = data[:2048].count(0) > 64
        if not wide and b"L\x6f" not in data[:4]:
            return None
    text = text_of(data)
    if extension not in SCRIPTS and not _may_hold(text):
        return None
    parts, encoded = parts_of(text, extension)
    shared = Shared()
    languages: list[str] = []
    size = 0
    for part in parts:
        languages.append(part.language.value)
        size += len(part.code.strip())
        if _worth(part):
            Flow(part, shared).run()
    checks = _ENDING_CHECKS.search(text) is not None if shared.sinks else False
    found = reasons_of(shared, size, checks_names=checks)
    if extension == "config" or "handlers" in text[:20000]:
        found.extend(config_reasons(text))
        found.sort(key=lambda reason: (-reason.severity, -reason.confidence))
    found = [reason for reason in found if reason.severity >= LEAST]
    if not found:
        return None
    notes = []
    if cut:
        notes.append(f"only the first {MOST_BYTES // 2**20} MiB were looked at")
    if shared.cut:
        notes.append("it has more tokens than are looked at; the rest was passed over")
    layers = list(dict.fromkeys(shared.layers))
    if encoded:
        layers.insert(0, "Script Encoder")
    return Verdict(
        severity=found[0].severity,
        confidence=found[0].confidence,
        languages=tuple(dict.fromkeys(languages)) or ("configuration",),
        reasons=tuple(found[:12]),
        layers=tuple(layers),
        notes=tuple(notes),
    )


def _may_hold(text: str) -> bool:
    """Whether a file that is no script by its ending holds one."""
    lower = text.lower()
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


def _worth(part: Part) -> bool:
    """Whether code can do what is looked for; a cheap answer that errs to yes."""
    lower = part.code.lower()
    if not lower.strip(" \r\n\t;"):
        return False
    if part.language is Language.PHP:
        if any(word in lower for word in _PHP_ASKS) and any(word in lower for word in _PHP_ACTS):
            return True
        if "eval" in lower or "assert" in lower or "create_function" in lower:
            return _PHP_HIDES.search(part.code) is not None
        return any(word in lower for word in _DECODES) and _PHP_HIDES.search(part.code) is not None
    return any(word in lower for word in _ACTIVE_ASKS) and any(word in lower for word in _ACTIVE_ACTS)
