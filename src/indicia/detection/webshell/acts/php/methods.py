"""Methods of objects of PHP: of databases, archives, documents, services, components of Windows."""

import re

from indicia.detection.webshell.acts.databases import fills_parameter, puts, takes
from indicia.detection.webshell.acts.functions import result_of
from indicia.detection.webshell.acts.php.naming import SENT
from indicia.detection.webshell.acts.php.statements import statement_acts
from indicia.detection.webshell.acts.writing import write
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call, Site
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value, join, passed, with_trail

_HOLDERS = ("spl", "arrayobject", "arrayiterator", "ziparchive")
"""Beginnings of the names of classes of PHP that give back what was put into them."""
_KEEPS = frozenset({"insert", "push", "enqueue", "add", "append", "offsetset", "attach", "unshift"})
_STATEMENTS = frozenset({"query", "exec", "execute", "prepare", "querysingle", "bindvalue", "bindparam"})
_HERE = re.compile(r"\(\s*(?:__DIR__|dirname\s*\(|getcwd|['\"]\.?/?['\"]|\$_SERVER\[.DOCUMENT_ROOT.\])", re.IGNORECASE)
_SQL_RUNS = "\0sql"
"""Kept where a statement for a database may start programs, by a function that the script gave it."""


def calls_method(page: Page, call: Call) -> Value | None:
    """What a method gives; null for a function, which has no object."""
    callee, name, args = call.callee, call.name, call.args
    if "." not in callee.path:
        return None
    for ask in (_of_library, _of_database, _of_service, _of_component, _of_holder):
        answer = ask(page, call)
        if answer is not None:
            return answer
    if "__call" in page.names.functions or "__callstatic" in page.names.functions:
        magic = "__call" if "__call" in page.names.functions else "__callstatic"
        return result_of(page, magic, [Value(const=name), Value(trail=join(args).trail if args else None)])
    if callee.trail is not None and (
        name in words.PASSES or name.startswith("fetch") or callee.path.startswith(_HOLDERS)
    ):
        return Value(trail=callee.trail)
    return passed(args, loose=True) if name in words.PASSES else NOTHING


def _of_library(page: Page, call: Call) -> Value | None:
    """What comments and libraries of the system give."""
    name, args, first = call.name, call.args, call.first
    if name == "getdoccomment":
        return Value(hidden="taken from a comment")
    if call.callee.path.startswith("ffi."):
        if name in {"cdef", "load"}:
            return Value(path="ffi")
        if args and first.trail is not None:
            page.act(Effect.RUNS, call.site, first)
        return NOTHING
    return None


def _of_database(page: Page, call: Call) -> Value | None:
    """What statements do, and the parameters of prepared ones."""
    name, args, site, first = call.name, call.args, call.site, call.first
    if _SQL_RUNS in page.names.globals and name in _STATEMENTS and (sent := _all_of(args).trail if args else None):
        page.act(Effect.RUNS, site, Value(trail=sent))
        return NOTHING
    if name in {"sqlitecreatefunction", "createfunction", "sqlitecreateaggregate", "createaggregate"} and any(
        (value.const or "").lower() in words.COMMANDS | {"assert"} for value in args
    ):
        page.names.globals[_SQL_RUNS] = NOTHING
        return NOTHING
    if name in {"query", "exec", "multi_query", "prepare", "querysingle"}:
        puts(page, join(args) if args else NOTHING, page.code.at(site))
        taken = takes(page, args, page.code.at(site))
        if taken is not NOTHING:
            return taken
    if name in {"bindparam", "bindvalue", "bind_param", "execute"} and args:
        fills_parameter(page, _all_of(args))
    if name in _STATEMENTS | {"multi_query", "real_query"} and statement_acts(page, args, site):
        return NOTHING
    if name in {"query", "exec", "multi_query", "prepare"} and call.callee.path.split(".")[-2] in {"pdo", "mysqli"}:
        if first.trail is not None and not first.trail.mixed and not first.trail.loose:
            page.act(Effect.QUERIES, site, first)
        return NOTHING
    return None


def _of_service(page: Page, call: Call) -> Value | None:
    """What makes functions of the page those of a service, or sends something into one that waits."""
    name, first = call.name, call.first
    if name == "send" and first.trail is not None:
        page.names.changed = page.names.changed or SENT not in page.names.globals
        page.names.globals[SENT] = Value(trail=first.trail)
    if "soapserver" in call.callee.path and name in {"setclass", "setobject", "addfunction"}:
        _serves(page, name, first)
        return NOTHING
    if name == "fromcallable" and first.trail is not None:
        return Value(trail=first.trail)
    return None


def _of_component(page: Page, call: Call) -> Value | None:
    """Programs that a component of Windows starts."""
    name, args = call.name, call.args
    if name in {"run", "exec", "shellexecute"} and any(
        word in call.callee.path for word in ("wscript.shell", "shell.application", "object?")
    ):
        page.act(Effect.RUNS, call.site, join(args) if args else NOTHING)
        return NOTHING
    return None


def _of_holder(page: Page, call: Call) -> Value | None:
    """What is put into files, collections, documents and archives."""
    callee, name, args, site, first = call.callee, call.name, call.args, call.site, call.first
    if name in {"fwrite"} and args:
        write(page, callee, first, site)
    if name in _KEEPS and args and join(args).trail is not None and callee.path.startswith(_HOLDERS):
        _fill_holder(page, join(args), site.at)
        return NOTHING
    if name in {"loadxml", "loadhtml", "load"} and first.trail is not None:
        _fill_holder(page, first, site.at)
        return NOTHING
    if name == "importstylesheet" and first.trail is not None and page.code.mentions("registerphpfunctions"):
        page.act(Effect.TRANSFORMS, site, first)
        return NOTHING
    if name == "open" and callee.path.startswith("ziparchive") and first.trail is not None:
        _fill_holder(page, first, site.at)
        return NOTHING
    if name == "extractto" and callee.trail is not None and first.trail is None and _unpacks_here(page, site):
        page.act(Effect.UPLOADS, site, NOTHING, content=callee.trail, place="*.php")
        return NOTHING
    if name == "extractto" and first.trail is not None and callee.trail is not None:
        page.act(Effect.UPLOADS, site, first, content=callee.trail, place=first.place)
        return NOTHING
    return None


def _unpacks_here(page: Page, site: Site) -> bool:
    """Whether an archive is unpacked beside the page itself, without a look at what is in it."""
    here = page.code.search(_HERE, site)
    return here is not None and len(page.code) < 6000 and not page.code.mentions("pathinfo", "allowed", "getnameindex")


def _serves(page: Page, name: str, given: Value) -> None:
    """A class or function whose parameters the clients of a web service send."""
    served = (given.const or "").lower() if name == "addfunction" and given.const else "\0class"
    if served not in page.names.contracts:
        page.names.contracts.add(served)
        page.names.changed = page.acts = True


def _fill_holder(page: Page, given: Value, at: int) -> None:
    """`$h->insert(x)`: the object holds what it is given."""
    found = re.compile(r"\$(\w+)").match(page.code.text, at)
    old = page.names.lookup(found[1].lower()) if found else None
    if found is not None and old is not None:
        page.names.assign(found[1].lower(), with_trail(old, given.trail))


def _all_of(args: list[Value]) -> Value:
    """Arguments and the elements of the lists among them."""
    return join([item for value in args for item in (value, *(value.items or ()))])
