"""Web sites that answer whatever they are asked for with success, so that a status of 200 shows nothing.

A single-page application hands out its start page under every address, some error pages are sent with status 200.
What scanners ask for then looks answered: `/wp-login.php`, `/cmd.jsp`, the address of a flaw in a product that is not
there.  Such a site gives itself away by scripts in languages that it cannot all run.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from indicia.detection.extracts import extract_path
from indicia.detection.usage.extract import LOG, PAGES, rows_of

_LANGUAGES = {
    "php": (".php", ".php3", ".php4", ".php5", ".php7", ".phtml", ".phar"),
    "java": (".jsp", ".jspx", ".jspf"),
    "cold fusion": (".cfm", ".cfc", ".cfml"),
    "asp": (".asp", ".asa", ".cer"),
    "scripts": (".cgi", ".pl", ".py", ".rb"),
}
"""Beside ASP.NET, which may well be what the site runs."""
_FOREIGN = tuple(end for ends in _LANGUAGES.values() for end in ends)
MOST = 50_000
"""Pages of a site that are told apart, of those answered and of those refused."""
LANGUAGES, EACH = 3, 2
"""In so many of them it answers, each with so many pages."""
LEAST = 12
"""Pages of these languages that were asked for by GET and answered."""
REFUSED = 0.05
"""So large a part of them may have been refused: the site was not always like that, or not below every folder."""


def hollow_logs(extracts: Mapping[str, Sequence[Path]]) -> frozenset[str]:
    """SHA-256 of every log of a site that answers everything; logs of one folder are those of one site.

    Raises CaseError when the statistics cannot be read.
    """
    return _hollow(tuple(extracts.get(PAGES, ())))


def userless_logs(extracts: Mapping[str, Sequence[Path]]) -> frozenset[str]:
    """SHA-256 of every log without a column of users: nobody can be said not to have signed in.

    Raises CaseError when the statistics cannot be read.
    """
    rows = (row for path in extracts.get(LOG, ()) for row in rows_of(path, ("sha256", "users")))
    return frozenset(sha256 for sha256, users in rows if not users)


@lru_cache(maxsize=8)
def _hollow(paths: tuple[Path, ...]) -> frozenset[str]:
    logs: dict[str, set[str]] = defaultdict(set)
    answered: dict[str, set[str]] = defaultdict(set)
    refused: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        for where, sha256 in rows_of(_beside(path), ("path", "sha256")):
            site = where.replace("\\", "/").rpartition("/")[0]
            logs[site].add(sha256)
        for stem, method, status in rows_of(path, ("stem", "method", "status")):
            if method == "GET" and status in {"2xx", "4xx"}:
                held = (answered if status == "2xx" else refused)[site]
                if stem.lower().endswith(_FOREIGN) and len(held) < MOST:
                    held.add(stem.lower())
    found = (logs[site] for site in logs if _answers_all(answered[site], refused[site]))
    return frozenset(sha256 for held in found for sha256 in held)


def _beside(path: Path) -> Path:
    """The table about the log itself, beside that of its pages."""
    return extract_path(path.with_name(path.name.removesuffix(f"-{PAGES}.parquet")), LOG)


def _answers_all(answered: set[str], refused: set[str]) -> bool:
    counts = [sum(stem.endswith(ends) for stem in answered) for ends in _LANGUAGES.values()]
    without = len(refused - answered)
    return (
        sum(count >= EACH for count in counts) >= LANGUAGES
        and sum(counts) >= LEAST
        and without <= REFUSED * (sum(counts) + without)
    )
