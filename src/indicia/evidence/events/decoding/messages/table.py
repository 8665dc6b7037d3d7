"""The tables of layouts and words, as they stand beside this module: loaded when the first message is looked at."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from msgspec import Struct

from indicia.evidence.events.decoding.messages.layout import Layout

_PACKAGE = "indicia.evidence.events.decoding.messages"


class Provider(Struct):
    """What is known of a provider."""

    name: str
    channel: str = ""
    """Of all its events that are not said to be elsewhere; empty where that depends."""


class Table(Struct):
    """All layouts."""

    providers: dict[str, Provider]
    """By every name that exporters give it."""
    layouts: dict[tuple[str, int], list[Layout]]
    """By provider and event id."""
    channels: dict[tuple[str, int], str]
    """Of events that have one of their own."""

    def provider(self, name: str) -> Provider | None:
        """The provider of any of its names; null for one of which nothing is known."""
        return self.providers.get(name)

    def channel(self, name: str, event_id: int) -> str:
        """Where an event is written to; empty where that is not known."""
        provider = self.providers.get(name)
        return self.channels.get((provider.name, event_id), provider.channel) if provider else ""


class Words(Struct):
    """What stands in a raw event where a message has words."""

    codes: dict[str, dict[str, str]]
    """By field and words."""
    sids: dict[str, str]
    """By name."""


@cache
def table() -> Table:
    """The table of layouts."""
    return _Reading().read(_lines("layouts.txt"))


@cache
def words() -> Words:
    """The table of words."""
    found = Words({}, {})
    fields: list[dict[str, str]] = []
    for line in _lines("words.txt"):
        key, _, rest = line.partition(" ")
        if key == "fields":
            fields = [found.codes.setdefault(name, {}) for name in rest.split()]
        elif key == "sids":
            fields = []
        elif key.isdigit():
            for codes in fields:
                codes[rest] = f"%%{key}"
        elif key:
            found.sids[rest] = key
    return found


def _lines(name: str) -> Iterable[str]:
    text = files(_PACKAGE).joinpath(name).read_text("utf-8")
    return (line.rstrip() for line in text.splitlines() if not line.startswith("#"))


class _Reading:
    """Reads the table line by line."""

    def __init__(self) -> None:
        self._table = Table({}, {}, {})
        self._blocks: defaultdict[str, list[str]] = defaultdict(list)
        self._into: list[str] = []
        self._provider = Provider("")
        self._event = -1
        self._texts: list[tuple[bool, list[str]]] = []
        """The layouts of the event at hand, without their title, and whether one counts alone."""
        self._title = ""

    def read(self, lines: Iterable[str]) -> Table:
        """All of it."""
        for line in lines:
            word, _, rest = line.partition(" ")
            match word:
                case "block":
                    self._into = self._blocks[rest]
                case "provider":
                    self._close()
                    self._provider = self._table.providers[rest] = Provider(rest)
                case "called":
                    self._table.providers[rest] = self._provider
                case "channel":
                    self._says_channel(rest)
                case "event":
                    self._close()
                    self._begin(rest)
                case "same":
                    texts = self._texts
                    self._close()
                    self._begin(rest)
                    self._texts = texts
                case "or" | "rather":
                    self._into = []
                    self._texts.append((word == "rather", self._into))
                case _ if line.startswith("@"):
                    self._into += self._blocks[line[1:]]
                case _:
                    self._into.append(line)
        self._close()
        return self._table

    def _says_channel(self, name: str) -> None:
        if self._event < 0:
            self._provider.channel = name
        else:
            self._table.channels[self._provider.name, self._event] = name

    def _begin(self, told: str) -> None:
        number, _, self._title = told.partition(" ")
        self._event = int(number)
        self._into = []
        self._texts = [(False, self._into)]

    def _close(self) -> None:
        if self._event >= 0:
            title = [self._title] if self._title else []
            layouts = self._table.layouts.setdefault((self._provider.name, self._event), [])
            layouts += [Layout([*title, *text], alone=alone) for alone, text in self._texts]
        self._event = -1
