"""Pages put together from a way of a value and an act on it; none can run, `1broken` stops the compiler."""

import re

_SOURCE = re.compile(r"(?<![\w\"])S(?![\w\"1])")
_PLACE = re.compile(r"(?<![A-Za-z_])X(?![A-Za-z_])")


def pieces(text: str) -> dict[str, str]:
    """The pieces of a text by their names."""
    found = re.split(r"(?m)^==== (.*)\n", text)[1:]
    return {name: body.rstrip("\n") for name, body in zip(found[::2], found[1::2], strict=True)}


def composed(way: str, act: str, source: str) -> str:
    """The code of one way with this act on its end, from this source."""
    parts = way.split("@@")
    joined = "".join(_act(act, part) if index % 2 else part for index, part in enumerate(parts))
    return _SOURCE.sub(lambda _: source, joined)


def vbscript(code: str) -> bytes:
    """The page of this code."""
    return f"<% Dim 1broken\n{code}\n%>".encode()


def jscript(code: str) -> bytes:
    """The same in JScript."""
    return f'<%@ Language="JScript" %><% var 1broken;\n{code}\n%>'.encode()


def _act(act: str, value: str) -> str:
    return _PLACE.sub(lambda _: value, act)
