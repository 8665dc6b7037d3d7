"""A chunk of which bytes were lost, or into which some came, with all behind them where it was.

What stands in a chunk is found by its distance from the chunk's beginning: names and templates of a record lie in
others.  Behind lost bytes those distances are wrong, so the gap is filled, or what is too much is left out, where the
walk first stumbles.
"""

from msgspec import Struct

from indicia.evidence.events.evtx.chunk import CHUNK, MAGIC, RECORD_MAGIC, TABLES_END, Bytes, Walk, walk

MOST_ADDED = 16384
"""More bytes than that did not come into a chunk; something else lies there."""


class Piece(Struct, frozen=True):
    """A stretch of the file: a chunk, whole or damaged, or what lies between chunks."""

    place: int
    data: memoryview
    early: bool = False
    """Whether the next chunk begins before one that begins here would end."""


class Aligned(Struct, frozen=True):
    """A chunk as it is decoded, and what was found in it."""

    chunk: Bytes
    within: Walk
    """Places in `chunk`."""
    found: Walk
    """The same records in the same order, with places as they are in the piece."""


def aligned(piece: Piece, *, checksums: bool) -> Aligned:
    """The walk through a piece; where its length is that of no chunk, as if it still had that."""
    data = piece.data
    lacking = CHUNK - len(data)
    begins = bytes(data[: len(MAGIC)]) == MAGIC
    if piece.early and not begins:
        return _without_beginning(data, lacking)
    found = walk(data, checksums=checksums)
    if not lacking or not begins or (lacking > 0 and not piece.early):
        return Aligned(data, found, found)
    records = TABLES_END - lacking
    in_header = records > 0 and bytes(data[records : records + len(RECORD_MAGIC)]) == RECORD_MAGIC
    tear = (0, records) if in_header and found.torn else _first_tear(found)
    if tear is None or (lacking < 0 and tear[1] - tear[0] < -lacking):
        found.torn.append((len(data), 0, _said(lacking)))
        return Aligned(data, found, found)
    return _shifted(data, found, tear, lacking, checksums=checksums)


def _without_beginning(data: memoryview, lacking: int) -> Aligned:
    """The end of a chunk, or what only lies before one: records stand as far before the next chunk as they did."""
    chunk = bytes(lacking) + bytes(data)
    within = walk(chunk)
    torn = []
    for at, length, reason in within.torn:
        start, stop = max(at - lacking, 0), max(at + length - lacking, 0)
        if stop or not length:
            torn.append((start, stop - start, reason))
    places = [(at - lacking, length, number) for at, length, number in within.places]
    return Aligned(chunk, within, Walk(places=places, torn=torn, sound=False, remarks=within.remarks))


def _first_tear(found: Walk) -> tuple[int, int] | None:
    """Begin and end of the first stretch that is no record, with the record before it if that may be incomplete.

    A header that is not in order is a stretch too; it is meant where there is no other one before a record.
    """
    suspect = {at for at, length, _ in found.torn if not length}
    tears = [(at, at + length) for at, length, _ in found.torn if length]
    begins = {place for place, _, _ in found.places}
    inside = [tear for tear in tears if tear[0] and tear[1] in begins]
    for start, stop in (inside or tears)[:1]:
        before = [place for place, size, _ in found.places if place + size == start and place in suspect]
        return (before[0] if before else start), stop
    return None


def _shifted(data: memoryview, found: Walk, tear: tuple[int, int], lacking: int, *, checksums: bool) -> Aligned:
    """What lies behind the tear is brought to where it was."""
    start, stop = tear
    gap = stop + lacking
    chunk = bytes(data[: min(stop, gap)]) + bytes(max(lacking, 0)) + bytes(data[stop:])
    behind = walk(chunk, checksums=checksums)
    before = [place for place in found.places if place[0] < start]
    later = [place for place in behind.places if place[0] >= gap]
    reasons = [reason for at, length, reason in found.torn if at <= stop and not (length and at < start)]
    # What seems to go on over the gap is none of it.
    across = max((at + length - gap for at, length, _ in (*behind.places, *behind.torn) if at < gap), default=0)
    torn = [
        *(item for item in found.torn if item[1] and item[0] + item[1] <= start),
        (start, stop - start + max(across, 0), f"{_said(lacking)}, and here {reasons[0]}"),
        *((at - lacking, length, reason) for at, length, reason in behind.torn if at >= gap),
    ]
    within = Walk(places=before + later, torn=torn, sound=found.sound, remarks=found.remarks)
    return Aligned(
        chunk,
        within,
        Walk(
            places=[*before, *((at - lacking, length, number) for at, length, number in later)],
            torn=torn,
            sound=found.sound,
            remarks=found.remarks,
        ),
    )


def _said(lacking: int) -> str:
    if lacking > 0:
        return f"the next chunk begins {lacking:,} bytes early: so many of this one are missing"
    return f"the next chunk begins {-lacking:,} bytes late: so many came into this one"
