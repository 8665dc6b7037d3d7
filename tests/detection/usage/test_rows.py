"""Rows of log platforms are counted as the log of the server would be."""

import json

import pytest
from tests.detection.usage.test_other_servers import evidence_of, left, rows

from indicia.detection.extracts import extract_path
from indicia.detection.usage.counting import UsageStatistics
from indicia.detection.usage.in_front import EXTRACT, FrontsOfExchange, of_nobody
from indicia.model.evidence import Kind

NAMES = ("TimeGenerated [UTC]", "csMethod", "csUriStem", "csUriQuery", "cIP", "scStatus", "csUserAgent", "scBytes")


def row(client, method, stem, status=200, query="", agent="x/1", minute=0):
    return dict(
        zip(NAMES, (f"2021-03-02T10:{minute:02}:00Z", method, stem, query, client, status, agent, 5), strict=True)
    )


def written(kind, given):
    if kind is Kind.WEB_JSON:
        return "".join(json.dumps(one) + "\n" for one in given).encode()
    return "\n".join([",".join(NAMES), *(",".join(map(str, one.values())) for one in given)]).encode()


@pytest.mark.parametrize("kind", [Kind.WEB_JSON, Kind.WEB_CSV])
def test_pages_are_counted(tmp_path, kind):
    """By client and method, also where a row says more than its columns do."""
    given = [
        *(row("198.51.100.7", "POST", "/a.aspx", minute=minute) for minute in range(3)),
        row("198.51.100.7:4711", "GET", "/a.aspx", query="c=id"),
        row("pc.example", "GET", "/a.aspx"),
        row("198.51.100.7", "GET", "/style.css"),
    ]
    stem = left(tmp_path, UsageStatistics(), written(kind, given), kind, "x/rows")
    visits = {one["client"]: (one["requests"], one["posts"], one["queries"]) for one in rows(stem, "usage-visits")}
    assert visits == {"198.51.100.7": (4, 3, 1), "pc.example": (1, 0, 0)}
    (log,) = rows(stem, "usage-log")
    assert (log["requests"], log["scripts"], log["source"]) == (6, 5, kind.value)


@pytest.mark.parametrize("kind", [Kind.WEB_JSON, Kind.WEB_CSV])
def test_whose_log_it_is(tmp_path, kind):
    """Rows are nobody's, also those that IIS wrote, unless they ask for sign-ins as Exchange does."""
    asked = [row("198.51.100.7", "POST", "/EWS/Exchange.asmx", 401), row("::1", "POST", "/mapi/emsmdb/", 401, "a=b")]
    stem = left(tmp_path, FrontsOfExchange(), written(kind, asked), kind, "x/rows")
    tables = {EXTRACT: [extract_path(stem, EXTRACT)]}
    assert {one["application"] for one in rows(stem, EXTRACT)} == {"ews", "mapi"}
    assert not of_nobody(evidence_of(b"", kind, "x/other"), tables)
    assert of_nobody(evidence_of(b"", kind, "y/rows"), tables)
