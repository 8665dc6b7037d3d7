"""A `web.config` that makes the server run files which are no scripts, itself among them."""

import re
from collections.abc import Iterator

from indicia.detection.webshell.values.verdict import Reason
from indicia.model.finding import Confidence, Severity

_TAG = re.compile(r"<(add|buildprovider)\b([^>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(\w{1,40})\s{0,9}=\s{0,9}[\"']([^\"']{0,1000})[\"']")
_HARMLESS = frozenset({
    "config", "txt", "jpg", "jpeg", "png", "gif", "ico", "bmp", "css", "js", "htm", "log", "svg", "json", "pdf", "webp",
})  # fmt: skip
"""Endings of files that no handler of scripts runs in a sound configuration (`.htm` is one that some add, hence `html`
is left out)."""
_RUNS = re.compile(
    r"asp\.dll|php-cgi|\bphp\.exe|pagehandlerfactory|isapi_dll|cmd\.exe|powershell|pagebuildprovider|webhandlerbuildprovider"
    r"|simplehandlerfactory|aspnet_isapi",
    re.IGNORECASE,
)


def config_reasons(text: str) -> Iterator[Reason]:
    """One reason for each mapping of a harmless ending to what runs scripts, and of any ending to a command shell."""
    plain = re.sub(r"<!--.*?-->", lambda found: "\n" * found[0].count("\n"), text[: 2**20], flags=re.DOTALL)
    for tag in _TAG.finditer(plain):
        named = {key.lower(): value for key, value in _ATTRIBUTE.findall(tag[2])}
        pattern = named.get("path", named.get("extension", ""))
        runner = " ".join((named.get("scriptprocessor", ""), named.get("type", "")))
        endings = {part.rpartition(".")[2].strip().lower() for part in pattern.split(",")}
        if not _RUNS.search(runner):
            continue
        shell = re.search(r"cmd\.exe|powershell", runner, re.IGNORECASE)
        if endings & _HARMLESS or shell:
            line = plain.count("\n", 0, tag.start()) + 1
            code = " ".join(tag[0].split())[:160]
            yield Reason(
                severity=Severity.CRITICAL if shell else Severity.HIGH,
                confidence=Confidence.STRONG if shell or "config" in endings else Confidence.MODERATE,
                what=f"makes the server run {pattern[:40]} as scripts",
                way=f"line {line}: {code}",
                source="",
                sink=code,
                line=line,
            )
