"""Objects that ASP, ASP.NET and JSP make: by `new`, by a name."""

import re

from indicia.detection.webshell.acts.databases import STARTS, exports, starts_by_statement
from indicia.detection.webshell.acts.fixed_programs import start
from indicia.detection.webshell.acts.functions import result_of
from indicia.detection.webshell.acts.objects.accounts import made_account
from indicia.detection.webshell.acts.objects.carriers import made_for_later
from indicia.detection.webshell.acts.objects.components import WEB_SERVER
from indicia.detection.webshell.acts.objects.engines import made_to_run
from indicia.detection.webshell.acts.objects.evaluating import function_of_texts
from indicia.detection.webshell.acts.objects.machine import made_for_mail
from indicia.detection.webshell.acts.objects.sealing import made_signer
from indicia.detection.webshell.acts.objects.starting import note_unknown_command
from indicia.detection.webshell.acts.objects.streams import makes_text, reads_stream, writes_stream
from indicia.detection.webshell.acts.programs import INPUT, is_input, note_shell, note_ties
from indicia.detection.webshell.acts.requests import asks, sends
from indicia.detection.webshell.state.names import BOTH
from indicia.detection.webshell.state.page import Act, Page
from indicia.detection.webshell.state.site import Call, Site, call_of
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.languages import NET
from indicia.detection.webshell.values.kinds import DATABASE, OBJECT_IDS, REFLECTED, TYPES
from indicia.detection.webshell.values.probing import tried
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import EITHER, Trail, Value, told_of, with_path

_METHODS = (".load", ".start", ".exec", ".eval", ".loadfrom", ".loadfile")


_OF_PATHS = frozenset({"directoryinfo", "fileinfo"})
"""What is made of the path of a folder or a file."""
_HOLD = frozenset({
    "tuple", "valuetuple", "keyvaluepair", "dictionaryentry", "list", "hashset", "sortedset", "queue", "stack",
    "arraylist", "linkedlist", "dictionary", "sorteddictionary", "sortedlist", "concurrentqueue", "concurrentbag",
    "concurrentstack", "concurrentdictionary", "collection", "readonlycollection", "stringcollection", "hashtable",
    "namevaluecollection", "weakreference", "arraysegment", "networkcredential", "nullable", "taskcompletionsource",
    "xpathdocument", "xmltextreader", "bufferedstream", "formurlencodedcontent",
})  # fmt: skip
"""Types of .NET that hold what they are made of, and give it back as it is."""
_LATER = frozenset({"lazy", "threadlocal", "asynclazy"})
"""What keeps a function, and is asked for what that gives."""
_TYPED = frozenset({"xmlserializer", "datacontractserializer", "datacontractjsonserializer"})
"""What builds objects of a type it is given."""
_DIRECTORIES = ("ldap://", "gc://", "nds://", "nwcompat://")
"""Beginnings of the names of entries of directories."""
_REMOTE = re.compile(r"[\"'](?:https?|ftp)://")


def create(page: Page, path: str, args: list[Value], site: Site) -> Value:
    """`new X(…)`: who knows the type is asked in order; what nobody knows is what it is made of."""
    path = TYPES.get(path, path)
    call = call_of(Value(path=path), path, args, site)
    made_for_mail(page, path, args, site)
    note_ties(page, args, site)
    for ask in _MAKERS:
        made = ask(page, call)
        if made is not None:
            return made
    return _of_its_parts(page, call)


def _given_later(page: Page, made: Value) -> Value:
    """What a function of the script gives that is kept for later; of several the first."""
    name = made.path.split(BOTH)[0]
    return result_of(page, name, []) if name in page.names.functions else made


def _commands(page: Page, call: Call) -> Value | None:
    """Note a command for a database that starts programs, which gets its text as a parameter; answers nothing."""
    if call.name in DATABASE and not page.shared.commands and STARTS.search(call.first.const or ""):
        page.shared.commands = page.names.changed = True
    return None


def _by_name(page: Page, call: Call) -> Value | None:
    """What is made by its name, loads code from elsewhere, or builds objects of any class."""
    args, site, first = call.args, call.site, call.first
    path = call.name
    if path == "function" and page.script and (made := function_of_texts(page, args, site)):
        return made
    if path == "activexobject" and args:
        return object_named(page, args[0])
    if path == "com" and page.php and args:
        return object_named(page, args[0])
    if path == "javascriptserializer" and any(value.path == "simpletyperesolver" for value in args):
        return Value(path="serializer_typed")
    if path == "urlclassloader" and first.trail is None and page.code.search(_REMOTE, site):
        sent = page.trail(site, "remote")
        page.act(Effect.LOADS, site, Value(trail=sent))
        return Value(path=path)
    return None


def _of_script(page: Page, call: Call) -> Value | None:
    """Give what it is made of to the class of the script; answers nothing."""
    args = call.args
    path = call.name
    if path in page.names.functions:
        page.bind(path, args)
    if "__construct" in page.names.functions and path in page.names.classes:
        page.bind("__construct", args)
    return None


def _program(page: Page, call: Call) -> Value | None:
    """A program that is started, its input, a function that is handed over."""
    args, first = call.args, call.first
    path = call.name
    trail = call.whole.trail
    if path in {"processbuilder", "processstartinfo", "processimpl"}:
        note_shell(page, args)
        note_unknown_command(page, args, call.site)
    elif (fed := next((value.path for value in args if is_input(value.path)), "")) and path.endswith(
        ("writer", "stream")
    ):
        return Value(path=INPUT if fed else "")
    elif len(args) == 1 and first.path.endswith(_METHODS) and trail is None and path not in page.names.functions:
        # A delegate: what is called by it is what it was made of.
        return Value(path=first.path)
    elif path in _LATER and args and page.names.is_own(first.path):
        return with_path(_given_later(page, first), "")
    elif args and page.names.is_own(first.path) and path != "engine":
        page.names.called.update(first.path.split(BOTH))
        return Value(path=first.path)
    return None


def _acting(page: Page, call: Call) -> Value | None:
    """What acts on what a request sends, or on hidden text, as soon as it is made."""
    args, site, first, whole = call.args, call.site, call.first, call.whole
    path = call.name
    trail = whole.trail
    if trail is not None or any(value.hidden for value in args):
        if path in {"processbuilder", "processstartinfo", "processimpl"} or (
            path in {"expression", "statement"}
            and page.java
            and any((value.const or "").lower() in REFLECTED for value in args)
        ):
            start(page, site, whole, args)
        elif path == "command" and not page.java and "pipeline" in page.code.text.lower():
            # A command for PowerShell.
            page.act(Effect.RUNS, site, first)
        elif path == "httprequestmessage" and len(args) > 1:
            asks(page, args[1], site)
            sends(page, args[-1], site)
        elif path in {"resxresourcereader", "resourcereader"} and first.trail is not None:
            page.act(Effect.DESERIALIZES, site, first)
        elif path == "template" and page.java:
            return Value(path="scriptengine.template", trail=whole.trail)
        elif path in _TYPED and first.path == "class?":
            return Value(path="serializer_typed", trail=None)
        elif path == "function" and page.script:
            page.act(Effect.EVALUATES, site, args[-1])
        elif path in {"urlclassloader"}:
            page.act(Effect.LOADS, site, whole)
        elif path in DATABASE and exports(page, first, site):
            return Value(path=path)
        elif path in DATABASE and first.trail is not None and starts_by_statement(page, first.trail, site, first.told):
            page.act(Effect.RUNS, site, first)
        elif (path in DATABASE or (page.php and path in {"pdo", "mysqli"})) and (
            first.trail is not None and (not first.trail.mixed or path.endswith("connection"))
        ):
            page.act(Effect.QUERIES, site, first)
            return Value(path=path)
        elif path == "reflectionfunction" and first.trail is not None:
            return Value(path="reflectionfunction", trail=first.trail)
        elif path in {"socket", "tcpclient", "inetsocketaddress", "ipendpoint"} and first.trail is not None:
            tries = tried(first, *args)
            page.act(Effect.CONNECTS, site, tries)
            return Value(path="socket", target=first.trail, place=tries.hidden or None)
    return None


def _of_php(page: Page, call: Call) -> Value | None:
    """Classes of PHP that call functions by their names."""
    args, first, whole = call.args, call.first, call.whole
    path = call.name
    trail = whole.trail
    if path == "reflectionmethod" and len(args) > 1 and args[1].const:
        return Value(path=f"reflectedmethod.{args[1].const.lower()}")
    if page.php and trail is not None and path.endswith(("iterator", "closure", "command")):
        for value in args:
            if value.const is not None and value.const.lower() in words.COMMANDS | {"assert", "eval"}:
                page.act(Effect.RUNS, call.site, whole)
    named = args[-1].trail if page.php and len(args) > 1 and path.endswith("filteriterator") else None
    if named is not None and first.trail is not None and not named.mixed:
        # It calls the function that it is given last for each element.
        page.act(Effect.CALLS, call.site, args[-1], content=first.trail)
    if path == "reflectionfunction" and (first.const or first.hidden):
        return Value(path="reflected." + (first.const or "?").lower(), hidden=first.hidden)
    return None


_MAKERS: tuple[Act, ...] = (
    _commands, made_account, made_for_later, made_to_run,
    made_signer, _by_name, reads_stream, _of_script, _program, _acting, _of_php, writes_stream, makes_text,
)  # fmt: skip


def _of_its_parts(page: Page, call: Call) -> Value:
    """What is made of what it is given."""
    args, whole = call.args, call.whole
    path = call.name
    trail = whole.trail
    if path == "xsltsettings":
        return Value(path=path, const="script" if args and any(a.number for a in args) else None)
    return Value(
        path=path,
        trail=trail.loosened() if trail and not _keeps(page, path, trail) else trail,
        hidden=whole.hidden if path in words.PASSES else "",
    )


def _keeps(page: Page, path: str, trail: Trail) -> bool:
    """Whether an object of this type holds what it is made of as it is."""
    names = page.names
    if path in _OF_PATHS:
        # Below a folder of the application it is an entry like others.
        return not trail.mixed
    if path in _HOLD and page.part.language in NET:
        return True
    if path in {"enumerator", "vbarray", "error"} and page.script:
        return True
    own = not path or path in names.functions or path in names.classes
    return own or path in words.PASSES or path.endswith("exception")


def object_named(page: Page, named: Value) -> Value:
    """What `CreateObject` makes."""
    if named.const is not None:
        text = named.const.strip().lower()
        plain = text.removeprefix("new:").removeprefix("clsid:").strip("{}")
        plain = OBJECT_IDS.get(plain, plain)
        for version in (".1", ".2", ".3.0", ".6.0", ".5.1"):
            plain = plain.removesuffix(version)
        return Value(path=plain)
    if named.trail is not None:
        return Value(path="object?", hidden="the request names what is created")
    return Value(path="object?", hidden=named.hidden or ("its name is computed" if not named.path else ""))


def makes_object(page: Page, call: Call) -> Value | None:
    """What a call gives that makes or finds an object by its name; null for any other."""
    name, args, site, first = call.name, call.args, call.site, call.first
    if name in {"createobject", "createinstance_"} and args:
        return object_named(page, first)
    if name == "activexobject" and args:
        return object_named(page, first)
    if name == "getobject" and args:
        text = (first.const or first.place or "").lower()
        if all(one.lower().lstrip().startswith(_DIRECTORIES) for one in told_of(first).split(EITHER)):
            # An entry of a directory, which is no code.
            return Value(path=text.partition(":")[0])
        named = page.code.at(site).lower()
        if "winnt://" in named or text.startswith("winnt:"):
            return Value(path="winnt", trail=None)
        if "iis://" in named or text.startswith("iis:"):
            return Value(path=WEB_SERVER)
        if "winmgmts" in named or "root\\" in named or "stdregprov" in named or text.startswith("winmgmts"):
            return Value(path="winmgmts")
        if first.trail is not None:
            page.act(Effect.LOADS, site, first)
        elif text.startswith(("script:http", "script:ftp", "script:\\\\")):
            page.act(Effect.LOADS, site, Value(trail=page.trail(site, "remote")))
        return object_named(page, first)
    return None
