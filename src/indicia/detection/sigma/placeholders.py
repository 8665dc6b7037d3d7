"""Placeholders of rules (`%admins%` under `expand`) and the file with their values.

The file is one YAML mapping: a name and its value, or a list of values.  Values are written as in a rule, so `*` and
`?` in them are wildcards.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod
from pathlib import Path

from msgspec import Struct, field

from indicia.detection.sigma.document import read_document
from indicia.detection.sigma.refused import Refused
from indicia.errors import RulesetError

Given = str | int | float | bool

MAX_EXPANDED = 10_000
"""Texts one value of a rule may become."""
_PLACEHOLDER = re.compile(r"%([^%\\]+)%")
_ESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)\\%")
_PLAIN = "\ufdd0"
"""Stands for a plain percent sign while placeholders are looked for; Unicode gives this character to nobody."""


class Placeholders(Struct, frozen=True):
    """Values by the name of their placeholder."""

    values: Mapping[str, tuple[Given, ...]] = field(default_factory=dict)
    digest: str = ""
    """SHA-256 of the file they are from, hex; empty without one."""

    def of(self, name: str) -> tuple[Given, ...]:
        """The values of one; raises Refused where there is none."""
        found = self.values.get(name)
        if found is None:
            raise Refused(f"there is no value for the placeholder %{name:.80}%")
        return found


def read_placeholders(path: Path) -> Placeholders:
    """The values in a file.  Raises RulesetError, naming the place, for a file that is not understood whole."""
    hint = "The file is a YAML mapping of placeholders to a value or a list of values."
    try:
        data = path.read_bytes()
        document, _ = read_document(data)
    except OSError as error:
        raise RulesetError(f"{path}: cannot be read: {error.strerror or error}", hint=hint) from None
    except Refused as refusal:
        raise RulesetError(f"{path}: {str(refusal).replace('not a Sigma rule: ', '')}", hint=hint) from None
    values: dict[str, tuple[Given, ...]] = {}
    for name, value in document.items():
        items = value if isinstance(value, list) else [value]
        bad = next((item for item in items if not isinstance(item, Given)), None)
        if not items or bad is not None or any(item is None for item in items):
            what = "no value" if not items or bad is None else f"{str(bad)[:60]!r}, which is no text or number"
            raise RulesetError(f"{path}: the placeholder {name!r:.80} has {what}", hint=hint)
        values[name.strip("%")] = tuple(items)
    return Placeholders(values, hashlib.sha256(data).hexdigest())


def hidden(text: str) -> str:
    r"""The text with the percent signs that a backslash makes plain (`\%`) out of sight; `plain` brings them back.

    Where that leaves no placeholder, as in `C:\Users\%name%`, a backslash before one is a backslash: nobody says
    `expand` for nothing, and pySigma reads it so everywhere.
    """
    if _PLAIN in text:
        return text
    found = _ESCAPED.sub(rf"\1{_PLAIN}", text)
    return found if _PLACEHOLDER.search(found) or not _PLACEHOLDER.search(text) else text


def plain(text: str) -> str:
    """The text with its plain percent signs."""
    return text.replace(_PLAIN, "%")


def pieces(text: str) -> list[str]:
    """The text cut at its placeholders: text, name, text, name, … text."""
    return _PLACEHOLDER.split(text)


def only(text: str) -> str | None:
    """The name where the text is one placeholder and nothing else; null otherwise."""
    found = _PLACEHOLDER.fullmatch(text)
    return found[1] if found else None


def choices(names: Sequence[str], placeholders: Placeholders) -> Iterator[tuple[Given, ...]]:
    """One value for each name, in all combinations; the same name twice may differ, as in the specification's tools.

    Raises Refused for a name without a value and for too many combinations.
    """
    options = [placeholders.of(name) for name in names]
    if prod(map(len, options)) > MAX_EXPANDED:
        raise Refused(f"its placeholders make more than {MAX_EXPANDED:,} texts of one value")
    return product(*options)


def shown(value: Given) -> str:
    """A value as it stands inside a text."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
