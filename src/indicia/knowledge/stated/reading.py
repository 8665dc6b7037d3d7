"""What `indicia read --json` wrote: ids and objects that a report states count, guesses only once accepted."""

from bisect import bisect_right

from indicia.errors import EvidenceError
from indicia.knowledge.stated.gathering import Gathering
from indicia.knowledge.stated.naming import Meant
from indicia.model.reported import Mention, MentionKind, ReportReading, ReportText
from indicia.plain import Unreadable, stated

FORMAT = "indicia-reading/1"
MOST_MENTIONS = 500_000


def is_reading(value: object) -> bool:
    """Whether a document is one."""
    return isinstance(value, dict) and str(value.get("format", "")).startswith("indicia-reading/")


def read_reading(value: object, found: Gathering, *, suggestions: bool) -> None:
    """All reports in it.  Raises EvidenceError for another version or form, or a quotation that is not in its text."""
    assert isinstance(value, dict)  # as `is_reading` saw
    if value.get("format") != FORMAT:
        raise EvidenceError(
            f"{found.name}: a reading of another version ({str(value.get('format'))[:40]})",
            hint="Read the report again: indicia read FILE --json",
        )
    try:
        readings = stated(value.get("reports"), tuple[ReportReading, ...])
    except (*Unreadable, TypeError, AttributeError, RecursionError):
        raise EvidenceError(
            f"{found.name}: not of the form that `indicia read --json` writes",
            hint="Read the report again: indicia read FILE --json",
        ) from None
    if sum(len(one.mentions) for one in readings) > MOST_MENTIONS:
        raise EvidenceError(f"{found.name}: more than {MOST_MENTIONS:,} mentions (limit)")
    counted = guessed = 0
    for one in readings:
        found.is_called((one.text.address, one.text.title))
        found.rest_on(mention.value for mention in one.mentions if _points(mention))
        where = _Places(one.text, named=len(readings) > 1)
        for mention in one.mentions:
            if mention.kind in (MentionKind.TECHNIQUE, MentionKind.TOOL):
                guess = _guess(mention)
                if guess and not suggestions:
                    guessed += 1
                    found.leave(mention.value, where.of(mention), guess)
                    continue
                counted += bool(guess)
                _take(one.text, mention, where.of(mention), found)
    if guessed:
        found.notes.append(f"{guessed} suggestions and names in prose do not count; --suggestions counts them")
    if counted:
        found.notes.append(f"{counted} suggestions and names in prose count because --suggestions was given")
    if refused := value.get("refused"):
        count = len(refused) if isinstance(refused, list) else 1
        found.notes.append(f"{count} further file{'' if count == 1 else 's'} could not be read when it was written")


def _points(mention: Mention) -> bool:
    """Whether it is an address that a reader is meant to follow: one that nobody made harmless."""
    return mention.kind is MentionKind.INDICATOR and mention.sort == "url" and mention.quoted.words == mention.value


def _guess(mention: Mention) -> str:
    """Why a mention is no statement that something was used; empty where it is one."""
    if mention.suggested:
        return "a suggestion that nobody has accepted"
    if mention.kind is MentionKind.TOOL and mention.how not in ("object", "model") and mention.sort != "id":
        return "a name in prose does not say that it was used here"
    return ""


def _take(text: ReportText, mention: Mention, place: str, found: Gathering) -> None:
    quoted = mention.quoted
    if text.text[quoted.start : quoted.end] != quoted.words or quoted.start < 0:
        raise EvidenceError(
            f"{found.name}: {place} does not hold “{quoted.words[:60]}”",
            hint="Somebody changed the file. Read the report again: indicia read FILE --json",
        )
    if mention.aside:
        found.leave(quoted.words, place, f"set aside by the reading: {mention.aside[:60]}")
        return
    found.take(_meant(mention, found), quoted.words, place)


def _meant(mention: Mention, found: Gathering) -> Meant:
    """By the ATT&CK ids that the reading gave it; of several nothing says which."""
    if mention.kind is MentionKind.TECHNIQUE:
        return found.naming.meant(mention.value)
    ids = sorted({name.removeprefix("attack:") for name in mention.names if name.startswith("attack:")})
    if len(ids) == 1:
        return found.naming.software(ids[0])
    if ids:
        return Meant(why=f"means several: {', '.join(ids[:8])}")
    return found.naming.named(mention.value)


class _Places:
    """Where mentions stand: the report where there are several, the page, and their characters."""

    def __init__(self, text: ReportText, *, named: bool) -> None:
        self._report = text.name[:60] if named else ""
        self._pages = sorted((one.start, one.name) for one in text.places if one.name)
        self._starts = [start for start, _ in self._pages]

    def of(self, mention: Mention) -> str:
        """The place of one."""
        quoted = mention.quoted
        number = bisect_right(self._starts, quoted.start) - 1
        page = self._pages[number][1][:60] if number >= 0 else ""
        parts = (self._report, page, f"characters {quoted.start}–{quoted.end}")
        return " ".join(part for part in parts if part)
