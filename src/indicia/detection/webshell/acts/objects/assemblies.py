"""Assemblies, classes, style sheets and machine code that a page loads."""

import re

from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.values.kinds import REGISTRY
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value

_ELSEWHERE = re.compile(r"(?:https?|ftp)://|\\\\\d{1,3}(?:\.\d{1,3}){3}\\")
"""The path of code on another server."""


def loads_code(page: Page, call: Call) -> Value | None:
    """What a call gives that loads code; null for any other."""
    name, args, site, owner, first, whole = call.name, call.args, call.site, call.owner, call.first, call.whole
    match name:
        case "load" | "loadfrom" | "loadfile" | "unsafeloadfrom" | "loadwithpartialname" | "loadmodule" if (
            owner.endswith(("assembly", "appdomain", "currentdomain", "appdomain()"))
        ):
            if first.path == REGISTRY:
                page.opaque(site.at, "it loads and runs code that is kept in the registry")
            elif _ELSEWHERE.match(first.const or ""):
                sent = page.trail(site, "remote")
                page.act(Effect.LOADS, site, Value(trail=sent))
            page.act(Effect.LOADS, site, first)
            return Value(path="assembly", trail=first.trail)
        case (
            "executeassembly"
            | "executeassemblybyname"
            | "createinstancefrom"
            | "createinstancefromandunwrap"
            | "createcominstancefrom"
        ) if first.trail is not None:
            page.act(Effect.LOADS, site, first)
            return NOTHING
        case "loadfromstream" | "loadfromassemblypath" if "loadcontext" in owner:
            page.act(Effect.LOADS, site, first)
            return Value(path="assembly", trail=first.trail)
        case "load" if "xsl" in owner:
            if whole.trail is not None:
                page.act(Effect.TRANSFORMS, site, whole)
            return call.callee
        case "defineclass" | "defineanonymousclass" | "definehiddenclass" | "defineclass0" | "defineclass1":
            page.act(Effect.LOADS, site, whole)
            return Value(path="class?", trail=whole.trail)
        case "virtualalloc" | "virtualallocex" | "virtualprotect" | "createthread" | "createremotethread" if not (
            page.java or (page.basic and not args)
        ):
            page.opaque(site.at, "it puts machine code into memory")
            return NOTHING
        case "createdelegate" | "getdelegateforfunctionpointer":
            page.opaque(site.at, "it calls machine code in memory")
            return NOTHING
        case "lookup" if page.java and whole.trail is not None and ("context" in owner):
            page.act(Effect.LOADS, site, whole)
            return NOTHING
    return None
