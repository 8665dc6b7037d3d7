"""A build as people write it: `15.01.2176.009`, `Version 15.1 (Build 2176.2)`, `Exchange 2016 CU19 Mar21SU`."""

import re

from msgspec import Struct

from indicia.knowledge.product.builds import Branch, Build, BuildTable, parse_build
from indicia.model.exposure import Precision

_NUMBER = re.compile(r"(?:version\s*|v)?(\d{1,3}[.,]\d{1,3}[.,]\d{1,5}[.,]\d{1,5})", re.IGNORECASE)
_SHORT = re.compile(r"(?:version\s*|v)?(\d{1,3})[.,](\d{1,3})[.,](\d{1,5})", re.IGNORECASE)
_ADMIN = re.compile(r"(?:version\s*)?(\d{1,3})\.(\d{1,3})\s*\(build\s*(\d{1,5})\.(\d{1,5})\)", re.IGNORECASE)
_PRODUCT = re.compile(r"\b(2010|2013|2016|2019|SE|Subscription Edition)\b", re.IGNORECASE)
_EXCHANGE = re.compile(r"\bexchange\s*(?:server)?\s*(2010|2013|2016|2019|SE\b|Subscription Edition)", re.IGNORECASE)
_CU = re.compile(r"\b(?:CU|cumulative update)\s*-?\s*(\d{1,2})\b", re.IGNORECASE)
_RTM = re.compile(r"\bRTM\b", re.IGNORECASE)
_SP1 = re.compile(r"\b(?:SP|service pack)\s*1\b", re.IGNORECASE)
_SU = re.compile(
    r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?[\s'-]*(?:20)?(\d\d)[\s-]*(SU|HU)?\s*(v2)?\b",
    re.IGNORECASE,
)
_IN_DIRECTORY = 30_000
"""The directory stores build numbers with a 3 in front (`Build 32176.2`)."""


class Named(Struct, frozen=True):
    """A build that a text names."""

    build: Build
    precision: Precision
    assumption: str = ""


class Unclear(Struct, frozen=True):
    """A text that names no build, and why."""

    reason: str


def named_build(text: str, table: BuildTable) -> Named | Unclear:
    """The build that a text names; FULL where it is written as a file version or names the update."""
    text = " ".join(text.split())
    if found := _ADMIN.fullmatch(text):
        major, minor, number, revision = (int(part) for part in found.groups())
        return _admin((major, minor, number, revision), table)
    if found := _NUMBER.fullmatch(text):
        build = parse_build(found.group(1).replace(",", "."))
        if build is None:
            return Unclear(f"{text!r} is no build number")
        assumption = f"{text!r} is read with points for commas" if "," in text else ""
        return Named(build, Precision.FULL, assumption)
    if found := _SHORT.fullmatch(text):
        return _short(text, tuple(int(part) for part in found.groups()), table)
    return _words(text, table)


def _admin(build: Build, table: BuildTable) -> Named:
    assumption = ""
    if build[2] >= _IN_DIRECTORY:
        build = (build[0], build[1], build[2] - _IN_DIRECTORY, build[3])
        assumption = "builds as the directory stores them (32176 for 2176) are read without the 3 in front"
    branch = table.branch_of(build)
    # Above the base it names an update after all.
    above = branch is not None and build > branch.base
    return Named(build, Precision.FULL if above else Precision.CU_ONLY, assumption)


def _short(text: str, numbers: tuple[int, ...], table: BuildTable) -> Named | Unclear:
    branch = next((item for item in table.branches if item.base[:3] == numbers), None)
    if branch is None:
        return Unclear(f"{text!r} has three numbers, and no known build begins with them")
    return Named(branch.base, Precision.CU_ONLY)


def _words(text: str, table: BuildTable) -> Named | Unclear:
    found = _SU.search(text)
    # The year of an update is no product.
    years = _years(text.replace(found.group(0), " ") if found else text)
    if len(years) > 1:
        return Unclear(f"{text[:60]!r} names several products: {', '.join(years)}")
    if not years:
        if re.fullmatch(r"[\d.,]+(?:E\+?\d+)?", text, re.IGNORECASE):
            return Unclear(
                f"{text!r} looks like a build that a spreadsheet took for a number: it cannot be told any more"
            )
        return Unclear(f"{text[:60]!r} names no build")
    year = years[0]
    wanted = f"Exchange{year}"
    branches = [item for item in table.branches if item.product == wanted]
    if not branches:
        return Unclear(f"the tables of this pack do not cover Exchange {year}")
    branch = _branch(text, branches)
    if branch is None:
        return Unclear(f"{text[:60]!r} names no cumulative update that is known of Exchange {year}")
    if found is None:
        return Named(branch.base, Precision.CU_ONLY)
    month, number, kind, again = found.groups()
    names = [
        f"{month.title()}{number}{each}{'v2' if again else ''}" for each in ([kind.upper()] if kind else ["SU", "HU"])
    ]
    for name in names:
        if name in branch.updates:
            return Named(branch.updates[name], Precision.FULL)
    return Unclear(f"{branch.cu} of Exchange {year} never had {' or '.join(names)}")


def _years(text: str) -> tuple[str, ...]:
    """Products that a text names; those behind the word Exchange where there are any."""
    named = _EXCHANGE.findall(text) or _PRODUCT.findall(text)
    return tuple(sorted({"SE" if each.upper().startswith("S") else each for each in named}))


def _branch(text: str, branches: list[Branch]) -> Branch | None:
    if found := _CU.search(text):
        cu = f"CU{int(found.group(1))}"
    elif _RTM.search(text) or branches[0].product == "ExchangeSE":
        cu = "RTM"
    elif _SP1.search(text) and branches[0].product == "Exchange2013":
        # Service pack 1 of 2013 is what would have been its fourth cumulative update.
        cu = "CU4"
    else:
        return None
    return next((item for item in branches if item.cu == cu), None)
