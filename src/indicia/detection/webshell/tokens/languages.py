"""The languages of server-side scripts, their endings, and a part of a file that is written in one of them."""

from enum import Enum

from msgspec import Struct


class Language(Enum):
    """Languages of server-side scripts."""

    CSHARP = "C#"
    VISUAL_BASIC = "Visual Basic .NET"
    JSCRIPT_NET = "JScript.NET"
    VBSCRIPT = "VBScript"
    JSCRIPT = "JScript"
    PHP = "PHP"
    JAVA = "Java"


BASIC = frozenset({Language.VISUAL_BASIC, Language.VBSCRIPT})
NET = frozenset({Language.CSHARP, Language.VISUAL_BASIC, Language.JSCRIPT_NET})
CLASSIC = frozenset({Language.VBSCRIPT, Language.JSCRIPT})


class Part(Struct, frozen=True):
    """Server-side code of one language; what lies between its pieces is replaced by line ends, so that lines hold."""

    language: Language
    code: str
    controls: frozenset[str] = frozenset()
    """Ids of fields of the page that a visitor fills in, lower case."""
    uploads: frozenset[str] = frozenset()
    """Ids of fields of the page that take a file, lower case."""
    objects: tuple[tuple[str, str], ...] = ()
    """Ids of `<object runat=server>` with what they are, lower case."""
    web_method: bool = False
    """Whether it is a web service, whose methods get their parameters from the request."""


NET_NAMES = frozenset({"aspx", "ashx", "asmx", "ascx", "asax", "master", "svc", "soap", "rem", "svcx"})
ASP_NAMES = frozenset({"asp", "asa", "cer", "cdx", "asps", "htr", "inc"})
PHP_NAMES = frozenset({
    "php", "php3", "php4", "php5", "php6", "php7", "php8", "phtml", "pht", "phps", "phar", "pgif", "phpt",
    "inc", "module", "ctp", "hphp", "shtml",
})  # fmt: skip
JAVA_NAMES = frozenset({"jsp", "jspx", "jspf", "jspa", "jsw", "jsv", "jhtml", "jtml", "tag", "tagx", "tagf"})
RAZOR_NAMES = frozenset({"cshtml", "vbhtml"})
SOURCES = frozenset({"cs", "vb"})
"""Endings of source that a site may compile; no server gives such a file itself."""
PHP = PHP_NAMES - {"inc", "shtml"}
SCRIPTS = NET_NAMES | ASP_NAMES | PHP_NAMES | JAVA_NAMES | RAZOR_NAMES
SERVED = NET_NAMES | (ASP_NAMES - {"inc"}) | (PHP_NAMES - {"inc", "module", "phps"}) | JAVA_NAMES | RAZOR_NAMES
"""Extensions of files that a web server runs."""
