"""Values of a JSON document as a running text, each with its place, and what an object says of itself as a mention."""

from collections.abc import Mapping

from indicia.knowledge.reports.documents.decoding import plain_characters
from indicia.knowledge.reports.documents.running_text import RunningText
from indicia.model.reported import Mention, MentionKind, Quoted

MOST_VALUE = 1_000_000
"""Characters of one value."""


class ObjectText:
    """Grows line by line."""

    def __init__(self) -> None:
        self.running = RunningText()
        self.mentions: list[Mention] = []
        self.cut: list[str] = []
        """Places whose value was too long."""

    def value(self, place: str, value: object, end: str = "\n") -> Quoted | None:
        """A text value as a line; null, and nothing, for anything else."""
        if not isinstance(value, str) or not value.strip():
            return None
        if len(value) > MOST_VALUE:
            self.cut.append(place)
            value = value[:MOST_VALUE]
        words = plain_characters(value.encode("utf-8", "replace").decode("utf-8")).strip("\n ")
        if not words:
            return None
        self.running.place(place)
        start, stop = self.running.add(words)
        self.running.add(end)
        return Quoted(start=start, end=stop, words=words)

    def mention(
        self, kind: MentionKind, quoted: Quoted | None, value: str = "", sort: str = "", names: tuple[str, ...] = ()
    ) -> None:
        """What an object is, as its publisher wrote it."""
        if quoted is not None:
            self.mentions.append(
                Mention(
                    kind=kind,
                    quoted=quoted,
                    value=value or quoted.words,
                    sort=sort,
                    names=names,
                    context=quoted,
                    how="object",
                )
            )


def text_of(item: Mapping[str, object], key: str) -> str:
    """A text value; empty for anything else."""
    value = item.get(key)
    return value if isinstance(value, str) else ""
