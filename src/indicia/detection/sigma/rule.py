"""A loaded rule, and what loading gave; without anything that loading needs."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from indicia.detection.detector import Detector
from indicia.detection.waiting import Waiting
from indicia.model.assessment import Refusal


@dataclass(frozen=True, slots=True)
class Document:
    """One document that was read."""

    mapping: Mapping[str, Any]
    """As data."""
    text: str
    """The YAML as read."""
    path: str
    """The file it stands in, as a person names it."""
    digest: str
    """SHA-256 of its bytes, hex."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One Sigma rule, ready to run."""

    id: str
    """As written; where the author gave none, `sha256:` and the first 16 hex digits of the document's digest."""
    name: str = ""
    """Sigma's `name`, by which correlations and filters may mean the rule; empty where the author gave none."""
    title: str
    description: str
    author: str
    level: str
    """`informational` … `critical` as written, lower case; empty where the author gave none."""
    status: str
    techniques: tuple[str, ...]
    """ATT&CK ids of the tags, upper case, in order: `T1505.003`; whichever version of ATT&CK they are from."""
    tactics: tuple[str, ...] = ()
    """ATT&CK tactics of the tags as written, lower case, in order, of any version: `defense-evasion`, `stealth`."""
    tags: tuple[str, ...]
    references: tuple[str, ...]
    falsepositives: tuple[str, ...]
    link: str
    """First reference that is a web address, else the rule's path."""
    body: Waiting = field(repr=False)
    """See `text`."""
    digest: str
    """SHA-256, hex, of the text and of `altered_by`: changes with whatever the rule says."""
    dated: date | None = None
    """The newest `date` or `modified` in its text; null where there is none."""
    path: str
    """The argument's own name and the way inside it: `rules.zip!rules/windows/x.yml`."""
    detector: Detector
    custom: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """The key `indicia` of our own rules, as written; always empty for other people's."""
    filters: tuple[str, ...] = ()
    """Titles of the filters that are part of it."""
    altered_by: str = ""
    """SHA-256, hex, of what decides besides `text`: filters, values of placeholders, pipelines; empty for nothing."""

    @property
    def text(self) -> str:
        """The YAML as read; of a rule that a Sigma 1 collection puts together, what came out."""
        return self.body.text


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedRules:
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
