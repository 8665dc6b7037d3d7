"""Statements that PHP puts to a database."""

from indicia.detection.webshell.acts.databases import exports, puts, starts_by_statement, takes
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call, Site
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value

_QUERIES = frozenset({
    "mysql_query", "mysqli_query", "pg_query", "mssql_query", "sqlite_query", "sqlsrv_query", "sqlsrv_prepare",
    "odbc_exec", "odbc_prepare", "mysqli_multi_query", "mysqli_real_query", "db2_exec", "ibase_query", "oci_parse",
    "pg_send_query", "sybase_query", "mysql_unbuffered_query",
})  # fmt: skip


def queries(page: Page, call: Call) -> Value | None:
    """What a function gives that asks a database; null for any other."""
    name, args, site, first = call.name, call.args, call.site, call.first
    if name in _QUERIES:
        if statement_acts(page, args, site):
            return NOTHING
        query = next((arg for arg in args if arg.trail is not None), NOTHING)
        puts(page, query, page.code.at(site))
        if query is NOTHING and (taken := takes(page, args, page.code.at(site))) is not NOTHING:
            return taken
        if query.trail is not None and not query.trail.mixed and not query.trail.loose:
            page.act(Effect.QUERIES, site, query)
        return NOTHING
    if name in {"mysql_connect", "mysqli_connect", "pg_connect", "mssql_connect"} and first.trail is not None:
        page.act(Effect.QUERIES, site, first)
        return NOTHING
    return None


def statement_acts(page: Page, args: list[Value], site: Site) -> bool:
    """Whether a statement for a database starts programs or writes scripts from what a request sends."""
    for value in args:
        if exports(page, value, site):
            return True
        if value.trail is not None and value.told and starts_by_statement(page, value.trail, site, value.told):
            page.act(Effect.RUNS, site, value)
            return True
    return False
