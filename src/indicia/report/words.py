"""Numbers, times and sentences in the words of the report."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from indicia.evidence.host_paths import is_of_collector
from indicia.model.assessment import Assessment, Result, SourceCoverage, Verdict
from indicia.model.evidence import Evidence, Fault, Kind

_PLAIN_WORD = re.compile(r"(?:yes|no):|[a-z]+[ ,]")
_SAME = re.compile(r"same ([a-z]+) (.+)", re.DOTALL)
_LOG_NAME = re.compile(r"(?:^|[._-])log(?:$|[._-])|\.(?:evtx|jsonl|ndjson)$", re.IGNORECASE)
_HANDED_OVER = re.compile(
    r"\.(?:csv|tsv|json|xml|xlsx|evt|etl|pcap|pcapng|zip|7z|rar|cab|tar|tgz|gz|bz2|xz|zst"
    r"|e01|ex01|l01|ad1|aff4?|dd|img|raw|vhdx?|vmdk|vdi|wim|iso|mem|vmem|dmp|sqlite|db)$",
    re.IGNORECASE,
)
"""Exports, archives, captures and images; on a disk such files are nothing special."""


def plural(number: int, word: str) -> str:
    """`1 file`, `2 files`, `1,204 records`, `3 addresses`, `2 entries`."""
    if number == 1:
        return f"{number:,} {word}"
    if word.endswith("ry"):
        return f"{number:,} {word[:-1]}ies"
    return f"{number:,} {word}es" if word.endswith("s") else f"{number:,} {word}s"


def size(number: int) -> str:
    """`3.1 GB` (powers of 1,000)."""
    value = float(number)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000 or unit == "GB":
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:,.1f} {unit}"
        value /= 1000
    raise AssertionError("unreachable")


def duration(seconds: float) -> str:
    """`47 s`, `12 min`, `5 h`, `31 d`."""
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:,.0f} {unit}"
    return f"{seconds:.0f} s" if seconds >= 1 or not seconds else "under 1 s"


def clock(moment: datetime | None) -> str:
    """`01:40:13.660`, the fraction only where the record has one."""
    if moment is None:
        return "no time"
    text = moment.strftime("%H:%M:%S")
    return f"{text}.{moment.microsecond // 1000:03d}" if moment.microsecond else text


def day(moment: datetime) -> str:
    """`2021-03-14`, four digits also for a year that a record got wrong."""
    return moment.date().isoformat()


def stamp(moment: datetime | None) -> str:
    """`2021-03-14 01:40:13.660`."""
    return "no time" if moment is None else f"{day(moment)} {clock(moment)}"


def to_second(moment: datetime | None) -> str:
    """`2021-03-14 01:40:13`."""
    return "no time" if moment is None else f"{day(moment)} {moment:%H:%M:%S}"


def span(first: datetime | None, last: datetime | None) -> str:
    """`2021-03-14 01:39:32 to 01:40:19 UTC (47 s)`, the day named twice only where it changes."""
    if first is None or last is None:
        return "no record with a time"
    end = f"{last:%H:%M:%S}" if first.date() == last.date() else to_second(last)
    return f"{to_second(first)} to {end} UTC ({duration((last - first).total_seconds())})"


def stretch(source: SourceCoverage) -> str:
    """How long a source reaches: `47 s`, `31 d`; empty without times."""
    if source.first is None or source.last is None:
        return ""
    return duration((source.last - source.first).total_seconds())


def sentence(text: str) -> str:
    """A sentence: a capital first unless it begins with a name, one full stop last; empty stays empty."""
    text = capital(text.strip())
    if not text:
        return ""
    ended = text.rstrip(".")
    return ended if ended.endswith(("…", "!", "?", ":")) else ended + "."


def capital(text: str) -> str:
    """A capital first, unless the text begins with a name such as `w3wp.exe`."""
    return text[0].upper() + text[1:] if _PLAIN_WORD.match(text) else text


def fragment(text: str) -> str:
    """A line without its full stop, as in a list; several sentences keep theirs."""
    text = text.strip()
    return text if re.search(r"[.!?] [A-Z]", text) else text.rstrip(".")


def reasons(lines: Iterable[str]) -> list[str]:
    """Why findings belong together, each key once: "same page a.aspx" and "same page b.aspx" are one line."""
    grouped: dict[str, dict[str, None]] = {}
    for line in lines:
        found = _SAME.fullmatch(line)
        values = grouped.setdefault(found.group(1) if found else line, {})
        if found:
            values.setdefault(found.group(2))
    return [f"same {kind}: {some(list(values), 12)}" if values else kind for kind, values in grouped.items()]


def some(items: Sequence[str], most: int) -> str:
    """`a, b and 3 more`."""
    if len(items) <= most:
        return ", ".join(items)
    return f"{', '.join(items[:most])} and {len(items) - most:,} more"


def place(fault: Fault) -> str:
    """Where a fault is: `line 17`, `byte 4096`, `all of it`."""
    if fault.at is None:
        return "all of it"
    return f"line {fault.at.line}" if fault.at.line is not None else f"byte {fault.at.offset}"


def test_counts(answers: Sequence[str]) -> tuple[int, int, int]:
    """(hit, no hit, cannot tell)."""
    return answers.count("hit"), answers.count("no hit"), answers.count("cannot tell")


def evidence_line(result: Result) -> str:
    """`214 files, 3.1 GB`."""
    return f"{plural(len(result.evidence), 'file')}, {size(sum(line.evidence.size for line in result.evidence))}"


def _is_log_by_name(evidence: Evidence) -> bool:
    name = re.split("[/!]", evidence.path)[-1]
    return not is_of_collector(name) and bool(
        _LOG_NAME.search(name) or (evidence.original is None and _HANDED_OVER.search(name))
    )


def unread_logs(result: Result, most: int) -> str:
    """`access.log (3.1 MB) and 2 more`: files of no kind that is read, called logs, or exports, archives or images that
    somebody handed over beside the files of the host; the largest first.

    Empty where there are none.
    """
    found = [
        line.evidence
        for line in result.evidence
        if line.evidence.kind is Kind.PLAIN and line.evidence.size and _is_log_by_name(line.evidence)
    ]
    found.sort(key=lambda evidence: (-evidence.size, evidence.path))
    return some([f"{evidence.path} ({size(evidence.size)})" for evidence in found], most)


def empty_logs(result: Result, most: int) -> str:
    """`Security.evtx and 2 more`: files without a byte that are called logs or exports, as a failed copy leaves them.

    Empty where there are none.
    """
    found = [line.evidence for line in result.evidence if not line.evidence.size and _is_log_by_name(line.evidence)]
    return some(sorted(evidence.path for evidence in found), most)


def signs_heading(host: Assessment, number: int) -> str:
    """What stands above so many signs: all there is, or what was seen beside an intrusion."""
    beside = "" if host.verdict is Verdict.CANNOT_TELL else " more"
    return f"{number:,}{beside} {'sign that needs' if number == 1 else 'signs that need'} a second source"
