"""Members of values: where a request is read, and what a script keeps in its objects."""

from collections.abc import Sequence

from msgspec.structs import replace

from indicia.detection.webshell.acts.functions import result_of
from indicia.detection.webshell.state.names import MADE
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Site
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.brackets import Group, Leaf
from indicia.detection.webshell.tokens.languages import NET, Language
from indicia.detection.webshell.values.kinds import ACTING, HOLDERS, STORES, TYPED_MEMBERS, is_component
from indicia.detection.webshell.values.places import around
from indicia.detection.webshell.values.secrets import KEYS, SECRET
from indicia.detection.webshell.values.value import NOTHING, ONE_NAME, Held, Value, with_trail

MOST_CLEAR = 10_000
"""Characters of a script up to which a field of its one class is known by its name."""

_PIECES = frozenset({"item1", "item2", "item3", "item4", "value", "values"})
"""Members of what holds functions of the script, by which one is taken out."""
DECLARED = "\0field "
"""Under this and its name is kept what a class of PHP says that a field holds at first."""
INDEXER = "\0indexer"
"""The name of what gives the elements of an object of a class of the script."""
OWNER = "\0owner"
"""Under this is kept what a method is called on that a script of JScript gives to all texts or objects."""


MATCHED = "\0matched"
"""Under this is kept what a pattern of JScript was asked of last: `RegExp.$1` is a piece of it."""
OF_REQUEST = frozenset({
    "form", "querystring", "cookies", "servervariables", "item", "params", "headers", "binaryread", "totalbytes",
    "inputstream", "files", "rawurl", "url", "useragent", "pathinfo",
})  # fmt: skip
"""Members of the request that a script may name by a text; any other text names a parameter."""


def member_of(page: Page, value: Value, name: Leaf, at: int, *, called: bool) -> Value:
    """A member of a value; `called` says that it is called."""
    plain, path, site = name.plain, value.path, Site(at, name.end)
    read = _read(page, value, plain, site)
    if read is not None:
        return read
    trail = value.trail
    if trail is not None:
        if plain in {"filename", "getsubmittedfilename", "getoriginalfilename", "getname"} and trail.kind == "upload":
            trail = page.trail(site, "name")
        elif plain == "submatches":
            # A part of what a pattern found does not end as the whole does.
            trail = replace(trail, held=trail.held & ~Held.ENDING)
        elif not called and plain in words.CLEAR_MEMBERS:
            return Value(number=True)
        elif path.endswith("connectionstringbuilder"):
            # It puts the names of the parts before them.
            trail = trail.blended()
    own = _of_script(page, value, plain, called=called)
    if own is not None:
        return own
    if plain in {"responsetext", "responsebody", "responsestream"} and "http" in path:
        return Value(trail=page.trail(site, "remote"))
    if plain in TYPED_MEMBERS:
        return Value(path=TYPED_MEMBERS[plain] if not path.endswith("assembly") else f"{path}.{plain}", trail=trail)
    if page.php and not called and path == "":
        field = _field_of_php(page, value, plain)
        if field is not None:
            return field
    if plain in {"readtext", "read"} and trail is None and path.endswith("adodb.stream"):
        kept = page.names.lookup("\0stream")
        trail = kept.trail if kept is not None else None
    receiver = value.const if called else None
    told = around(value.told, member=True) if plain == "parent" else value.told
    return Value(
        path=f"{path}.{plain}" if len(path) < 300 else plain,
        trail=trail,
        hidden=value.hidden,
        target=value.target,
        place=value.place,
        const=receiver,
        items=value.items if called else None,
        told=told if called or plain in {"fullname", "parent"} else "",
    )


def _read(page: Page, value: Value, plain: str, site: Site) -> Value | None:
    """A member by which a request, an uploaded file, a field of the page or a key of the server is read."""
    path = value.path
    if plain == "request" and (
        not path or path.rsplit(".", 1)[-1] in HOLDERS or path.endswith("()") or page.part.language in NET
    ):
        return Value(path="request")
    if path == "request":
        if plain == "mappath" and page.part.language in NET:
            return Value(path="server.mappath")
        if plain in words.HARMLESS_MEMBERS:
            return Value(path="request." + plain + "_")
        kind = "upload" if plain in {"files", "getpart", "getparts"} else "request"
        if plain == "servervariables":
            return Value(path="request.servervariables")
        if plain == "url":
            return Value(path="request.url")
        return Value(path="request." + plain, trail=page.trail(site, kind))
    if path == "request.url":
        if plain in {"query", "pathandquery", "originalstring", "fragment", "tostring"}:
            return Value(path="request.query", trail=page.trail(site))
        if plain in {"segments", "localpath", "absolutepath"} and page.part.language in NET:
            return Value(path="request.query", trail=page.trail(site, loose=True))
        return NOTHING
    if plain == "routedata" and page.part.language in NET:
        return Value(path="request.routedata", trail=page.trail(site))
    if plain in KEYS and page.part.language in NET:
        return Value(trail=page.trail(site, SECRET))
    if plain == "postedfiles" and page.part.language in NET and path != "request":
        return Value(path="file.postedfile", trail=page.trail(site, "upload"))
    if path == "#control" and plain in {"text", "value", "selectedvalue", "innertext", "innerhtml", "selecteditem"}:
        return Value(path="control.text", trail=page.trail(site, "control"))
    if plain == "extractfilename":
        return Value(path="file.filename", trail=page.trail(site, "name"))
    if page.script and path == "regexp" and plain[:1] == "$":
        return page.names.globals.get(MATCHED, NOTHING)
    if path == "#upload":
        if plain in {"filename"}:
            return Value(path="file.filename", trail=replace(page.trail(site, "name"), held=ONE_NAME))
        if plain in {"postedfile", "filebytes", "filecontent", "saveas"}:
            return Value(path="file." + plain, trail=page.trail(site, "upload"))
        return NOTHING
    return None


def _of_script(page: Page, value: Value, plain: str, *, called: bool) -> Value | None:
    """A member that the script declares: of the object it stands in, of all texts, a property of Basic."""
    path = value.path
    if path in {"this", "me", "self", "static", "parent", "mybase", "super"} and not called:
        found = page.names.lookup("." + plain) or (page.names.lookup(plain) if not page.php else None)
        if found is not None:
            return found
        return Value(path=plain)
    if page.script and plain == "constructor" and page.names.is_own(path):
        return Value(path="function")
    if page.script and called and not is_component(path) and path not in ACTING:
        kept = page.names.lookup("." + plain)
        if kept is not None and (kept.path == "eval" or page.names.is_own(kept.path)):
            if value.trail is not None and OWNER not in page.names.globals:
                page.names.globals[OWNER] = Value(path="this", trail=value.trail)
                page.names.changed = True
            return kept
    of_function = path.removesuffix(".prototype") in page.names.functions
    if page.script and not called and of_function and (kept := page.names.lookup("." + plain)):
        # What a function keeps as an object.
        return kept
    if path in page.names.classes and not called and not page.php and not page.java:
        found = page.names.lookup("." + plain)
        if found is not None and found.trail is not None:
            return found
    if plain in _PIECES and page.names.is_own(path) and not page.script:
        return value
    table = page.names.globals.get(plain) if path in page.names.classes and not page.php else None
    if table is not None and page.names.is_own(table.path) and plain not in page.names.functions:
        # A table of functions that a class fills.
        return table
    held = page.names.globals.get("." + plain) if (page.script or page.basic) and not is_component(path) else None
    if held is not None and held.path in ACTING:
        return held
    if page.part.language is Language.VBSCRIPT and plain in page.names.fields and value.trail is None:
        kept = page.names.globals.get("." + plain)
        if kept is None and path in page.names.classes:
            # A list that a method of its class fills.
            kept = page.names.globals.get(plain)
        if kept is not None and kept.trail is not None and path.rsplit(".", 1)[-1] not in STORES:
            # In a script of several classes the name may be that of another's field.
            alone = len(page.names.classes) < 2 or page.code.declares_once(plain)
            return with_trail(kept, kept.trail if alone else kept.trail.loosened())
    if page.basic and not called and plain in page.names.functions and not page.names.functions[plain].params:
        return result_of(page, plain, [])
    return given_by_property(page, plain, path) if not called and not is_component(path) else None


def given_by_property(page: Page, name: str, owner: str, args: Sequence[Value] = ()) -> Value | None:
    """What a property of VBScript gives that a request fills; null for any other name.

    `owner` names the object that is asked; it is empty for a bare name, which means the class it stands in.
    """
    getter = page.names.getters.get(name) if page.part.language is Language.VBSCRIPT else None
    if getter is None or getter is page.names.scope or len(getter.params) != len(args):
        return None
    for param, value in zip(getter.params, args, strict=True):
        getter.inputs.setdefault(param, value)
    trail = getter.result.trail
    classes = page.names.owners.get(name, set())
    inside = page.names.class_name in classes
    if owner in {"", "me"}:
        return getter.result if inside and (trail is not None or getter.result.path in ACTING) else None
    if trail is None or len(page.names.classes) < 2 or owner.removesuffix("()") in classes:
        return getter.result if trail is not None or getter.result.path in ACTING else None
    # In a script of several classes the name may be that of another's.
    return with_trail(getter.result, trail.loosened())


def _field_of_php(page: Page, value: Value, plain: str) -> Value | None:
    """What a field of an object of PHP is known to hold, whatever object it is."""
    found = page.names.lookup("." + plain)
    if found is not None and found.trail is not None:
        # In a script of several classes the name may be that of another's field.
        alone = len(page.code) < MOST_CLEAR and (len(page.names.classes) < 2 or page.code.declares_once(plain))
        return with_trail(found, found.trail if alone else found.trail.loosened())
    made = page.names.globals.get("." + MADE)
    if made is not None and value is NOTHING:
        return made
    if found is None and value is NOTHING:
        # Nothing puts anything else there.
        return page.names.globals.get(DECLARED + plain)
    return None


def named_by_text(page: Page, value: Value, group: Group) -> Leaf | None:
    """`x["name"]` in JScript, where it is the same as `x.name`; null where it is an element of a collection."""
    path = value.path
    texts = 0 < len(group.nodes) < 16 and all(isinstance(n, Leaf) and n.kind in {"text", "op"} for n in group.nodes)
    if not path and value.trail is None and texts:
        # Every value has the function that makes its like.
        key = (page.evaluator.expression(page, group.nodes).const or "").lower()
        return Leaf("name", key, group.at, group.end, key) if key == "constructor" else None
    if not group.nodes or not path or path in {"this", "window", "self"} or path in STORES or not page.afford():
        return None
    key = page.evaluator.expression(page, group.nodes).const or ""
    plain = key.lower()
    if page.names.is_own(path) and plain not in page.names.functions and page.names.lookup("." + plain) is None:
        # One of a table of functions.
        return None
    if (path == "request" and plain not in OF_REQUEST) or not key.isidentifier() or path.startswith("request."):
        return None
    return Leaf("name", key, group.at, group.end, plain)
