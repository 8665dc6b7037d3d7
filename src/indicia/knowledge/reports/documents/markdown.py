"""Markdown as running text: marks of emphasis go, links show their address, everything else stays."""

import re

_EMPHASIS = re.compile(r"(?<![\w*])\*{2,3}(?=\S)([^*\n]{1,500}?)(?<=\S)\*{2,3}(?![\w*])")
_PICTURE = re.compile(r"!\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\((<?)([^()\s<>]{1,2000})>?(?: \"[^\"\n]{0,300}\")?\)")
_HEADING = re.compile(r"^#{1,2}[ \t]+(.{1,300}?)[ \t#]*$", re.MULTILINE)
_FRONT = re.compile(r"\A---\n((?:[^\n]{0,2000}\n){1,60}?)---\n")
_SIGNS = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"^ {0,3}[-*+] \S", re.MULTILINE),
    re.compile(r"\[[^\[\]\n]{1,200}\]\((?:https?:|/|#)", re.MULTILINE),
    re.compile(r"^(?:```|~~~)", re.MULTILINE),
    re.compile(r"^\|.*\|[ \t]*\n\|[ :|-]+\|", re.MULTILINE),
    re.compile(r"\*\*\S[^*\n]{0,200}\*\*"),
)
_LOOKED_AT = 200_000


def is_markdown(text: str) -> bool:
    """Whether at least two kinds of its signs stand in a text, or headings and nothing else."""
    head = text[:_LOOKED_AT]
    signs = [bool(sign.search(head)) for sign in _SIGNS]
    return sum(signs) >= 2 or (signs[0] and len(_SIGNS[0].findall(head)) >= 2)


def read_markdown(text: str) -> tuple[str, str]:
    """Running text and title."""
    title = ""
    if front := _FRONT.match(text):
        named = re.search(r"^title:[ \t]*[\"']?(.{1,300}?)[\"']?[ \t]*$", front.group(1), re.MULTILINE | re.IGNORECASE)
        title = named.group(1) if named else ""
    text = _PICTURE.sub(r"\1", text)
    text = _LINK.sub(_written_out, text)
    text = _EMPHASIS.sub(r"\1", text)
    heading = _HEADING.search(text)
    return text, title or (heading.group(1) if heading else "")


def _written_out(link: re.Match[str]) -> str:
    words, address = link.group(1), link.group(3)
    if words == address or address.startswith("#"):
        return words
    return f"{words} ({address})"
