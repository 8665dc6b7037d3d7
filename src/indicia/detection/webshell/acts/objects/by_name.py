"""Functions and methods that a page of ASP or ASP.NET calls by their names."""

from indicia.detection.webshell.acts.texts import run_text
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value, join


def calls_by_name(page: Page, call: Call) -> Value | None:
    """What is called by its name gives; null for any other call."""
    name, args, site, first = call.name, call.args, call.site, call.first
    if name == "constructor" and page.script and call.owner.endswith("constructor") and args:
        run_text(page, args[-1], site)
        return Value(path="function")
    if name == "getref" and first.const:
        page.names.called.add(first.const.lower())
        return Value(path=first.const.lower())
    if name == "callbyname" and len(args) > 3 and first.path == "request":
        return Value(path="request.item", trail=page.trail(site))
    if name == "callbyname" and len(args) > 3 and args[1].const:
        return page.evaluator.call(
            page, Value(path=f"{first.path}.{args[1].const.lower()}", trail=first.trail), args[3:], site
        )
    if name == "callbyname" and len(args) > 3 and args[1].const is None and _acts_as_shell(first.path):
        given = join(args[3:])
        if given.trail is not None:
            page.act(Effect.RUNS, site, given)
            return Value(path="process")
    if name == "callbyname" and len(args) > 3 and args[1].hidden:
        given = join(args[3:])
        if given.trail is not None:
            named = Value(trail=given.trail, hidden=args[1].hidden)
            page.act(Effect.CALLS, site, named, content=given.trail)
            return Value(path=first.path, trail=given.trail)
    if name == "callbyname" and len(args) > 3 and first.path in {"me", "this", "page"}:
        begin = (args[1].place or "").removesuffix("*").lower()
        for own in [one for one in page.names.functions if begin and one.startswith(begin)][:20]:
            page.bind(own, args[3:])
        return NOTHING
    if name == "invokemember" and first.const and len(args) > 3 and _acts_as_shell(args[3].path):
        return page.evaluator.call(
            page, Value(path=f"{args[3].path}.{first.const.lower()}"), args[4:] or [call.whole], site
        )
    if name == "createinstance" and _acts_as_shell(first.path):
        return Value(path=first.path)
    return None


def _acts_as_shell(path: str) -> bool:
    return any(word in path for word in ("wscript.shell", "shell.application", "object?", "scriptcontrol"))
