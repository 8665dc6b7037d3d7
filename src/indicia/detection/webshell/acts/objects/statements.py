"""Statements that objects put to a database."""

from indicia.detection.webshell.acts.databases import exports, puts, starts_by_statement, takes
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value

READS = frozenset({"execute", "executequery", "executereader", "executescalar", "query", "queryforobject"})
"""Methods that give what a database holds."""


def queries(page: Page, call: Call) -> Value | None:
    """What a call does with a database; null for any other."""
    name, args, site, first, whole = call.name, call.args, call.site, call.first, call.whole
    if name in {
        "execute",
        "executequery",
        "executeupdate",
        "executelargeupdate",
        "addbatch",
        "executesqlraw",
        "executesqlcommand",
        "runsql",
        "sqlcommand",
        "sqldataadapter",
        "oledbcommand",
        "query",
        "executenonquery",
        "executereader",
        "executescalar",
    }:
        puts(page, whole, page.code.at(site))
        if exports(page, whole if whole.trail is not None else first, site):
            return NOTHING
        if whole.trail is not None and starts_by_statement(page, whole.trail, site, whole.told):
            page.act(Effect.RUNS, site, whole)
            return NOTHING
        # What stands behind the statement fills its places.
        asked = first if len(args) > 1 else whole
        if asked.trail is not None and not asked.trail.mixed and not asked.trail.loose:
            page.act(Effect.QUERIES, site, asked)
            return NOTHING
        if whole.trail is None and name in READS:
            taken = takes(
                page, [call.callee, *args], page.code.at(site), reads=name in {"executescalar", "executereader"}
            )
            if taken is not NOTHING:
                return taken
    return None
