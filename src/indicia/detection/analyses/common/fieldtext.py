"""Values of a record's fields as text and numbers, whatever form the log gave them."""

from datetime import UTC, datetime

from indicia.detection.analyses.common.registry import Seen


def text(seen: Seen, *names: str) -> str:
    """The first of the fields that is there and not empty, as text; of several values the first; else empty."""
    for name in names:
        value = seen.sighting.record.fields.get(name)
        if isinstance(value, tuple):
            value = next((item for item in value if item), None)
        if value is not None and value != "":
            return str(value)
    return ""


def number(seen: Seen, *names: str) -> int | None:
    """The first of the fields that holds a whole number, decimal or `0x…`; null when none does."""
    for name in names:
        value = text(seen, name).strip()
        try:
            return int(value, 16) if value[:2].lower() == "0x" else int(value)
        except ValueError:
            continue
    return None


def moment(seen: Seen) -> datetime | None:
    """Time of the record, UTC; for a file without one its creation or change time; null when it has none."""
    record = seen.sighting.record
    if record.time is not None:
        return record.time
    for name in ("Created", "Modified"):
        try:
            parsed = datetime.fromisoformat(text(seen, name))
        except ValueError:
            continue
        return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    return None


def quoted(value: str, limit: int = 120) -> str:
    """Text from evidence fit for a sentence: one line, no control characters, cut at the limit with `…`."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in value[: limit * 4]).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def listed(items: list[str], most: int = 4) -> str:
    """A list in words: `a, b and 3 more`."""
    if len(items) > most:
        return f"{', '.join(items[:most])} and {len(items) - most} more"
    return " and ".join(part for part in (", ".join(items[:-1]), items[-1] if items else "") if part)


def basename(path: str) -> str:
    """Last part of a Windows path, lower case."""
    return path.replace("/", "\\").rsplit("\\", 1)[-1].lower()
