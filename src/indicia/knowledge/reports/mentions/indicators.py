"""All indicators of a report: every kind looked for in turn, no character named twice."""

from collections.abc import Iterator

from msgspec import Struct, field

from indicia.knowledge.reports.mentions.addresses import find_addresses
from indicia.knowledge.reports.mentions.agents import find_agents
from indicia.knowledge.reports.mentions.found import Found
from indicia.knowledge.reports.mentions.hashes import find_hashes
from indicia.knowledge.reports.mentions.hosts import find_hosts, hashes_of_trackers
from indicia.knowledge.reports.mentions.paths import find_paths
from indicia.knowledge.reports.mentions.plain_view import PlainView
from indicia.knowledge.reports.mentions.references import References
from indicia.knowledge.reports.mentions.taken import Taken
from indicia.model.reported import Mention, MentionKind, Quoted


class _Kept(Struct):
    taken: Taken
    mentions: list[Mention] = field(default_factory=list)


def find_indicators(view: PlainView, references: References, taken: Taken) -> tuple[Mention, ...]:
    """Indicators with their spans in the original text, by place; what they cover is taken.

    A narrower kind goes before a wider one: a host inside a URL, and a hash inside a path, are not named again.
    """
    text = view.text
    kept = _Kept(taken)
    _keep(kept, view, find_agents(text))
    _keep(kept, view, hashes_of_trackers(text))
    _keep(kept, view, (found for found in find_hosts(text, view.undone, references) if found.sort == "url"))
    _keep(kept, view, (found for found in find_paths(text) if found.sort != "file name"))
    _keep(kept, view, find_hosts(text, view.undone, references))
    _keep(kept, view, find_addresses(text, view.undone))
    _keep(kept, view, find_hashes(text))
    _keep(kept, view, find_paths(text))
    return tuple(sorted(kept.mentions, key=lambda mention: mention.quoted))


def _keep(kept: _Kept, view: PlainView, found: Iterator[Found]) -> None:
    for one in found:
        start, end = view.place(one.start, one.end)
        if end <= start or not kept.taken.free(start, end):
            continue
        kept.taken.take(start, end)
        quoted = Quoted(start=start, end=end, words=view.original[start:end])
        kept.mentions.append(
            Mention(kind=MentionKind.INDICATOR, quoted=quoted, value=one.value, sort=one.sort, aside=one.aside)
        )
