"""A page read as a strict reader reads it: every element closed in order, everything that could act or load noted."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "img", "input", "link", "base", "col", "embed", "source", "track", "wbr", "area"}
SELF_CLOSED = {"path", "rect", "line", "use"}
NO_PLACE_HERE = {
    "script", "iframe", "object", "embed", "img", "link", "base", "form", "input", "button", "video", "audio",
    "foreignobject", "animate", "set", "image", "template", "frame", "applet", "noscript",
}  # fmt: skip


@dataclass
class Read:
    """What a page holds."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)

    @property
    def links(self) -> list[str]:
        """Where its elements point."""
        return [values["href"] for _, values in self.elements if "href" in values]


class Reader(HTMLParser):
    """Fills a `Read`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read = Read()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._seen(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._seen(tag, attrs)
        if tag not in SELF_CLOSED:
            self.read.problems.append(f"<{tag}/> does not close itself in HTML")

    def _seen(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if len(values) != len(attrs):
            self.read.problems.append(f"an attribute twice in {tag}")
        self.read.elements.append((tag, values))
        if "id" in values:
            self.read.ids.append(values["id"])
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.read.headings.append(int(tag[1]))
        if tag in NO_PLACE_HERE:
            self.read.problems.append(f"element {tag}")
        self.read.problems += [
            f"attribute {name} in {tag}"
            for name in values
            if name.startswith("on") or name in ("style", "src", "srcset", "srcdoc", "action", "xlink:href", "ping")
        ]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.read.problems.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.read.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.read.problems.append(f"comment {data[:40]}")


def read(page: str) -> Read:
    """Read a page to its end."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    if reader.open:
        reader.read.problems.append(f"left open: {reader.open}")
    return reader.read
