"""What a request puts into a database, for a page that takes it out again and runs it."""

import re

from msgspec.structs import replace

from indicia.detection.webshell.acts.kept_files import MOST_CODE
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Site
from indicia.detection.webshell.tokens.words import DATA_ENDINGS
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import HOLE, MOST_TOLD, NOTHING, Trail, Value

_PUTS = re.compile(r"\b(?:insert\s+into|replace\s+into|update\s+[\w\[\].`\"]{1,80}\s+set)\b", re.IGNORECASE)
_TAKES = re.compile(r"\bselect\b", re.IGNORECASE)
STARTS = re.compile(
    r"xp_cmdshell|sp_oa(?:method|create)|sp_add_?jobstep|sp_execute_external_script|\bshell\(|\b(?:from|to)\s+program\b"
    r"|\bcreate\s+assembly\b|\bsys_(?:exec|eval|bineval)\b|dbms_(?:scheduler|java)\b|\blib_mysqludf",
    re.IGNORECASE,
)
"""What in a statement for a database starts programs, or makes the database do so."""
_EXPORTS = (
    (re.compile(r"\binto\s+(?:outfile|dumpfile)\b", re.IGNORECASE), None),
    (re.compile(r"\bbackup\s+(?:database|log)\b", re.IGNORECASE), None),
    (re.compile(r"\battach\s+(?:database\s+)?['\"]", re.IGNORECASE), None),
    (re.compile(r"\bsp_makewebtask\b", re.IGNORECASE), None),
    (re.compile(r"\binto\b", re.IGNORECASE), re.compile(r"\bin\s+'|\[?text;|\bexcel\b|\bdbase\b", re.IGNORECASE)),
    (re.compile(r"\bcopy\b", re.IGNORECASE), re.compile(r"\bto\s+'", re.IGNORECASE)),
)
"""What in one makes the database write a file."""
_SCRIPT = re.compile(r"\.(?:php\d?|phtml|aspx?|asa|cer|ashx|asmx|ascx|jspx?)\b", re.IGNORECASE)
_NAMES_FILE = re.compile(
    rf"\binto\s+(?:outfile|dumpfile)\s+['\"]?[^'\"]{{0,200}}?{HOLE}([^'\"]{{0,80}})", re.IGNORECASE
)
_TABLE = re.compile(rf"\bfrom\s+\[?{HOLE}", re.IGNORECASE)
"""A table that a request names."""
_KEPT = "\0database"
"""Under this is kept what the request put into a database."""


CHOSEN_BASE = "\0base"
"""Under this is kept that a request says which database is asked."""
STATEMENT_WORDS = (
    "xp_cmdshell", "sp_oamethod", "sp_oacreate", "jobstep", "from program", "to program", "sys_exec", "sys_eval",
    "outfile", "dumpfile", "backup database", "backup log", "attach database", "attach '", "dbms_scheduler",
    "external_script", "create assembly",
)  # fmt: skip
"""Words of which one stands in a script whose statements make a database start programs or write files."""


def puts(page: Page, given: Value, code: str) -> None:
    """Keep in mind that a statement, or a parameter of one, puts what the request sent into a database."""
    if given.trail is not None and given.trail.kind in {"request", "control", "parameter"}:
        steps = (step[1] for step in given.trail.steps)
        if len(page.code) <= MOST_CODE and any(_PUTS.search(text) for text in (code, *steps)):
            page.names.assign(_KEPT, Value(trail=replace(given.trail, kind="database")))


def fills_parameter(page: Page, given: Value) -> None:
    """The same for a parameter of a statement that stands elsewhere."""
    if given.trail is None or page.names.lookup(_KEPT) is not None or len(page.code) > MOST_CODE or not page.afford():
        return
    puts(page, given, page.code.text)


def starts_by_statement(page: Page, trail: Trail, site: Site, told: str = "") -> bool:
    """Whether a statement for a database starts a program: the word stands here or where it was put together."""
    return any(STARTS.search(text) for text in (page.code.at(site), told, *(step[1] for step in trail.steps)))


def exports(page: Page, statement: Value, site: Site) -> bool:
    """Whether a statement makes the database write a script, or a file where a request says; notes that it does."""
    if statement.trail is not None and _TABLE.search(statement.told):
        page.act(Effect.TABLES, site, Value(trail=statement.trail))
    text = (statement.told or statement.const or "")[:MOST_TOLD]
    if not any(one.search(text) and (other is None or other.search(text)) for one, other in _EXPORTS):
        return False
    ending = _SCRIPT.search(text)
    kept = page.names.lookup(_KEPT)
    sent = statement.trail or (kept.trail if kept is not None else None)
    if sent is None:
        return False
    if ending is not None:
        written = replace(sent, kind="request", mixed=False)
        page.act(Effect.WRITES, site, NOTHING, content=written, place="x" + ending[0].lower())
        return True
    named = _NAMES_FILE.search(text)
    if named is None or statement.trail is None or named[1].lower().endswith(DATA_ENDINGS):
        return False
    page.act(Effect.WRITES, site, Value(trail=statement.trail), content=statement.trail)
    return True


def takes(page: Page, args: list[Value], code: str, *, reads: bool = False) -> Value:
    """What a statement gives that reads: what the request put there before, where it did.

    `reads` says that a call is for reading only, whatever the statement, which stands elsewhere.
    """
    kept = page.names.lookup(_KEPT)
    if kept is None or kept.trail is None:
        return NOTHING
    texts = (code, *(value.const or "" for value in args))
    return Value(trail=kept.trail) if reads or any(_TAKES.search(text[:4000]) for text in texts) else NOTHING
