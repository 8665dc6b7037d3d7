"""The text that a reader of an HTML page sees, and what the page says about itself."""

import re
from collections import Counter
from datetime import date

import orjson
from msgspec import Struct, field

from indicia.knowledge.reports.documents.decoding import plain_characters
from indicia.knowledge.reports.documents.html_tokens import Tag, Unclosed, tokens

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p pre section summary table tbody tfoot
    thead tr ul""".split()
)
_APART = frozenset("h1 h2 h3 h4 h5 h6 p table ul ol blockquote pre section article dl figure".split())
"""A blank line stands around these."""
_UNSEEN = frozenset(
    "script style template svg math object embed iframe noembed noframes canvas audio video select datalist xmp title"
    " textarea".split()
)
_FRAME = frozenset({"nav", "footer"})
_SAME_CLOSES = frozenset({"p", "li", "td", "th", "tr", "dt", "dd", "option"})
_HIDES = re.compile(r"display:none|visibility:hidden|opacity:0(?:\.0+)?(?:;|\Z)|font-size:0(?:px|em|pt|%)?(?:;|\Z)")
_CLASS_RULE = re.compile(r"\.([\w-]+)\Z")
_BLANK = re.compile(r"\s+")
_DAY_METAS = frozenset(
    """article:published_time og:published_time datepublished date dc.date dc.date.issued dcterms.date dcterms.created
    dcterms.issued pubdate publishdate publish-date parsely-pub-date sailthru.date citation_publication_date
    originalpublicationdate""".split()
)
_MOST_OPEN = 100_000


class Page(Struct):
    """What came out of a page."""

    text: str = ""
    title: str = ""
    published: date | None = None
    language: str = ""
    """As the page declares it, two letters."""
    address: str = ""
    notes: list[str] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)


class _Writer:
    """Collapses blanks as browsers do; blocks begin on lines of their own."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._pending = ""
        self._fresh = True

    def apart(self, breaks: str) -> None:
        """At least these line breaks come before the next text."""
        if not self._fresh and len(breaks) > self._pending.count("\n"):
            self._pending = breaks

    def word(self, text: str) -> None:
        """Text whose blanks collapse."""
        text = plain_characters(text)
        body = _BLANK.sub(" ", text)
        if body.startswith(" "):
            if not self._pending and not self._fresh:
                self._pending = " "
            body = body[1:]
        if not body:
            return
        trailing = body.endswith(" ")
        self.exact(body[:-1] if trailing else body)
        if trailing:
            self._pending = " "

    def exact(self, text: str) -> None:
        """Text as it is."""
        if text:
            self.pieces += (self._pending, text)
            self._pending, self._fresh = "", False

    def item(self) -> None:
        """What follows is an item of a list."""
        if not self._fresh:
            self.pieces.append(self._pending)
        self.pieces.append("- ")
        self._pending, self._fresh = "", False

    def cell(self) -> None:
        """What follows is the next cell of a row, whatever paragraphs the last one held."""
        self.pieces.append("\t")
        self._pending, self._fresh = "", False


def read_html(page: str) -> Page:
    """Text, title, day, language and address of a page.

    Scripts, styles and hidden text are left out, the last with a note that says how much; navigation and page footers
    likewise.  Rows of tables are lines with tabs, list items begin with `- `.
    """
    return _Reader().read(page)


class _Reader:
    def __init__(self) -> None:
        self.out = Page()
        self.writer = _Writer()
        self.open: list[tuple[str, str]] = []
        self.count: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        """How many open elements keep their text from being seen, by reason."""
        self.left_out: Counter[str] = Counter()
        self.first_hidden = ""
        self.hidden_classes: set[str] = set()
        self.heading: list[str] = []
        """Pieces of the first `h1`."""
        self.cells = 0
        """Of the row that is being read."""
        self.titles: dict[str, str] = {}

    def read(self, page: str) -> Page:
        for token in tokens(page):
            if isinstance(token, str):
                self._text(token)
            elif isinstance(token, Unclosed):
                self.out.unclosed.append(f"{token.what} is not closed: {token.length:,} characters after it not read")
            elif token.ends:
                self._end(token.name)
            else:
                self._start(token)
        out = self.out
        out.text = "".join(self.writer.pieces).strip("\n ") + "\n"
        out.title = next((self.titles[key] for key in ("og", "h1", "title") if self.titles.get(key)), "")[:300]
        if hidden := self.left_out["hidden"]:
            out.notes.append(f"hidden text was left out: {hidden:,} characters, beginning “{self.first_hidden}”")
        if frame := self.left_out["frame"]:
            out.notes.append(f"navigation and page footer were left out: {frame:,} characters")
        return out

    def _start(self, tag: Tag) -> None:
        name, attributes = tag.name, tag.attributes
        if name == "meta":
            self._meta(attributes)
        elif name == "link" and attributes.get("rel", "").lower() == "canonical":
            self.out.address = self.out.address or attributes.get("href", "")[:2000]
        elif name == "html":
            self.out.language = attributes.get("lang", "")[:2].lower()
        elif name == "time" and self.out.published is None:
            self.out.published = _day(attributes.get("datetime", ""))
        if name in _BLOCKS and self.open and self.open[-1][0] == "p":
            self._close()
        if name in _SAME_CLOSES and self.open and self.open[-1][0] == name:
            self._close()
        reason = self._reason(tag)
        if not self._unseen() and not reason:
            self._layout(name)
        if name in _VOID or len(self.open) >= _MOST_OPEN:
            return
        self.open.append((name, reason))
        self.count[name] += 1
        if reason:
            self.reasons[reason] += 1

    def _layout(self, name: str) -> None:
        if name == "br":
            self.writer.apart("\n")
        elif name in ("td", "th"):
            if self.cells:
                self.writer.cell()
            self.cells += 1
        elif name == "li":
            self.writer.apart("\n")
            self.writer.item()
        elif name in _BLOCKS:
            if name == "tr":
                self.cells = 0
            self.writer.apart("\n\n" if name in _APART else "\n")

    def _end(self, name: str) -> None:
        if not self.count[name]:
            return
        while self.open[-1][0] != name:
            self._close()
        self._close()

    def _close(self) -> None:
        name, reason = self.open.pop()
        self.count[name] -= 1
        if reason:
            self.reasons[reason] -= 1
        if name == "h1" and "".join(self.heading).strip():
            self.titles.setdefault("h1", " ".join("".join(self.heading).split()))
        if name in _BLOCKS and not self._unseen():
            self.writer.apart("\n\n" if name in _APART else "\n")

    def _reason(self, tag: Tag) -> str:
        if tag.name in _UNSEEN:
            return "code"
        attributes = tag.attributes
        style = re.sub(r"\s+", "", attributes.get("style", "")).lower()
        if "hidden" in attributes or (style and _HIDES.search(style)):
            return "hidden"
        if self.hidden_classes and not self.hidden_classes.isdisjoint(attributes.get("class", "").split()):
            return "hidden"
        return "frame" if tag.name in _FRAME else ""

    def _unseen(self) -> bool:
        return any(self.reasons.values())

    def _text(self, text: str) -> None:
        name = self.open[-1][0] if self.open else ""
        if name == "title" and "title" not in self.titles:
            self.titles["title"] = " ".join(text.split())
        elif name == "script" and '"datePublished"' in text and self.out.published is None:
            self._linked_data(text)
        elif name == "style":
            self._rules(text)
        if self._unseen():
            size = len(text.strip())
            reason = "hidden" if self.reasons["hidden"] and not self.reasons["code"] else "frame"
            if size and not self.reasons["code"]:
                self.left_out[reason] += size
                if reason == "hidden" and not self.first_hidden:
                    self.first_hidden = " ".join(text.split())[:60]
            return
        if self.count["h1"] and "h1" not in self.titles:
            self.heading.append(text)
        if self.count["pre"]:
            self.writer.exact(plain_characters(text))
        elif self.count["sup"] and text.strip().isdigit():
            # Else the number of a note grows together with the number before it.
            self.writer.exact(f"[{text.strip()}]")
        else:
            self.writer.word(text)

    def _meta(self, attributes: dict[str, str]) -> None:
        name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
        content = attributes.get("content", "")
        if name == "og:title":
            self.titles.setdefault("og", " ".join(content.split()))
        elif name == "og:url":
            self.out.address = self.out.address or content[:2000]
        elif name in _DAY_METAS and self.out.published is None:
            self.out.published = _day(content)

    def _linked_data(self, text: str) -> None:
        try:
            value = orjson.loads(text)
        except (orjson.JSONDecodeError, RecursionError):
            return
        for item in value if isinstance(value, list) else (value, *_graph(value)):
            if isinstance(item, dict) and (day := _day(str(item.get("datePublished", "")))):
                self.out.published = day
                return

    def _rules(self, text: str) -> None:
        """Classes that a style sheet of the page itself hides."""
        at = 0
        while (opening := text.find("{", at)) >= 0:
            close = text.find("}", opening)
            if close < 0:
                return
            if _HIDES.search(re.sub(r"\s+", "", text[opening + 1 : close]).lower()):
                for selector in text[at:opening].split(","):
                    if found := _CLASS_RULE.match(selector.strip()[-200:]):
                        self.hidden_classes.add(found.group(1))
            at = close + 1


def _graph(value: object) -> list[object]:
    inner = value.get("@graph") if isinstance(value, dict) else None
    return inner if isinstance(inner, list) else []


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
