"""What reports say, on a terminal or a pipe: a table for each kind of claim, the report's own words beside it."""

import re
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct, field

from indicia.knowledge.reports.documents.language import NAMES
from indicia.knowledge.reports.techniques.written import load_names
from indicia.model.reported import Mention, MentionKind, Quoted, ReportReading
from indicia.report.terminal.layout import Cell, Sheet, sheet
from indicia.report.terminal.others.assertions import print_assertions

_ROWS = 12
"""Of each table, unless everything is asked for."""
_SPELLINGS = 4
_SORT_WIDTH, _VALUE_WIDTH, _NUMBER_WIDTH, _DAY_WIDTH = 10, 22, 18, 23
_ORDER = tuple(
    "url,domain,ipv4,ipv6,cidr,email,sha512,sha384,sha256,sha1,md5,imphash,ja3,path,registry,user"
    " agent,file name".split(",")
)
_FORMATS = {
    "text": "text",
    "html": "HTML page",
    "pdf": "PDF",
    "markdown": "Markdown",
    "stix": "STIX",
    "misp": "MISP event",
}
_TIMES = frozenset(
    "second minute hour day week month year decade seconds minutes hours days weeks months years decades".split()
)


class _Group(Struct):
    """Mentions of one value."""

    first: Mention
    mentions: list[Mention] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How often it is named."""
        return len(self.mentions)


def print_readings(
    readings: Sequence[ReportReading], sources: Sequence[str], model: str = "", *, verbose: bool
) -> None:
    """Each report after the other, and at the end where names are from, and the SHA-256 of the model of techniques."""
    out = sheet()
    for reading in readings:
        _report(out, reading, verbose=verbose)
    out.blank()
    out.row(Cell(f"Names from: {', '.join(sources)}.  A claim is its author's; nothing here is checked.", style="dim"))
    if any(mention.suggested for reading in readings for mention in reading.mentions):
        by_model = f"model {model[:12]}" if model else "no model: `indicia train-techniques` makes one"
        out.row(
            Cell(
                f"Suggested techniques: by phrases and {by_model}.  None counts until accepted: --accept.", style="dim"
            )
        )
    if not verbose:
        out.row(Cell("-v shows all rows with their sentences; --json every place", style="dim"))
    out.show()


def _report(out: Sheet, reading: ReportReading, *, verbose: bool) -> None:
    text = reading.text
    out.heading(text.title or text.name, text.published.isoformat() if text.published else "no day told")
    language = NAMES.get(text.language, "language not told")
    pages = sum(place.name.startswith("page ") for place in text.places)
    size = f"{len(text.text):,} characters" + (f" on {pages} pages" if pages else "")
    out.row(
        Cell(f"{text.name} · {_FORMATS[text.format]} · {language} · {size} · SHA-256 {text.sha256[:12]}…", style="dim")
    )
    for fault in text.faults:
        out.row(Cell("not read", 8, "bold red"), Cell(fault.reason))
    for note in text.notes:
        out.row(Cell("note", 8, "yellow"), Cell(note))
    if not reading.mentions and not reading.assertions:
        out.row(Cell("nothing found that is read here"))
    print_assertions(out, text, reading.assertions, verbose=verbose)
    _numbers(out, _of(reading, MentionKind.NUMBER), verbose=verbose)
    _named(out, "Actors", _of(reading, MentionKind.ACTOR), verbose=verbose)
    _named(out, "Tools and malware", _of(reading, MentionKind.TOOL), verbose=verbose)
    _named(out, "Campaigns", _of(reading, MentionKind.CAMPAIGN), verbose=verbose)
    _named(out, "Flaws", _of(reading, MentionKind.FLAW), verbose=verbose)
    techniques = _of(reading, MentionKind.TECHNIQUE)
    used = [mention for mention in techniques if not mention.aside]
    stated = [mention for mention in used if not (mention.suggested or mention.accepted)]
    _named(out, "Techniques", stated, verbose=verbose)
    _suggested(out, "accepted", [mention for mention in used if mention.accepted], verbose=verbose)
    _suggested(out, "not yet accepted", [mention for mention in used if mention.suggested], verbose=verbose)
    _not_used(out, [mention for mention in techniques if mention.aside])
    others = [
        *_of(reading, MentionKind.TACTIC),
        *_of(reading, MentionKind.MITIGATION),
        *_of(reading, MentionKind.DETECTION),
    ]
    _named(out, "Tactics, mitigations, detections", others, verbose=verbose)
    _victims(out, _of(reading, MentionKind.VICTIM), verbose=verbose)
    _indicators(out, _of(reading, MentionKind.INDICATOR), verbose=verbose)
    _days(out, _of(reading, MentionKind.DAY), verbose=verbose)


def _numbers(out: Sheet, numbers: Sequence[Mention], *, verbose: bool) -> None:
    """The larger the rarer; spans of time and small counts only when everything is asked for."""
    shown = [number for number in numbers if verbose or (number.sort not in _TIMES and _size(number) >= 10)]
    if not shown:
        return
    some = "" if len(shown) == len(numbers) else f"{len(shown)} of "
    out.heading("Numbers, and what they count", f"{some}{len(numbers)}")
    for number in shown[: None if verbose else 2 * _ROWS]:
        money = number.sort[-1:] in ("$", "€", "£", "¥")
        counts = number.counts or ("an amount of money" if money else "what it counts is not said")
        out.row(
            Cell(_shown_number(number), _NUMBER_WIDTH, "bold"),
            Cell(f"{counts}: “{_flat(number.context or number.quoted)}”", most=_lines(verbose, 3)),
            indent=4,
        )
    _more(out, len(shown), 2 * _ROWS, verbose=verbose)


def _shown_number(number: Mention) -> str:
    """As the report writes it, without what it counts."""
    words = _flat(number.quoted)
    counts = " ".join(number.counts.split())
    if counts and counts in words:
        words = words.replace(counts, "").strip()
        for tail in (" of", " of the", " the"):
            words = words.removesuffix(tail)
    return words


def _size(number: Mention) -> float:
    digits = number.value.split("-")[-1]
    try:
        return float(digits)
    except ValueError:
        return float("inf")


def _named(out: Sheet, title: str, mentions: Sequence[Mention], *, verbose: bool) -> None:
    """One row for what a catalogue calls one thing; disputed names and unknown ones are rows of their own."""
    groups = _grouped(
        mentions, lambda mention: mention.names if len(mention.names) == 1 else (mention.value, mention.names)
    )
    if not groups:
        return
    out.heading(title, str(len(groups)))
    for group in groups[: None if verbose else _ROWS]:
        first = group.first
        spellings = list(dict.fromkeys(mention.value for mention in group.mentions))
        best = next((text for text in spellings if not _is_id(text)), spellings[0])
        others = [text for text in spellings if text != best and not _is_id(text)]
        names = ", ".join(_entity(name) for name in first.names if _entity(name) != best)
        if len(first.names) > 1 and first.kind is not MentionKind.FLAW:
            names = f"disputed: {names}"
        sort = "" if first.sort in ("id", "alias") else first.sort
        times = f"{len(group.mentions)} ×" if len(group.mentions) > 1 else ""
        more = f" and {len(others) - _SPELLINGS} more" if len(others) > _SPELLINGS and not verbose else ""
        also = f"also {', '.join(others[: None if verbose else _SPELLINGS])}{more}" if others else ""
        what = " · ".join(part for part in (names, sort, also, times) if part)
        said = f"“{_around(first)}”"
        out.row(
            Cell(best, _VALUE_WIDTH, "bold"),
            Cell(f"{what}: {said}" if what else said, most=_lines(verbose, 2 + bool(also))),
            indent=4,
        )
    _more(out, len(groups), _ROWS, verbose=verbose)


def _is_id(text: str) -> bool:
    """Whether it is an id of ATT&CK, which says nothing to most readers."""
    return re.fullmatch(r"[GSC]\d{4}", text) is not None


def _entity(name: str) -> str:
    scheme, _, id = name.partition(":")
    if scheme == "cve":
        return id
    return f"ATT&CK {id}" if scheme == "attack" and _is_id(id) else id if scheme == "attack" else name


def _lines(verbose: bool, most: int) -> int:
    return 0 if verbose else most


def _suggested(out: Sheet, how: str, mentions: Sequence[Mention], *, verbose: bool) -> None:
    """The likeliest first; of several places that of the highest score is quoted."""
    groups = _grouped(sorted(mentions, key=lambda mention: -(mention.score or 0)), lambda mention: (mention.value,))
    if not groups:
        return
    names = {id: name for name, id in load_names().items()}
    out.heading(f"Techniques suggested, {how}", str(len(groups)))
    for group in groups[: None if verbose else 2 * _ROWS]:
        first = group.first
        score = f"{first.score:.0%}" if first.score is not None else ""
        ways = list(dict.fromkeys(mention.sort for mention in group.mentions))
        what = " · ".join(
            part
            for part in (names.get(first.value, ""), ", ".join(ways), f"{group.count} ×" if group.count > 1 else "")
            if part
        )
        out.row(
            Cell(first.value, 10, "bold"),
            Cell(score, 4),
            Cell(f"{what}: “{_around(first)}”", most=_lines(verbose, 3)),
            indent=4,
        )
    _more(out, len(groups), 2 * _ROWS, verbose=verbose)


def _not_used(out: Sheet, mentions: Sequence[Mention]) -> None:
    """Techniques that stand in advice or a heading, or are denied or only possible."""
    groups = _grouped(mentions, lambda mention: (mention.aside, mention.value))
    if not groups:
        return
    out.heading("Techniques that stand there, and are not told as used", str(len(groups)))
    for reason in sorted({group.first.aside for group in groups}):
        values = [group.first.value for group in groups if group.first.aside == reason]
        out.row(Cell(reason, 14), Cell(", ".join(values)), indent=4)


def _victims(out: Sheet, mentions: Sequence[Mention], *, verbose: bool) -> None:
    groups = _grouped(mentions, lambda mention: (mention.sort, mention.value))
    if not groups:
        return
    out.heading("Named as victims", str(len(groups)))
    for sort in sorted({group.first.sort for group in groups}):
        values = [
            f"{group.first.value}" + (f" ({group.count})" if group.count > 1 else "")
            for group in groups
            if group.first.sort == sort
        ]
        out.row(Cell(sort or "other", _SORT_WIDTH), Cell(", ".join(values)), indent=4)
    if verbose:
        for group in groups:
            out.row(Cell(group.first.value, _VALUE_WIDTH, "bold"), Cell(f"“{_around(group.first)}”"), indent=4)


def _indicators(out: Sheet, mentions: Sequence[Mention], *, verbose: bool) -> None:
    groups = _grouped(
        [mention for mention in mentions if not mention.aside], lambda mention: (mention.sort, mention.value)
    )
    aside = _grouped([mention for mention in mentions if mention.aside], lambda mention: (mention.aside, mention.value))
    if groups:
        out.heading("Indicators", str(len(groups)))
    for sort in sorted({group.first.sort for group in groups}, key=_rank):
        of_sort = [group for group in groups if group.first.sort == sort]
        for number, group in enumerate(of_sort[: None if verbose else _ROWS]):
            times = f"  ({group.count} ×)" if group.count > 1 else ""
            out.row(Cell("" if number else sort, _SORT_WIDTH), Cell(group.first.value + times), indent=2)
            if verbose and _around(group.first) != group.first.value:
                out.row(Cell("", _SORT_WIDTH), Cell(f"“{_around(group.first)}”", style="dim", most=3), indent=2)
        if len(of_sort) > _ROWS and not verbose:
            out.row(Cell("", _SORT_WIDTH), Cell(f"and {len(of_sort) - _ROWS} more of {sort}", style="dim"), indent=2)
    if aside:
        out.heading("Look like indicators, and are said to be something else", str(len(aside)))
    for reason in sorted({group.first.aside for group in aside}):
        values = [group.first.value for group in aside if group.first.aside == reason]
        more = f", and {len(values) - _ROWS} more" if len(values) > _ROWS and not verbose else ""
        out.row(Cell(reason, 21), Cell(", ".join(values[: None if verbose else _ROWS]) + more), indent=2)


def _days(out: Sheet, mentions: Sequence[Mention], *, verbose: bool) -> None:
    shown = [mention for mention in mentions if verbose or mention.sort != "year"]
    groups = sorted(_grouped(shown, lambda mention: (mention.value,)), key=lambda group: group.first.value)
    if not groups:
        return
    out.heading("Days", str(len(groups)))
    for group in groups[: None if verbose else 2 * _ROWS]:
        first = group.first
        assumed = (
            f" (from “{_flat(first.quoted)}”, by the day of the document)" if first.sort.endswith("document") else ""
        )
        out.row(
            Cell(first.value, _DAY_WIDTH, "bold"),
            Cell(f"{assumed}“{_around(first)}”", most=_lines(verbose, 2)),
            indent=4,
        )
    _more(out, len(groups), 2 * _ROWS, verbose=verbose)


def _of(reading: ReportReading, kind: MentionKind) -> list[Mention]:
    return [mention for mention in reading.mentions if mention.kind is kind]


def _grouped(mentions: Iterable[Mention], key: Callable[[Mention], tuple[object, ...]]) -> list[_Group]:
    """In the order of first mention."""
    groups: dict[tuple[object, ...], _Group] = {}
    for mention in mentions:
        group = groups.setdefault(key(mention), _Group(mention))
        group.mentions.append(mention)
    return list(groups.values())


def _rank(sort: str) -> tuple[int, str]:
    return (_ORDER.index(sort) if sort in _ORDER else len(_ORDER)), sort


def _around(mention: Mention) -> str:
    """The sentence, cut to what stands near the words."""
    context = mention.context
    if context is None:
        return _flat(mention.quoted)
    before = context.words[: max(0, mention.quoted.start - context.start)]
    after = context.words[max(0, mention.quoted.end - context.start) :]
    head = before if len(before) <= 90 else "…" + before[-89:].split(" ", 1)[-1]
    tail = after if len(after) <= 90 else after[:89].rsplit(" ", 1)[0] + "…"
    return " ".join(f"{head}{mention.quoted.words}{tail}".split())


def _flat(quoted: Quoted) -> str:
    return " ".join(quoted.words.split())


def _more(out: Sheet, count: int, shown: int, *, verbose: bool) -> None:
    if count > shown and not verbose:
        out.row(Cell(f"and {count - shown} more", style="dim"), indent=4)
