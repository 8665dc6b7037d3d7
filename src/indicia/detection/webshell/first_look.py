"""A first look at the words of a script, by which most files are passed over without being read."""

import re

from indicia.detection.webshell.acts.databases import STATEMENT_WORDS
from indicia.detection.webshell.tokens.patterns import any_of, one_of

_PHP_CALLED = (
    "eval", "assert", "create_function", "system", "exec", "passthru", "shell_exec", "popen", "proc_open",
    "pcntl_exec", r"mb_ereg\w*", r"call_user_func\w*", r"array_(?:map|filter|walk|reduce|u?diff|u?intersect)\w*",
    "u[ak]?sort", "file_put_contents", "fwrite", "fputs", "gzwrite", "move_uploaded_file", "copy", "fsockopen",
    "pfsockopen", r"\w*socket\w*", r"reflection\w*", "ob_start", r"register_\w+", "iterator_apply",
    r"forward_static_call\w*", "unlink", "rename", "extract", "parse_str", "run", r"curl_\w+", "dl", r"mail\s*\(",
    "imap_open", "ini_(?:set|alter)", "sscanf", "error_log", "extractto", r"\w*iterator", r"mysql\w*_query",
    r"sqlite\w*", "soapserver", "stream_wrapper_register", r"set_\w+_handler", "registerphpfunctions", "unserialize",
    r"preg_(?:replace|filter)\s*\((?!\s*['\"])",
)  # fmt: skip
"""Functions of PHP that act, or that call others."""
_PHP_ACTS = any_of((
    rf"\b{one_of(_PHP_CALLED)}\s*[(\"'$@/#]",
    r"\b(?:include|require)(?:_once)?\b[^;\n]{0,300}\$",
    # A pattern whose replacement is run.
    r"[/#~|!@}\])%](?-i:[imsxADSUXJun]{0,6}e[imsxADSUXJun]{0,6})['\"]\s*[,;)\].]",
    r"\.\s?['\"](?-i:[imsx/#~]{0,4}e[imsx]{0,4})['\"]\s*,",
    r"`[^`\n]{0,300}\$", r"[)\]}]\(", r"[\w}][\"']\(", r"\$\w+\s*\(", r"\$\{", r"\$\$",
))  # fmt: skip
"""What may act in a script of PHP: such a call, an inclusion, a command, something computed that is called."""
_PHP_ASKS = re.compile(r"\$_(?:get|post|request|cookie|files)\b")
_PHP_ASKS_NAMED = re.compile(r"[\"'{]_(?:get|post|request|cookie|files|server)\b")
_PHP_ASKS_OTHERWISE = (
    "php://input", "getallheaders", "apache_request_h", "get_defined_vars", "filter_input", "getenv", "session_id()",
    "exif_read", "read_exif", "import_request", "http_get_request", "$http_",
)  # fmt: skip
_PHP_SERVER = (
    "'http_", "\"http_", "query_string", "request_uri", "path_info", "php_auth", "$_server as", "$_server;",
    "$_server)", "$_server,", "$_server[$", "(http_",
)  # fmt: skip
"""What of the server’s variables a client chooses, as it stands in code."""
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
"""How code hides that it reads a request: computed names, and texts that are put together or decoded."""
_PHP_SIGNS = ("^", "~")
_PHP_TURNS = re.compile(r"[\"')\]]\s*\^\s*[\"'$(]\s*(?![\[/])|\w\]\s*\^\s*\$|[=(.,]\s?~\s?[\"'$(]|\$\w+\s*\^\s*[\"'$]")
"""Texts that are turned into others bit by bit."""
_PHP_DECODES = ("str_rot13", "gzinflate", "base64_decode", "strrev", "gzuncompress", "hex2bin")
_SMALL = 3000
"""Length up to which a script is read without a first look for its words, which may be put together."""
_PACKED = 2**16
"""Length up to which a script that decodes something and calls something is looked at for that alone."""
_ACTIVE_ACTS = (
    "eval", "execute", "assembly", "startinfo", "process.start", "processbuilder", "win32_process", "shell",
    "scriptcontrol", "scriptengine", "getengineby", "addscript", "activator", "createobject", "activexobject",
    "getobject", "<object", "invoke", "compileassembly", "deserialize", "saveas", "savetofile", "socket", "tcpclient",
    "xsl", "textfile", "runtime", "exec(", "defineclass", "classloader", "readobject", "lookup(", "outputstream",
    "filewriter", "streamwriter", "filestream", "randomaccessfile", "writeall", "appendall", "files.write",
    "createtext", "appendtext", "openwrite", "printwriter", "new function(", "\\u00", "virtualalloc", "dllimport",
    "transferto", "getpart", "elprocessor", "expression", "winexec", "dataadapter", "sqlcommand", "commandtext",
    "downloadfile", "fromcharcode", "chr(", "chrw(", "appdomain", "evaluateasync", "fileitem", "connectionstring", "](",
    "strreverse", ".reverse(", "validationkey", "decryptionkey", "parsecontrol", "registervirtualpath", "standardinput",
    "xamlreader", "jscripteval", "transformnode", "ognl", "mvel", "jexl", "typenamehandling", ".constructor",
    "drivermanager", "_bytecodes", "system.load", "transfer", "loadcontrol", "sqlconnection", "oledbconnection",
    "directory.", "deletefile", "copyfile", "callbyname", "getmethods", "pagecontext.include", "diagnostics",
    "invokeverb", "wbemscripting", "regwrite", "regdelete", "regread", "registry", "fordelegate", "getdelegate",
    "executeassembly", "instancefrom", "defineanon", "definehidden", "razor", "execscript", "aspexec",
    "schedule.service", "webrequest", "httpclient", "httprequestmessage", "xmlhttp", "winhttp", "openconnection",
    "openstream", "fromxml", "yaml", "evaluatestring", "template", ".emit(", "todirectory", "interaction",
    "extractfilename", "executeexcel", "executeshell", "websocket", "minidump", "namedpipe", "mbeanserver",
    "setdatasource", "mlet", "bitmap", "stdregprov", "winnt:", "servicecontroller", "iis://", "readxml", "shell.users",
    "userprincipal", "installhelper", "getcompiled", "virtualpath", "fileopen", ".execute(", "addparam", "setparameter",
    "gettask", "files.copy", ".upload", "fileup", "setproperty", "parsetext",
)  # fmt: skip
"""What may act in them."""
_ACTIVE_ASKS = (
    "request", "param", "runat", "webmethod", "operationcontract", "eval", "execute", "assembly", "chr(",
    "fromcharcode", "\\u00", "defineclass", "frombase64", "header", "cookie", "strreverse", "unescape", "virtualalloc",
    "loadclass", "validationkey", "decryptionkey", "getdecoder", "base64",
)  # fmt: skip
"""How pages of ASP, ASP.NET and JSP read a request, or hide that they do."""


def may_hold(lower: str) -> bool:
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


def worth_php(text: str, lower: str) -> bool:
    """Whether a script of PHP may act on what a request sends, or hides what it does; `lower` is it in lower case."""
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


def worth_active(text: str, lower: str) -> bool:
    """The same for a page of ASP, ASP.NET or JSP."""
    if len(text) <= _SMALL:
        return True
    if not any(word in lower for word in _ACTIVE_ASKS):
        return False
    # `Function(…)` makes code in JScript; in lower case it stands everywhere.
    return any(word in lower for word in _ACTIVE_ACTS) or "Function(" in text or "Function (" in text
