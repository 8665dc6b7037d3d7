"""Hashes and entries of a ledger out of its tiles: a few files for a proof, whatever the size of the log."""

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from indicia.errors import StatementError
from indicia.statement.commitments import root_of
from indicia.statement.ledger.checkpoint import Checkpoint, checkpoint_of
from indicia.statement.ledger.tiles import HEIGHT, WIDTH, bundle_of, bundle_path, tile_of, tile_path
from indicia.statement.ledger.tree import Span, span_hash

_MOST_KEPT = 512
"""Tiles; about 10 MB."""
_MOST_BUNDLE = WIDTH * (2 + 65_535)
_TRIES = 20


def read_head(root: Path) -> Checkpoint:
    """How many entries count, and their root.  Raises StatementError."""
    path = root / "head"
    return checkpoint_of(read_file(path, 1000).decode("utf-8", "replace"), str(path))


def read_file(path: Path, most: int) -> bytes:
    """A file of at most so many bytes.  Raises StatementError."""
    try:
        with path.open("rb") as stream:
            data = _all_of(stream, most)
    except (OSError, ValueError) as error:
        raise StatementError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if len(data) > most:
        raise StatementError(f"{path}: larger than {most:,} bytes")
    return data


class Tiles:
    """The first `size` entries of a folder; what was appended later does not show."""

    def __init__(self, root: Path, size: int) -> None:
        self.size = size
        self._root = root
        self._kept: dict[tuple[int, int], list[bytes]] = {}

    def hashes(self, level: int, number: int) -> list[bytes]:
        """The hashes of a tile, as many as there are.  Raises StatementError where it is missing or too short."""
        kept = self._kept.get((level, number))
        if kept is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            width = self._width(self.size, level, number)
            path, found, data = self._file(level, number, bundle=False)
            kept = self._kept[level, number] = tile_of(data, found, str(path))[:width]
        return kept

    def bundle(self, number: int) -> list[bytes]:
        """The entries of a bundle, as many as there are.  Raises StatementError."""
        path, found, data = self._file(0, number, bundle=True)
        return bundle_of(data, found, str(path))[: self._width(self.size, 0, number)]

    def entries(self, first: int, end: int) -> Iterator[bytes]:
        """Entries from `first` up to, and without, `end`."""
        if not 0 <= first <= end <= self.size:
            raise StatementError(f"entries {first:,} to {end:,} are not among the {self.size:,} of the ledger")
        for number in range(first // WIDTH, -(-end // WIDTH)):
            start = number * WIDTH
            yield from self.bundle(number)[max(first - start, 0) : end - start]

    def node(self, height: int, place: int) -> bytes:
        """Hash of a complete subtree."""
        level, inside = divmod(height, HEIGHT)
        first = place << inside
        hashes = self.hashes(level, first // WIDTH)[first % WIDTH : first % WIDTH + (1 << inside)]
        if len(hashes) != 1 << inside:
            raise StatementError(f"{self._root}: no complete subtree of height {height} at {place:,}")
        return root_of(hashes)

    def span(self, span: Span) -> bytes:
        """Hash over a span of a proof."""
        return span_hash(self.node, span)

    def root(self, size: int) -> bytes:
        """The root when there were so many entries."""
        if not 0 <= size <= self.size:
            raise StatementError(f"{self._root}: there never were {size:,} entries, only {self.size:,}")
        return self.span((0, size))

    def _file(self, level: int, number: int, *, bundle: bool) -> tuple[Path, int, bytes]:
        size = self.size
        for _ in range(_TRIES):
            width = self._width(size, level, number)
            name = bundle_path(number, width) if bundle else tile_path(level, number, width)
            path = self._root.joinpath(*name.parts)
            try:
                return path, width, self._bytes(path)
            except FileNotFoundError:
                # A writer that went on replaces a partial tile by a wider one, whose beginning is the same.
                newer = read_head(self._root).size
                if newer <= size:
                    break
                size = newer
        raise StatementError(
            f"{self._root / _folder(level, bundle)}: number {number:,} of {self.size:,} entries is missing",
            hint="Restore the ledger from a copy.",
        )

    def _bytes(self, path: Path) -> bytes:
        try:
            with path.open("rb") as stream:
                return _all_of(stream, _MOST_BUNDLE)
        except FileNotFoundError:
            raise
        except OSError as error:
            raise StatementError(f"{path}: cannot be read: {error.strerror or error}") from error

    def _width(self, size: int, level: int, number: int) -> int:
        width = min((size >> HEIGHT * level) - number * WIDTH, WIDTH)
        if width < 1 or number < 0:
            raise StatementError(f"{self._root}: {size:,} entries have no tile {number:,} on level {level}")
        return width


def _all_of(stream: IO[bytes], most: int) -> bytes:
    """The file, or one byte more than `most`: asking for more than there is makes room for it first."""
    return stream.read(min(os.fstat(stream.fileno()).st_size, most) + 1)


def _folder(level: int, bundle: bool) -> PurePosixPath:
    return PurePosixPath("tile", "entries" if bundle else str(level))
