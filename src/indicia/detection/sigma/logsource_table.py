"""The log sources as the table of `docs/sigma.md`: `python -m indicia.detection.sigma.logsource_table` prints it."""

import sys
from collections.abc import Iterator

from indicia.detection.conditions.condition import Any, Condition, Pattern, Test
from indicia.detection.sigma.logsource import SourceRoute, facts


def logsource_table() -> str:
    """One row a log source and place, in the order of `logsources.toml`, as Markdown."""
    rows = ["| product | category | service | read from |", "|---|---|---|---|"]
    for (product, category, service), routes in facts().sources.items():
        rows.append(_row(product, category, service, "<br>".join(map(_place, routes))))
    for service, channels in facts().services.items():
        rows.append(_row("windows", "", service, "<br>".join(f"`{name}`" for name in sorted(channels))))
    for (product, category, service), reason in facts().refused.items():
        rows.append(_row(product, category, service, f"refused: {reason}"))
    for one in facts().unread:
        product, category, service = (", ".join(names) for names in (one.products, one.categories, one.services))
        rows.append(_row(product, category, service, f"refused: {one.reason}"))
    return "\n".join(rows) + "\n"


def _row(product: str, category: str, service: str, place: str) -> str:
    return f"| {product} | {category} | {service} | {place} |"


def _place(entry: SourceRoute) -> str:
    route = entry.route
    if route.table != "win_event":
        return f"table `{route.table}`" + (f", log `{route.source}`" if route.source else "")
    place = ", ".join(f"`{name}`" for name in sorted(route.channels)) or "every Windows log"
    if route.event_ids:
        place += " " + ", ".join(map(str, sorted(route.event_ids)))
    asked = [text for condition in entry.where for text in _shown(condition)]
    return place + (f" ({' or '.join(asked)})" if asked else "")


def _shown(condition: Condition) -> Iterator[str]:
    match condition:
        case Any(items):
            for item in items:
                yield from _shown(item)
        case Test(field, Pattern((str() as text,))):
            yield f"{field} `{text}`"


if __name__ == "__main__":
    sys.stdout.write(logsource_table())
