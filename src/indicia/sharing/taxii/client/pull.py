"""Fetching all pages of a collection, and later only what was added since; tolerant, but never endless.

Servers differ in how they page: `next` stands in the envelope, below it, in a header or in a link; `more` is missing or
stays true; the last page comes again.  Whatever can be made out is followed; what repeats itself ends the pull, and
is said.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import orjson
from msgspec import Struct, field
from msgspec.structs import replace

from indicia.errors import ShareError
from indicia.sharing.taxii.client.connection import Answer, Connection, fine
from indicia.sharing.taxii.client.places import RemoteCollection
from indicia.sharing.taxii.protocol.incoming import rounded
from indicia.sharing.taxii.protocol.wire import micros, moment

_FORMAT = "indicia-pull/1"
_EMPTY_PAGES = 3
_MOST_PAGES = 1_000_000
_BELOW = ("meta", "pagination", "paging", "links", "envelope")


class Progress(Struct, frozen=True, kw_only=True):
    """Where a pull stands, after each page, as kept in the state file."""

    url: str
    filters: tuple[tuple[str, str], ...] = ()
    added_after: str = ""
    """From which the pages of this round started."""
    newest: str = ""
    """The latest date_added seen in this round."""
    next: str = ""
    """Where the next page of this round starts; empty when the round is over."""
    base: int = 0
    """Bytes of the output when the round began."""
    size: int = 0
    """Bytes of the output that are sure."""
    objects: int = 0
    """Lines of the output that are sure."""


class Pulled(Struct):
    """What a pull brought."""

    objects: int = 0
    pages: int = 0
    odd: int = 0
    """Entries of its lists that are no objects, or nested too deeply, and were not written."""
    rounded: int = 0
    """Objects with a number beyond 64 bits, which is only nearly what it was."""
    warnings: list[str] = field(default_factory=list)


def pull(
    connection: Connection,
    remote: RemoteCollection,
    out: Path,
    state: Path,
    *,
    limit: int = 1000,
    filters: Sequence[tuple[str, str]] = (),
) -> Pulled:
    """Append every new object to `out`, one a line, and keep in `state` where it stands.

    Stopped at any moment, the next pull goes on with the page it was at, and no line is there twice.  Raises ShareError
    where the server cannot be read, or the state belongs to another collection.
    """
    progress = _load(state, remote.url, tuple(filters))
    found = Pulled()
    previous: frozenset[bytes] = frozenset()
    seen: set[bytes] = set()
    empty = 0
    # Before anything is fetched: what cannot be remembered would be fetched again.
    _save(state, progress)
    with _output(out, progress.size) as file:
        if not progress.next:
            progress = replace(progress, base=progress.size)
        while found.pages < _MOST_PAGES:
            answer = connection.get(f"{remote.url}objects/", _query(progress, limit))
            if answer.status in (400, 404) and progress.next:
                found.warnings.append("the server does not know its own `next` any more; this round starts again")
                progress = _again(progress, file)
                previous = frozenset()
                continue
            if answer.status == 404 and not found.pages and progress.added_after:
                # Some servers have no page for nothing new.
                break
            every, envelope = _envelope(answer, remote.url)
            things = [one for one in every if isinstance(one, dict) and _written(one)]
            found.rounded += sum(rounded(one) for one in things)
            found.odd += len(every) - len(things)
            marks = [_mark(one) for one in things]
            fresh = [one for one, mark in zip(things, marks, strict=True) if mark not in previous]
            repeated = bool(things) and not fresh
            file.write(b"".join(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in fresh))
            found.objects += len(fresh)
            found.pages += 1
            file.flush()
            os.fsync(file.fileno())
            before = progress
            progress = replace(
                progress,
                newest=_newest(answer, progress.newest),
                size=file.tell(),
                objects=progress.objects + len(fresh),
            )
            empty = 0 if things else empty + 1
            following = _next(envelope, answer)
            more = envelope.get("more")
            if following and not (not things and more is not True):
                # Not by `next`: one server keeps its value for all pages of a round.
                mark = hashlib.sha256(b"".join(marks)).digest()
                if (things and mark in seen) or repeated or empty > _EMPTY_PAGES:
                    found.warnings.append("the server repeats itself; what follows, if anything, was not read")
                    break
                seen.add(mark)
                progress = replace(progress, next=following)
            elif more in (True, "true", 1) and not following:
                step = _stepped(progress, before, repeated=repeated or not things)
                if step is None:
                    found.warnings.append("the server says that there is more, but not where; it was not read")
                    break
                progress = replace(progress, added_after=step, next="")
            else:
                break
            previous = frozenset(marks)
            _save(state, progress)
    if found.odd:
        found.warnings.append(f"{found.odd:,} entries of its lists are no objects, or nested too deeply; left out")
    if found.rounded:
        found.warnings.append(f"{found.rounded:,} objects hold a number beyond 64 bits, which was rounded")
    if not progress.newest and found.objects:
        found.warnings.append("the server does not say when objects were added; the next pull reads all of them again")
    _save(state, replace(progress, next="", added_after=progress.newest or progress.added_after, newest=""))
    return found


def _written(thing: object) -> bool:
    """Whether it can be a line of the output."""
    try:
        orjson.dumps(thing)
    except TypeError:
        return False
    return True


def _query(progress: Progress, limit: int) -> list[tuple[str, str]]:
    query = [("limit", str(limit)), *progress.filters]
    if progress.added_after:
        # The one of the first page, on every page: `next` continues that question.
        query.append(("added_after", progress.added_after))
    if progress.next:
        query.append(("next", progress.next))
    return query


def _envelope(answer: Answer, url: str) -> tuple[list[object], dict[str, object]]:
    envelope = fine(answer, url, 200, 206).mapping(url)
    things = envelope.get("objects", [])
    if not isinstance(things, list):
        raise ShareError(f"{url}: `objects` of the answer is no list")
    return things, envelope


def _next(envelope: Mapping[str, object], answer: Answer) -> str:
    """Where the next page starts, wherever the server says it; empty for nowhere."""
    places: list[object] = [envelope.get("next")]
    for name in _BELOW:
        below = envelope.get(name)
        if isinstance(below, Mapping):
            places.append(below.get("next"))
    places.append(answer.headers.get("x-taxii-next"))
    for link in answer.headers.get("link", "").split(","):
        target, _, rest = link.partition(";")
        if 'rel="next"' in rest.replace(" ", "") or "rel=next" in rest.replace(" ", ""):
            places.append(target.strip().strip("<>"))
    for place in places:
        if isinstance(place, Mapping):
            place = place.get("href")  # noqa: PLW2901  # a link object stands for its address
        if isinstance(place, int) and not isinstance(place, bool):
            return str(place)
        if isinstance(place, str) and place:
            # An address instead of a value: its own parameter is what was meant.
            inside = parse_qs(urlsplit(place).query).get("next") if "next=" in place else None
            return inside[0] if inside else place
    return ""


def _newest(answer: Answer, before: str) -> str:
    """The later of what was seen and what this page says; servers are known to mix up first and last."""
    latest = _micros(before)
    for name in ("x-taxii-date-added-first", "x-taxii-date-added-last"):
        latest = max(latest, _micros(answer.headers.get(name, "")))
    return moment(latest) if latest else ""


def _stepped(progress: Progress, before: Progress, *, repeated: bool) -> str | None:
    """An `added_after` for the next page of a server without `next`; null where that would not move.

    It looks back by one microsecond, because several objects may carry the same date; what comes twice is left out.
    """
    newest = _micros(progress.newest)
    if not newest:
        return None
    step = moment(newest if repeated else newest - 1)
    return None if _micros(step) <= _micros(before.added_after) else step


def _micros(text: str) -> int:
    try:
        return micros(text)
    except ValueError:
        return 0


def _mark(thing: object) -> bytes:
    return hashlib.sha256(orjson.dumps(thing, option=orjson.OPT_SORT_KEYS)).digest()


def _again(progress: Progress, file: "_Output") -> Progress:
    file.truncate(progress.base)
    return replace(progress, next="", size=progress.base, newest="")


class _Output:
    """The output, cut back to what is sure."""

    def __init__(self, path: Path, size: int) -> None:
        try:
            self._file = path.open("r+b" if path.exists() else "w+b")
            there = self._file.seek(0, os.SEEK_END)
        except OSError as error:
            raise ShareError(f"{path}: {error.strerror}") from error
        if there < size:
            self._file.close()
            raise ShareError(
                f"{path}: shorter than the state file says", hint="Give another --state to read everything again."
            )
        self.truncate(size)

    def __enter__(self) -> "_Output":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, data: bytes) -> None:
        self._file.write(data)

    def flush(self) -> None:
        self._file.flush()

    def fileno(self) -> int:
        return self._file.fileno()

    def tell(self) -> int:
        return self._file.tell()

    def truncate(self, size: int) -> None:
        self._file.truncate(size)
        self._file.seek(size)


def _output(path: Path, size: int) -> _Output:
    return _Output(path, size)


def _load(path: Path, url: str, filters: tuple[tuple[str, str], ...]) -> Progress:
    if not path.exists():
        return Progress(url=url, filters=filters)
    wrong = ShareError(f"{path}: no state of a pull", hint="Give another --state, or remove it.")
    try:
        kept = orjson.loads(path.read_bytes())
        if kept["format"] != _FORMAT:
            raise wrong
        found = Progress(
            url=str(kept["url"]),
            filters=filters,
            added_after=str(kept["added_after"]),
            newest=str(kept["newest"]),
            next=str(kept["next"]),
            base=int(kept["base"]),
            size=int(kept["size"]),
            objects=int(kept["objects"]),
        )
        held = tuple((str(name), str(value)) for name, value in kept["filters"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise wrong from error
    if found.url != url or held != filters:
        raise ShareError(
            f"{path}: the state of another pull: {found.url}",
            hint="Each collection and filter needs its own --state.",
        )
    return found


def _save(path: Path, progress: Progress) -> None:
    body = {"format": _FORMAT, **{name: getattr(progress, name) for name in Progress.__struct_fields__}}
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("wb") as file:
            file.write(orjson.dumps(body, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise ShareError(f"{path}: the state of the pull cannot be kept: {error.strerror}") from error
