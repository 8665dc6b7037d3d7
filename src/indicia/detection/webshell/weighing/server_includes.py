"""Pictures that a page includes: the server runs the script in them as a part of the page."""

import re
from collections.abc import Iterator

from indicia.detection.webshell.tokens.languages import ASP_NAMES, JAVA_NAMES, NET_NAMES
from indicia.detection.webshell.values.verdict import Reason
from indicia.model.finding import Confidence, Severity

_INCLUDES = re.compile(
    r"(?:<!--\s{0,9}#\s{0,9}include\s{1,9}(?:file|virtual)|<%@\s{0,9}include\s{1,9}file)\s{0,9}=\s{0,9}"
    r"[\"'][^\"'\n]{1,300}\.(?:jpe?g|png|gif|bmp|ico|tiff?|webp|mp[34]|woff|ttf)\s?[\"']",
    re.IGNORECASE,
)
"""Drawings of vectors are text, which pages include honestly."""


def included_pictures(text: str, lower: str, extension: str) -> Iterator[Reason]:
    """One reason for each picture that a page of ASP, ASP.NET or JSP includes as a part of itself.

    `lower` is the text in lower case.
    """
    if "include" not in lower or extension not in ASP_NAMES | NET_NAMES | JAVA_NAMES:
        return
    for found in list(_INCLUDES.finditer(text))[:3]:
        line = text.count("\n", 0, found.start()) + 1
        code = " ".join(found[0].split())
        yield Reason(
            severity=Severity.HIGH,
            confidence=Confidence.MODERATE,
            what="runs what is kept in a file that is no script",
            way=f"line {line}: {code}",
            source="",
            sink=code,
            line=line,
        )
