"""Variables of PHP that a function fills, by names in the page or names that a request sends."""

import re

from indicia.detection.webshell.state.names import MADE
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.values.value import NOTHING, Value

_KEYS = re.compile(r"\$[^,=>]{1,80}=>")
_KEPT = re.compile(r"\bEXTR_(?:SKIP|PREFIX_(?:ALL|SAME|INVALID|IF_EXISTS)|IF_EXISTS)\b")


def fills_variables(page: Page, call: Call) -> Value | None:
    """What a function gives that reads or fills variables; null for any other."""
    name, args, site, first = call.name, call.args, call.site, call.first
    second = args[1] if len(args) > 1 else NOTHING
    if name == "define" and len(args) > 1 and first.const:
        page.names.globals["\1" + first.const.lower()] = second
        return NOTHING
    if name == "constant" and first.const:
        return page.names.lookup("\1" + first.const.lower()) or NOTHING
    if name == "unserialize" and first.trail is not None:
        # Fields of the classes here may come from it.
        page.names.assign("." + MADE, Value(trail=first.trail.through(page.code.line(site.at), page.code.cut(site))))
        return Value(trail=first.trail)
    if name in {"extract", "import_request_variables"} or (name in {"parse_str", "mb_parse_str"} and len(args) == 1):
        if first.items is not None and not page.code.search(_KEYS, site):
            # The names are those of a list that is written here.
            return NOTHING
        if first.trail is not None and (name != "extract" or len(args) == 1 or first.path == "$request"):
            page.names.registered = first.trail.through(page.code.line(site.at), page.code.cut(site))
            page.names.registered_in = page.names.scope_name
            # What keeps the variables that exist lets none be replaced.
            page.names.registered_at = len(page.code) if page.code.search(_KEPT, site) else site.at
        return NOTHING
    if (name in {"parse_str", "preg_match", "preg_match_all"} and first.trail is not None) or (
        second.trail is not None and name.startswith("preg_match")
    ):
        source = second.trail if name.startswith("preg") else first.trail
        if source is not None:
            names = [item.lower() for item in re.findall(r"\$(\w+)", page.code.at(site))]
            if len(args) > (2 if name.startswith("preg") else 1) and names:
                page.names.assign(names[-1], Value(trail=source.loosened() if name.startswith("preg") else source))
        return Value(number=True)
    if name in {"func_get_args", "func_get_arg"}:
        return page.names.lookup("arguments") or NOTHING
    if name == "sscanf" and first.trail is not None:
        for variable in re.findall(r"\$(\w+)", page.code.at(site))[1:]:
            page.names.assign(variable.lower(), Value(trail=first.trail))
        return Value(trail=first.trail)
    return None
