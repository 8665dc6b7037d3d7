"""Test-ProxyLogon.ps1 check by check, beside what answers the same question here; part of docs/packs/exchange.md.

`tests/packs/exchange/test_vendor_checks.py` puts evidence of each check through a whole scan and holds it to this
table.
Source: CSS-Exchange, Security/src/Test-ProxyLogon.ps1, last change of logic March 2021; checks told in our own words.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VendorCheck:
    """One check of the script."""

    id: str
    looks_at: str
    flaw: str
    tests: tuple[str, ...]
    """Artefact tests that answer it with a hit."""
    by: str
    """Detector."""
    more: str
    """What is said beyond it."""


CHECKS = (
    VendorCheck(
        "a",
        "HttpProxy rows whose AnchorMailbox is `ServerInfo~…/…`",
        "CVE-2021-26855",
        ("PL-01",),
        "analysis front-end-impersonation",
        "who, how often, with what answer; success told from attempt",
    ),
    VendorCheck(
        "a, left out by the script",
        "the same with `…/autodiscover` only",
        "CVE-2021-26855",
        ("PL-03",),
        "analysis front-end-impersonation",
        "probing is named as probing instead of being left out",
    ),
    VendorCheck(
        "a, left out by the script",
        "`ServerInfo~localhost…/…`",
        "none",
        (),
        "analysis front-end-impersonation",
        "silent here too: the server asks itself like this",
    ),
    VendorCheck(
        "b",
        "Application errors of MSExchange Unified Messaging with an invalid cast",
        "CVE-2021-26857",
        ("PL-10",),
        "rule pl-10-um-cast",
        "programs that its worker started (PL-11), files that it wrote (PL-12)",
    ),
    VendorCheck(
        "c",
        "OABGenerator: a failed download to a file outside of the address book's folder",
        "CVE-2021-26858",
        ("PL-09",),
        "rule pl-09-oab-download",
        "also paths that climb out of that folder",
    ),
    VendorCheck(
        "d",
        "HttpProxy\\Ecp: a reset of a virtual directory by such a row, answered 200",
        "CVE-2021-27065",
        ("PL-06",),
        "analysis front-end-impersonation",
        "the same in IIS (PL-17); the file it wrote and whether it is still there",
    ),
    VendorCheck(
        "d",
        "ECP\\Server: an address of a virtual directory set to text with a tag in it",
        "CVE-2021-27065",
        ("PL-07",),
        "analysis virtual-directory-script",
        "line, time, session; the same in cmdlet logs (PL-19) and in the directory (PL-20)",
    ),
    VendorCheck(
        "e",
        "memory images of lsass below `C:\\root` and `C:\\Windows\\Temp`",
        "after the break-in",
        ("PO-01",),
        "analysis credential-dump",
        "wherever it lies, and without another hit; the command that made it (PO-02)",
    ),
    VendorCheck(
        "e",
        "archives below `C:\\ProgramData`",
        "after the break-in",
        ("PO-03",),
        "analysis staging",
        "low by itself: installers keep archives there; in a web folder, or packed by the worker process, more",
    ),
    VendorCheck(
        "f",
        "age in days of the oldest file in twelve log folders",
        "none",
        ("PO-12",),
        "coverage",
        "first and last record, gaps; *no hit* and *none seen* are not said beyond them",
    ),
)


def comparison() -> Iterator[str]:
    """The section of the page."""
    yield "## Beside Test-ProxyLogon\n"
    yield (
        "The script looks at the live server and knows the flaws of March 2021.  Each of its checks, what answers the "
        "same question here, and what is said beyond it; every row is tested with evidence of its own.\n"
    )
    yield "| check | looks at | flaw | our test | by | beyond it |\n| --- | --- | --- | --- | --- | --- |"
    for check in CHECKS:
        tests = ", ".join(check.tests) or "none"
        yield f"| {check.id} | {check.looks_at} | {check.flaw} | {tests} | {check.by} | {check.more} |"
    yield ""
