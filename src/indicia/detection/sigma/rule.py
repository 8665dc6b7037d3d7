"""A loaded rule, and what loading gave; without anything that loading needs."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson
from msgspec import Struct, field

from indicia.detection.detector import Detector
from indicia.detection.waiting import Waiting
from indicia.model.assessment import Refusal


class Document(Struct, frozen=True):
    """One document that was read."""

    mapping: Mapping[str, Any]
    """As data."""
    text: str
    """The YAML as read."""
    path: str
    """The file it stands in, as a person names it."""
    digest: str
    """SHA-256 of its bytes, hex."""


class Card(Struct, frozen=True, kw_only=True):
    """What a rule says of itself."""

    title: str
    description: str
    author: str
    level: str
    """`informational` … `critical` as written, lower case; empty where the author gave none."""
    status: str
    logsource: tuple[str, str, str]
    """Product, category and service as written, lower case; each empty where the author gave none."""
    techniques: tuple[str, ...]
    """ATT&CK ids of the tags, upper case, in order: `T1505.003`; whichever version of ATT&CK they are from."""
    tactics: tuple[str, ...] = ()
    """ATT&CK tactics of the tags as written, lower case, in order, of any version: `defense-evasion`, `stealth`."""
    tags: tuple[str, ...]
    references: tuple[str, ...]
    falsepositives: tuple[str, ...]
    link: str
    """First reference that is a web address, else the rule's path."""
    custom: Mapping[str, Any] = field(default_factory=dict)
    """The key `indicia` of our own rules, as written; always empty for other people's."""
    filters: tuple[str, ...] = ()
    """Titles of the filters that are part of it."""


_TUPLES = tuple(name for name, kind in Card.__annotations__.items() if str(kind).startswith("tuple"))


class About:
    """The card of a rule, or the JSON of one that waits: of thousands of rules a result names a few."""

    __slots__ = ("_card", "_waiting")

    def __init__(self, card: Card | None = None, *, waiting: Waiting | None = None) -> None:
        """Either of them."""
        self._card = card
        self._waiting = waiting

    @property
    def card(self) -> Card:
        """The card."""
        if self._card is None:
            assert self._waiting is not None  # one of them was given
            values = orjson.loads(self._waiting.text)
            self._card = Card(**{**values, **{name: tuple(values[name]) for name in _TUPLES}})
        return self._card

    @property
    def text(self) -> str:
        """The card as JSON; raises TypeError where it holds what JSON does not."""
        if self._waiting is not None:
            return self._waiting.text
        card = self.card
        return orjson.dumps({name: getattr(card, name) for name in Card.__struct_fields__}).decode()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, About) and self.card == other.card

    def __hash__(self) -> int:
        return hash((self.card.title, self.card.link))

    def __repr__(self) -> str:
        return f"About({self.card!r})"


class Rule(Struct, frozen=True, kw_only=True):
    """One Sigma rule, ready to run."""

    id: str
    """As written; where the author gave none, `sha256:` and the first 16 hex digits of the document's digest."""
    name: str = ""
    """Sigma's `name`, by which correlations and filters may mean the rule; empty where the author gave none."""
    about: About
    body: Waiting
    """See `text`."""
    digest: str
    """SHA-256, hex, of the text and of `altered_by`: changes with whatever the rule says."""
    dated: date | None = None
    """The newest `date` or `modified` in its text; null where there is none."""
    path: str
    """The argument's own name and the way inside it: `rules.zip!rules/windows/x.yml`."""
    detector: Detector
    altered_by: str = ""
    """SHA-256, hex, of what decides besides `text`: filters, values of placeholders, pipelines; empty for nothing."""

    @property
    def text(self) -> str:
        """The YAML as read; of a rule that a Sigma 1 collection puts together, what came out."""
        return self.body.text

    @property
    def title(self) -> str:
        """See `Card`."""
        return self.about.card.title

    @property
    def description(self) -> str:
        """See `Card`."""
        return self.about.card.description

    @property
    def author(self) -> str:
        """See `Card`."""
        return self.about.card.author

    @property
    def level(self) -> str:
        """See `Card`."""
        return self.about.card.level

    @property
    def status(self) -> str:
        """See `Card`."""
        return self.about.card.status

    @property
    def logsource(self) -> tuple[str, str, str]:
        """See `Card`."""
        return self.about.card.logsource

    @property
    def techniques(self) -> tuple[str, ...]:
        """See `Card`."""
        return self.about.card.techniques

    @property
    def tactics(self) -> tuple[str, ...]:
        """See `Card`."""
        return self.about.card.tactics

    @property
    def tags(self) -> tuple[str, ...]:
        """See `Card`."""
        return self.about.card.tags

    @property
    def references(self) -> tuple[str, ...]:
        """See `Card`."""
        return self.about.card.references

    @property
    def falsepositives(self) -> tuple[str, ...]:
        """See `Card`."""
        return self.about.card.falsepositives

    @property
    def link(self) -> str:
        """See `Card`."""
        return self.about.card.link

    @property
    def custom(self) -> Mapping[str, Any]:
        """See `Card`."""
        return self.about.card.custom

    @property
    def filters(self) -> tuple[str, ...]:
        """See `Card`."""
        return self.about.card.filters


class LoadedRules(Struct, frozen=True, kw_only=True):
    """What a set of rule files gave."""

    rules: tuple[Rule, ...]
    """In the order of the arguments, by path within each."""
    correlations: tuple[Document, ...] = ()
    """Documents that hold one, not yet looked into."""
    refused: tuple[Refusal, ...]
    ours: tuple[Rule, ...] = ()
    """The rules given as `ours`, with the filters that name them."""


def rule_digest(text: str, altered_by: str = "") -> str:
    """SHA-256, hex, of a rule's text and of what alters it."""
    whole = hashlib.sha256(text.encode("utf-8", "backslashreplace"))
    whole.update(b"\0" + altered_by.encode())
    return whole.hexdigest()
