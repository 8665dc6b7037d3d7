"""Text that pages of ASP, ASP.NET and JSP run as code or compile."""

from indicia.detection.webshell.acts.matches import found_by
from indicia.detection.webshell.acts.texts import read_layer, run_text
from indicia.detection.webshell.state.names import LAMBDA
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call, Site
from indicia.detection.webshell.tokens.languages import Language
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value, better


def hands_eval(page: Page, call: Call) -> Value | None:
    """`list.map(eval)`: what a call gives that hands on the function itself; null for any other."""
    args, whole = call.args, call.whole
    if page.script and any(value.path == "eval" for value in args) and "eval" not in page.names.functions:
        handed = better(call.callee.trail, whole.trail)
        if handed is not None:
            page.act(Effect.EVALUATES, call.site, Value(trail=handed))
            return Value(trail=handed)
    return None


def function_of_texts(page: Page, args: list[Value], site: Site) -> Value | None:
    """`new Function("x", "return …")`: the function; null where its text is not known or it takes nothing."""
    texts = [value.const for value in args if value.const is not None and value.trail is None]
    if len(texts) != len(args) or len(args) < 2:
        return None
    name = f"{LAMBDA}{site.at}"
    hidden = next((value.hidden for value in args if value.hidden), "")
    code = f"function {name}({', '.join(texts[:-1])}) {{ {texts[-1]}\n}}"
    read_layer(page, Value(const=code, hidden=hidden), site)
    return Value(path=name) if name in page.names.functions else None


def evaluates(page: Page, call: Call) -> Value | None:
    """What a call gives that runs a text; null for any other."""
    name, args, site, owner, first, whole = call.name, call.args, call.site, call.owner, call.first, call.whole
    match name:
        case "parselambda" if "dynamicexpression" in owner and whole.trail is not None:
            # Text that is compiled into a function.
            page.act(Effect.EVALUATES, site, whole)
            return NOTHING
        case "eval" if owner.endswith("databinder"):
            return Value(trail=first.trail)
        case "eval":
            if page.java or owner.endswith(("scriptcontrol", "scriptengine", "el", "elprocessor")) or not owner:
                if page.java:
                    page.act(Effect.EVALUATES, site, first)
                    return NOTHING
                return run_text(page, first, site)
            if owner:
                page.act(Effect.EVALUATES, site, first)
                return NOTHING
        case "execute" | "executeglobal" if page.part.language not in {Language.CSHARP, Language.VISUAL_BASIC} and (
            (not owner and "." not in call.callee.path) or owner in {"me", "this", "window"}
        ):
            return run_text(page, whole if len(args) == 1 else first, site)
        case "function" if page.script and args:
            if made := function_of_texts(page, args, site):
                return made
            run_text(page, args[-1], site)
            return Value(path="function")
        case "execute" if owner.endswith(("regexp", "regex")):
            return found_by(page, call)
        case "execute" if owner.rsplit(".", 1)[-1] == "server":
            page.act(Effect.INCLUDES, site, first)
            return NOTHING
        case "executestatement" | "addcode":
            return run_text(page, whole, site)
        case "addscript" | "invokescript":
            page.act(Effect.RUNS, site, first)
            return NOTHING
        case "runcompile" | "compile" | "parse" if "razor" in owner and whole.trail is not None:
            page.act(Effect.EVALUATES, site, whole)
            return NOTHING
        case (
            "compileassemblyfromsource"
            | "compileassemblyfromdom"
            | "compileassemblyfromfile"
            | "evaluateasync"
            | "runasync"
        ):
            source = args[-1] if args and whole.trail is None and not whole.hidden else whole
            page.act(Effect.COMPILES, site, source)
            return NOTHING
        case "getvalue" | "parseexpression" | "createvalueexpression" | "createmethodexpression" | "evaluate":
            if page.java and whole.trail is not None and name != "getvalue":
                page.act(Effect.EVALUATES, site, whole)
                return NOTHING
    return None
