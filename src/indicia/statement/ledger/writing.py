"""New entries into tiles.  What is written counts only when the head says so."""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from indicia.statement.commitments import leaf_hash, root_of
from indicia.statement.ledger.durable import Writes
from indicia.statement.ledger.reading import Tiles
from indicia.statement.ledger.tiles import HEIGHT, WIDTH, bundle_bytes, bundle_path, tile_bytes, tile_path


def write_entries(root: Path, size: int, entries: Sequence[bytes]) -> None:
    """Write entries behind the first `size`, and wait for the disk.

    Leftovers of a writer that was killed lie beyond `size` only, and are written over.
    """
    held = Tiles(root, size)
    writes = Writes(root)
    number, kept = divmod(size, WIDTH)
    whole = [*(held.bundle(number) if kept else ()), *entries]
    for at in range(0, len(whole), WIDTH):
        part = whole[at : at + WIDTH]
        writes.put(bundle_path(number + at // WIDTH, len(part)), bundle_bytes(part))
    level, new = 0, [leaf_hash(one) for one in entries]
    while new:
        new = _write_level(writes, held, level, new)
        level += 1
    writes.settle()


def forget_partial(root: Path, before: int, after: int, checkpoint: int) -> None:
    """Remove partial tiles that wider ones replace; those of a signed checkpoint stay until the tile is full."""
    level = 0
    while (count := before >> HEIGHT * level) != (later := after >> HEIGHT * level):
        number, width = divmod(count, WIDTH)
        if width:
            for name in (tile_path(level, number, width), *((bundle_path(number, width),) if level == 0 else ())):
                path = root.joinpath(*name.parts)
                if later // WIDTH > number:
                    shutil.rmtree(path.parent, ignore_errors=True)
                elif checkpoint >> HEIGHT * level != count:
                    with suppress(OSError):
                        path.unlink()
        level += 1


def _write_level(writes: Writes, held: Tiles, level: int, new: Sequence[bytes]) -> list[bytes]:
    number, kept = divmod(held.size >> HEIGHT * level, WIDTH)
    whole = [*(held.hashes(level, number) if kept else ()), *new]
    above = []
    for at in range(0, len(whole), WIDTH):
        part = whole[at : at + WIDTH]
        writes.put(tile_path(level, number + at // WIDTH, len(part)), tile_bytes(part))
        if len(part) == WIDTH:
            above.append(root_of(part))
    return above
