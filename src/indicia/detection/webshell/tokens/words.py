"""Words of the languages: what reads a request, what makes a value harmless, what passes it on."""

CONTROL = frozenset({
    "if", "elseif", "while", "for", "foreach", "switch", "catch", "using", "lock", "synchronized", "fixed", "with",
    "until", "return", "echo", "print", "function", "fn", "select", "case", "and", "or", "not", "xor", "in", "is",
    "else", "do", "try", "throw", "isset", "empty", "declare", "array", "list", "unset", "delegate", "elif",
    "andalso", "orelse", "use", "new", "match", "when", "mod", "yield", "await", "var", "as", "loop", "wend",
})  # fmt: skip
"""Words before a bracket that is no list of arguments."""

NAMED = "'"
"""The end of the lower-case form of a name that differs from a word of its language only by capitals."""
_ONLY_PHP = frozenset({"echo", "print", "fn", "isset", "empty", "declare", "array", "list", "unset", "elif", "match"})
ACTIVE_CONTROL = CONTROL - _ONLY_PHP
"""The same outside PHP."""

HEADS = frozenset({"if", "elseif", "while", "for", "foreach", "switch", "catch", "using", "lock", "synchronized"})
"""Words whose brackets hold a condition or a loop."""

PREFIXES = frozenset({
    "return", "echo", "print", "new", "throw", "else", "then", "do", "case", "await", "yield", "clone", "call", "set",
    "let", "dim", "var", "const", "static", "public", "private", "protected", "internal", "final", "global", "byval",
    "byref", "redim", "preserve", "not", "and", "or", "xor", "try", "if", "elseif", "while", "until", "for", "each",
    "to", "step", "on", "error", "resume", "next", "default", "in", "is", "unsafe", "async", "override", "readonly",
    "abstract", "ref", "out", "params", "delete", "loop", "select", "goto", "andalso", "orelse", "mod", "as", "end",
    "wend", "exit", "shared", "overrides", "typeof", "void", "addressof", "checked", "unchecked", "using", "lock",
    "raiseevent", "friend", "finally", "synchronized", "volatile", "transient", "native", "throws", "optional",
})  # fmt: skip
"""Words that stand before a value and are none."""

_ONLY_BASIC = frozenset({
    "raiseevent",
    "call", "dim", "byval", "byref", "redim", "preserve", "to", "step", "on", "error", "resume", "next", "loop",
    "select", "wend", "exit", "shared", "overrides", "addressof", "friend", "optional", "end", "mod", "each", "then",
})  # fmt: skip
_NEVER_BASIC = frozenset({
    "out", "ref", "params", "unsafe", "native", "final", "checked", "unchecked", "volatile", "transient", "void",
    "throws", "clone", "echo", "print", "lock", "delete", "abstract", "synchronized", "var", "internal", "typeof",
})  # fmt: skip
BASIC_PREFIXES = PREFIXES - _NEVER_BASIC
ACTIVE_PREFIXES = PREFIXES - _ONLY_BASIC - {"echo", "print", "clone"}
"""The same by language: what is a word in one is a name in another."""

LOGICAL = frozenset({"&&", "||", "and", "or", "andalso", "orelse"})
COMPARE = frozenset({
    "==", "===", "!=", "!==", "<>", "<", ">", "<=", ">=", "=<", "=>", "<=>", "instanceof", "is", "like", "in",
})  # fmt: skip
ASSIGN = frozenset({"=", "+=", ".=", "&=", "^=", "|=", "??=", ":=", "-=", "*=", "/=", "%="})

PHP_REQUEST = frozenset({
    "_get", "_post", "_request", "_cookie", "http_raw_post_data", "http_post_vars", "http_get_vars",
    "http_cookie_vars", "http_post_files",
})  # fmt: skip
PHP_SERVER = ("http_", "query_string", "request_uri", "php_auth", "path_info", "orig_path_info", "redirect_query")
"""Beginnings of the keys of `$_SERVER` that a client fills in."""
PHP_SOURCES = frozenset({"getallheaders", "apache_request_headers", "get_defined_vars", "http_get_request_body"})

HARMLESS_MEMBERS = frozenset({
    "url_", "path", "filepath", "applicationpath", "physicalapplicationpath", "physicalpath", "browser",
    "apprelativecurrentexecutionfilepath", "currentexecutionfilepath", "isauthenticated", "httpmethod", "method",
    "contentlength", "totalbytes", "islocal", "issecureconnection", "logonuseridentity", "userhostaddress",
    "userhostname", "contentencoding", "requesttype", "clientcertificate", "requestcontext", "timedoutToken", "abort",
    "mappath", "validateinput", "getsession", "getcontextpath", "getservletpath", "getrealpath", "getremoteaddr",
    "getremotehost", "getattribute", "getrequestdispatcher", "getscheme", "getservername", "getserverport",
    "getmethod", "getcontentlength", "getcontenttype", "getcharacterencoding", "setattribute", "removeattribute",
    "setcharacterencoding", "issecure", "getlocale", "getlocales", "getprotocol", "getlocalport", "getlocaladdr",
    "getlocalname", "isuserinrole", "getuserprincipal", "getremoteuser", "getauthtype", "getservletcontext",
    "getremoteport", "getattributenames", "isrequestedsessionidvalid", "getdispatchertype", "startasync",
    "logout", "login", "getclass",
})  # fmt: skip
"""Members of the request object that a client does not choose, or cannot choose freely."""

CLEARS = frozenset({
    "intval", "floatval", "doubleval", "boolval", "count", "sizeof", "strlen", "mb_strlen", "is_numeric", "is_string",
    "is_array", "is_int", "is_null", "is_dir", "is_file", "is_callable", "is_readable", "is_writable", "file_exists",
    "isset", "empty", "md5", "sha1", "crc32", "hash", "hash_hmac", "password_verify", "strcmp", "strcasecmp", "strpos",
    "stripos", "strrpos", "strncmp", "strncasecmp", "in_array", "array_key_exists", "array_search", "preg_match",
    "preg_match_all", "ctype_alnum", "ctype_alpha", "ctype_digit", "checkdate", "function_exists", "class_exists",
    "method_exists", "escapeshellarg", "escapeshellcmd", "uniqid", "time", "date", "strtotime", "round", "floor",
    "ceil", "abs", "min", "max", "filesize", "filemtime", "fileperms", "number_format", "levenshtein",
    "similar_text", "soundex", "metaphone", "cint", "clng", "cbool", "cdbl", "isnumeric", "isnull", "isempty", "len",
    "lenb", "instr", "instrrev", "strcomp", "ubound", "lbound", "isarray", "isobject", "parseint", "parsedouble",
    "parsefloat", "toint32", "toint16", "toint64", "todouble", "toboolean", "tryparse", "isnullorempty",
    "isnullorwhitespace", "equals", "equalsignorecase", "startswith", "endswith", "contains", "indexof",
    "lastindexof", "compareto", "hashcode", "gethashcode", "gettype", "matches", "ismatch", "length", "size",
    "exists", "isdirectory", "isfile", "canread", "canwrite", "containskey", "hasnext", "hasmoreelements",
    "lastmodified", "fileexists", "folderexists", "typeof", "computehash", "longvalue", "intvalue", "parselong",
    "parseboolean", "booleanvalue", "strspn", "mb_strpos", "array_diff_key", "array_intersect_key", "is_a",
    "hasfile", "hasfiles", "http_response_code", "header", "setcookie", "define", "die", "exit", "sleep", "usleep",
    "error_reporting", "ini_set", "set_time_limit", "session_start", "trigger_error", "printf", "isdate", "cdate",
    "available", "compare", "rand", "mt_rand", "write_", "close", "flush", "wp_verify_nonce", "absint", "ipvalid",
    "sanitize_key", "checkfile", "ctype_xdigit", "is_uploaded_file", "version_compare", "substr_count",
})  # fmt: skip
"""Functions whose result is a number, a yes or no, or text that cannot act."""

CLEAR_MEMBERS = frozenset({"length", "count", "contenttype", "contentlength", "haskeys", "size", "exists", "keys"})

CHECKS = frozenset({
    "in_array", "array_key_exists", "preg_match", "is_callable", "method_exists", "function_exists", "ctype_alnum",
    "ctype_alpha", "array_search", "class_exists", "is_subclass_of", "ctype_digit", "is_numeric",
})  # fmt: skip
"""Functions that compare a value with a list or a pattern."""

PASSES = frozenset({
    "trim", "ltrim", "rtrim", "chop", "stripslashes", "addslashes", "urldecode", "rawurldecode", "base64_decode",
    "base64_encode", "str_rot13", "strrev", "gzinflate", "gzuncompress", "gzdecode", "hex2bin", "pack", "unpack",
    "str_replace", "str_ireplace", "preg_replace", "substr", "mb_substr", "strtr", "strtolower", "strtoupper",
    "implode", "join", "explode", "split", "str_split", "preg_split", "chr", "ord", "sprintf", "vsprintf", "strval",
    "array_pop", "array_shift", "current", "reset", "end", "next", "key", "pos", "each", "array_values", "array_keys",
    "array_merge", "array_slice", "array_flip", "array_reverse", "array", "list", "compact", "array_combine",
    "parse_url",
    "html_entity_decode", "htmlspecialchars_decode", "utf8_decode", "utf8_encode", "iconv", "mb_convert_encoding",
    "openssl_decrypt", "mcrypt_decrypt", "mcrypt_cbc", "openssl_encrypt", "xor", "json_decode", "unserialize",
    "stream_get_contents", "fread", "fgets", "fgetss", "stream_get_line", "fgetc", "file", "convert_uudecode",
    "convert_uuencode", "quoted_printable_decode", "lcfirst", "ucfirst", "ucwords", "str_pad", "wordwrap", "nl2br",
    "strstr", "strrchr", "substr_replace", "get_magic_quotes_gpc", "array_filter", "array_map", "array_walk",
    "realpath", "dirname", "stripcslashes", "str_repeat", "chunk_split", "bin2hex", "dechex", "hexdec", "parse_str",
    "func_get_args", "func_get_arg", "escape", "unescape", "decodeuricomponent", "decodeuri", "replace", "mid",
    "left", "right", "lcase", "ucase", "cstr", "asc", "ascw", "chrw", "chrb", "midb", "ascb", "strreverse", "tostring",
    "substring", "tolower", "toupper", "tochararray", "getbytes", "getstring", "frombase64string", "tobase64string",
    "transformfinalblock", "createdecryptor", "dofinal", "decode", "decodebuffer", "decodebase64", "decrypt",
    "readtoend",
    "readline", "readallbytes", "read", "readbytes", "readfully", "bytearray", "tobytearray", "toarray", "concat",
    "format", "streamreader", "binaryreader", "memorystream", "string", "bufferedreader", "inputstreamreader",
    "gzipstream", "deflatestream", "gzipinputstream", "bytearrayinputstream", "copy", "copyof", "copyofrange",
    "htmldecode", "urldecoder", "parsebase64binary", "valueof", "get", "getvalues", "getvalue", "fromchararray",
    "fromcharcode", "slice", "reverse", "remove", "insert", "append", "getparameter", "tolowercase",
    "touppercase", "binaryread", "combine", "mappath", "getfullpath", "getrealpath", "stringbuilder", "lines",
    "collect", "collectors", "readall", "readtext", "nextline", "tolist", "first", "firstordefault", "last",
    "elementat", "aslist", "stringbuffer", "scanner", "file_get_contents", "fopen", "clean", "gbencode", "changetype",
    "directcast", "ctype", "cryptostream", "stringreader", "xmltextreader", "xmlreader", "wrap", "put", "unhex",
    "utf8tostring", "bytestobstr", "ctor", "nextelement", "getinputstream", "getreader", "toobject",
    "objectinputstream", "xmldecoder", "parse", "gethostbyname", "resolve",
    "gethostaddresses", "gethostentry", "ipendpoint", "inetsocketaddress", "getbyname", "uri", "url", "loadxml",
    "httphandleraction", "httpmoduleaction",
    "convertall", "convert", "fromresult", "zip", "ptrtostringuni", "ptrtostringansi", "ptrtostringauto",
    "ptrtostringbstr", "stringtohglobaluni", "stringtohglobalansi", "stringtohglobalauto", "stringtobstr",
    "readstring", "readchars", "readobject", "filter", "createtextnode", "createcdatasection",
    "parsequerystring", "frombase64chararray", "deserialize", "deserializeobject", "asspan", "trimstart", "trimend",
    "sqlconnection", "sqlcommand", "basename", "streamcontent", "bytearraycontent", "stringcontent",
})  # fmt: skip
"""Functions that give their argument back in another form."""

FILLS = frozenset({
    "read", "copyto", "loadxml", "enqueue", "offer", "addfirst", "write", "append", "appendformat", "add", "push",
    "put", "writetext", "addrange", "readfully", "addlast", "appendline",
    "setvalue", "load", "unshift", "insert", "copy", "blockcopy", "arraycopy", "addparameter", "addargument",
    "concat_", "emit", "decrypt", "appendchunk", "setfilename", "setarguments", "readexactly",
    "setproperty", "set", "setattribute_", "computeifabsent", "putifabsent", "merge", "getoradd", "tryadd", "addnew",
})  # fmt: skip
"""Methods that put an argument into their object, or their object into an argument."""

ASYNC = frozenset({"evaluateasync", "runasync", "connectasync"})
"""Methods that have no namesake without `Async`, or one of another kind."""

CALLBACKS = {
    "call_user_func": 0, "call_user_func_array": 0, "array_map": 0, "array_filter": 1, "array_walk": 1,
    "array_walk_recursive": 1, "array_reduce": 1, "usort": 1, "uasort": 1, "uksort": 1,
    "register_shutdown_function": 0, "register_tick_function": 0, "iterator_apply": 1, "preg_replace_callback": 1,
    "mb_ereg_replace_callback": 1, "ob_start": 0, "array_udiff": -1, "array_diff_ukey": -1, "array_diff_uassoc": -1,
    "array_uintersect": -1, "array_intersect_ukey": -1, "array_intersect_uassoc": -1, "array_udiff_assoc": -1,
    "array_uintersect_assoc": -1, "forward_static_call": 0, "forward_static_call_array": 0, "reflectionfunction": 0,
    "header_register_callback": 0, "set_error_handler": 0, "set_exception_handler": 0, "spl_autoload_register": 0,
    "sqlite_create_function": 2, "sqlitecreatefunction": 1, "createfunction": 1, "array_udiff_uassoc": -2,
    "fromcallable": 0, "is_callable_": 0, "yaml_parse": 3, "func_overload": 0,
}  # fmt: skip
"""PHP functions that call a function they are given, and which argument that is."""

COMMANDS = frozenset({
    "system", "exec", "passthru", "shell_exec", "popen", "proc_open", "pcntl_exec", "expect_popen",
    "w32api_invoke_function",
})  # fmt: skip
ACTS = COMMANDS | frozenset({
    "eval", "assert", "create_function", "preg_replace", "preg_filter", "mb_ereg_replace", "file_put_contents",
    "fwrite",
    "fputs", "move_uploaded_file", "copy", "call_user_func", "call_user_func_array", "ob_start", "usort", "array_map",
    "array_filter", "array_walk", "register_shutdown_function", "fsockopen", "stream_socket_client", "socket_connect",
    "reflectionfunction", "unlink", "unserialize",
})  # fmt: skip
"""Functions of PHP for which a script is read again, to see what its own functions are given."""
PROGRAM_ENDINGS = (
    ".bat", ".cmd", ".ps1", ".vbs", ".wsf", ".exe", ".dll", ".scr", ".sct", ".hta", ".java", ".class", ".jar", ".so",
)  # fmt: skip
DATA_ENDINGS = (
    ".txt", ".log", ".xml", ".json", ".csv", ".html", ".htm", ".ini", ".css", ".jpg", ".jpeg", ".png", ".gif", ".pdf",
    ".zip", ".xls", ".xlsx", ".doc", ".docx", ".dat", ".tmp", ".cache", ".lock", ".sql",
)  # fmt: skip
"""Endings of what no server runs."""
SCRIPT_ENDINGS = (
    ".php", ".phtml", ".php5", ".php3", ".asp", ".aspx", ".ashx", ".asmx", ".asa", ".cer", ".jsp", ".jspx", ".cshtml",
    ".ascx", ".svc", ".soap", ".phar", ".php7", ".php4", ".pht", ".asax", ".master",
)  # fmt: skip
