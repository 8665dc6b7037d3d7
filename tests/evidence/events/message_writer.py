"""Messages as Windows renders them, written from the layouts: for tests that go from events to messages and back."""

import re
from collections.abc import Mapping

from indicia.evidence.events.decoding.messages.layout import Layout
from indicia.evidence.events.decoding.messages.table import table, words

FIELD = re.compile(r"\{([^{}~*+]+)[~*+]?\}")


def as_message(layout: Layout, values: Mapping[str, str], end: str = "\r\n") -> str:
    """The message of an event with these values; fields that are read over are a dash."""
    lines = []
    for line in layout.lines:
        if line.strip() == "...":
            lines += ["", "This event is generated when something happens. Nobody reads on."]
            continue
        text = line.strip().removeprefix("| ")
        text += " that was assigned." if line.strip().startswith("| ") else ""
        label = re.fullmatch(r"([^{}]+) (\{[^{}]+\})", text)
        between = "\t\t" if label else " "
        if label and not FIELD.search(label[1]):
            text = f"{label[1]}{between}{label[2]}"
        indent = "\t" if line.startswith("\t") else ""
        filled = FIELD.sub(lambda found: values.get(found[1], "-"), text)
        lines.append(indent + filled)
    return end.join(lines)


def layout_of(provider: str, event_id: int, names: set[str]) -> Layout | None:
    """The layout of an event with data of these names: all that it asks for is there, and it asks for most."""
    known = table().layouts.get((provider, event_id), [])
    fitting = [layout for layout in known if layout.fields and layout.fields <= names]
    return max(fitting, key=lambda layout: len(layout.fields), default=None)


def in_words(name: str, value: str) -> str:
    """A raw value as a message has it: numbers of Windows as its words."""
    by_code = {code: text for text, code in words().codes.get(name, {}).items()}
    return re.sub(r"%%\d+", lambda found: by_code.get(found[0], found[0]), value) if by_code else value
