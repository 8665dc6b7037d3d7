"""Web sites that answer what cannot be there with success, so that a status of 200 shows nothing.

A single-page application hands out its start page under every address, some error pages are sent with status 200 (of
ASP.NET for its own pages only), and a filter in front shows whoever attacks a page that says so.  What scanners ask
for then looks answered: `/wp-login.php`, `/cmd.jsp`, the address of a flaw in a product that is not there.  Such a site
gives itself away by scripts in languages that it cannot all run, and by pages of products that it cannot all be.
"""

from collections import Counter, defaultdict
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
_ASP_NET = (".aspx", ".ashx", ".asmx")
_PRODUCTS = {
    "exchange": ("/owa/", "/ecp/"),
    "sharepoint": ("/_layouts/", "/_vti_bin/", "/_controltemplates/"),
    "dotnetnuke": ("/desktopmodules/", "/install/install"),
    "umbraco": ("/umbraco/",),
    "sitecore": ("/sitecore/", "/sitecore modules/", "/sitecore+modules/"),
    "kentico": ("/cmspages/", "/cmsmodules/"),
    "editors": ("/ckeditor/", "/fckeditor/", "/ckfinder/"),
    "file transfer": ("/moveitisapi/", "/guestaccess.aspx", "/human2.aspx"),
    "remote support": ("/setupwizard.aspx",),
    "client scripts": ("/aspnet_client/",),
}
"""Where pages of ASP.NET lie that scanners look for: products of many makers, and a folder that holds no pages."""
MOST = 50_000
"""Pages of a site that are told apart, of those answered and of those refused."""
LANGUAGES, EACH, LEAST = 3, 2, 12
"""In so many of these languages it answers, each with so many pages, all together with so many, asked for by GET."""
KINDS, LEAST_OF_KINDS = 4, 8
"""The same where products count too, of which a single page says that it is there."""
REFUSED = 0.05
"""So large a part of them may have been refused: the site was not always like that, or not below every folder."""


def hollow_logs(extracts: Mapping[str, Sequence[Path]]) -> frozenset[str]:
    """SHA-256 of every log of a site that answers what cannot be there; logs of one folder are those of one site.

    Raises CaseError when the statistics cannot be read.
    """
    return _hollow(tuple(extracts.get(PAGES, ())))


def userless_logs(extracts: Mapping[str, Sequence[Path]]) -> frozenset[str]:
    """SHA-256 of every log without a column of users: nobody can be said not to have signed in.

    Raises CaseError when the statistics cannot be read.
    """
    rows = (row for path in extracts.get(LOG, ()) for row in rows_of(path, LOG, ("sha256", "users")))
    return frozenset(sha256 for sha256, users in rows if not users)


@lru_cache(maxsize=8)
def _hollow(paths: tuple[Path, ...]) -> frozenset[str]:
    logs: dict[str, set[str]] = defaultdict(set)
    answered: dict[str, set[str]] = defaultdict(set)
    refused: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        for where, sha256 in rows_of(_beside(path), LOG, ("path", "sha256")):
            site = where.replace("\\", "/").rpartition("/")[0]
            logs[site].add(sha256)
        for stem, method, status in rows_of(path, PAGES, ("stem", "method", "status")):
            if method == "GET" and status in {"2xx", "4xx"}:
                held = (answered if status == "2xx" else refused)[site]
                if _kind(stem.lower()) and len(held) < MOST:
                    held.add(stem.lower())
    found = (logs[site] for site in logs if _answers_all(answered[site], refused[site]))
    return frozenset(sha256 for held in found for sha256 in held)


def _beside(path: Path) -> Path:
    """The table about the log itself, beside that of its pages."""
    return extract_path(path.with_name(path.name.removesuffix(f"-{PAGES}.parquet")), LOG)


def _kind(stem: str) -> str:
    """The language of a script, or the product that a page of ASP.NET would belong to; empty for any other."""
    if stem.endswith(_FOREIGN):
        return next(name for name, ends in _LANGUAGES.items() if stem.endswith(ends))
    if stem.endswith(_ASP_NET):
        return next((name for name, folders in _PRODUCTS.items() if stem.startswith(folders)), "")
    return ""


def _answers_all(answered: set[str], refused: set[str]) -> bool:
    """Whether there are kinds enough that were hardly ever refused, those that were refused least taken first."""
    here, gone = Counter(map(_kind, answered)), Counter(map(_kind, refused - answered))
    pages = without = languages = kinds = 0
    for name in sorted(here, key=lambda name: (gone[name] / here[name], name)):
        if name in _LANGUAGES and here[name] < EACH:
            continue
        if without + gone[name] > REFUSED * (pages + here[name] + without + gone[name]):
            break
        pages, without, kinds = pages + here[name], without + gone[name], kinds + 1
        languages += name in _LANGUAGES
    return (languages >= LANGUAGES and pages >= LEAST) or (kinds >= KINDS and pages >= LEAST_OF_KINDS)
