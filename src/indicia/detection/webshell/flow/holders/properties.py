"""Properties of objects that act when they are set, or keep what they are set to."""

from indicia.detection.webshell.acts.databases import exports, starts_by_statement
from indicia.detection.webshell.acts.fixed_programs import sets_arguments
from indicia.detection.webshell.acts.objects.components import sets_component
from indicia.detection.webshell.acts.objects.machine import sets_machine
from indicia.detection.webshell.acts.programs import note_shell
from indicia.detection.webshell.state.names import MADE
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Site
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.values.bodies import is_body
from indicia.detection.webshell.values.secrets import SECRET
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import Value, better, with_path, with_trail

_FSO = "scripting.filesystemobject"
_SIGNING_KEYS = frozenset({"validationkey", "decryptionkey"})


def set_property(page: Page, owner: Value, name: Leaf, value: Value, chain: list[Node]) -> None:
    """`owner.name = value`; `chain` is the left side as it stands."""
    plain = name.plain
    if not page.php and plain in page.names.functions and len(page.names.functions[plain].params) == 1:
        # `Property Let`: what is assigned is given to it.
        page.bind(plain, [value])
    path = f"{owner.path}.{plain}"
    site = Site(chain[0].at, name.end)
    if plain == "filename":
        note_shell(page, [value])
    if value.trail is not None and value.trail.kind == SECRET and plain in {"text", "innertext", "innerhtml", "value"}:
        page.act(Effect.DISCLOSES, site, value)
    elif plain == "content" and owner.path.startswith("httprequestmessage") and is_body(value.trail):
        page.act(Effect.PASSES, site, value)
    elif plain in _SIGNING_KEYS and page.code.mentions("_breadonly") and page.code.mentions("machinekey"):
        # Only by opening what is closed can a page that runs change them.
        page.opaque(site.at, "it replaces the keys the server signs and encrypts with")
    elif (
        sets_machine(page, owner.path, plain, value, site)
        or sets_component(page, owner.path, plain, value, site)
        or (plain == "commandtext" and exports(page, value, site))
    ):
        pass
    elif (
        (plain in {"arguments", "filename", "setarguments"} and "startinfo" in path)
        or (plain == "startinfo" and value.trail is not None and "process" in owner.path)
        or (plain == "arguments" and value.trail is not None and page.code.mentions("startinfo"))
        or (
            plain == "commandtext"
            and value.trail is not None
            and starts_by_statement(page, value.trail, site, value.told)
        )
    ):
        if plain == "commandtext":
            page.act(Effect.RUNS, site, value)
        else:
            sets_arguments(page, site, value)
    elif (plain in {"commandtext", "selectcommand"} and value.trail is not None and not value.trail.mixed) or (
        plain in {"connectionstring", "activeconnection"} and value.trail is not None
    ):
        page.act(Effect.QUERIES, site, value)
    if page.php and name.kind == "var" and value.trail is not None:
        # `$o->$name = …`: any field.
        page.names.assign("." + MADE, Value(trail=value.trail))
    kept = page.names.one_more("." + plain, value) if page.script else value
    page.names.assign("." + plain, kept, keep=True)
    if plain in page.names.fields and plain not in page.names.functions:
        kind = value.path if not page.php else ""
        page.names.assign(plain, Value(trail=value.trail, hidden=value.hidden, path=kind), keep=True, field=True)
    first = chain[0]
    if isinstance(first, Leaf) and first.kind in {"var", "name"} and first.plain not in {"this", "me", "self"}:
        old = page.names.lookup(first.plain)
        table = page.script and len(chain) == 3 and page.names.is_own(value.path) and old is not None
        if table and old is not None and (not old.path or page.names.is_own(old.path)):
            # An object that functions are put into: one of them may be asked for by a name that is not known.
            page.names.assign(first.plain, page.names.one_more(first.plain, with_path(old, value.path)))
        # `fso.GetFile(x).Name = …` changes what it gives, not the component.
        given = any(isinstance(node, Group) for node in chain[:-2]) and old is not None and old.path == _FSO
        if old is not None and value.trail is not None and not given:
            page.names.assign(first.plain, with_trail(old, better(old.trail, value.trail)))
