"""One scanner per process: bytes in, hits out, within a time.

A time limit of the engine rests on a thread it starts once.  A process forked from one that has scanned therefore has
no such thread, and no limit would ever end a scan in it.  Such a process scans through one of its own making, started
afresh.  (Workers forked before the first scan, as a run of Indicia has them, need none of that.)
"""

import io
import os
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from indicia.detection.yara.compiled import EXTERNALS
from indicia.detection.yara.rules import YaraRule, YaraSet, rule_id
from indicia.resident import look_at_once

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

_SNIPPET = 80
_STRINGS = 8
"""Patterns shown of one rule."""
_SLOW_KEPT = 10
"""Rules of one file that are remembered to take long."""
_GIVEN_UP = 3
"""Files on which a rule took too long, from which on no file waits for it with all others."""
_PARTS_KEPT = 2 + _SLOW_KEPT
_MATCHES = 100_000
"""Matches of one pattern that the engine counts; conditions that count further see this number."""

_state = {"scanned": False, "orphaned": False}


def _forked() -> None:
    _state["orphaned"] = _state["scanned"]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)


class Hit(Struct, frozen=True, kw_only=True):
    """A rule that matched some bytes."""

    rule: str
    """Id, see `YaraRule.id`."""
    offset: int
    """Of the first of its patterns in the bytes; 0 where the rule has none that matched."""
    length: int
    """Of that match; 0 where there is none."""
    strings: tuple[str, ...]
    """First place of each pattern that matched, in order of place: `$a at 0x1234: text`."""


class TooLong(Exception):
    """The rules did not come to an end in the time given."""


class Broken(Exception):
    """The engine itself failed; the text says how."""


class Scanner:
    """Puts a set of rules to bytes, again and again.  Not to be shared by threads."""

    def __init__(self, rules: YaraSet) -> None:
        self._set = rules
        self._order = {rule.id: place for place, rule in enumerate(rules.rules) if not rule.is_global}
        self._ready: tuple[int, Any] | None = None
        self._elsewhere: ProcessPoolExecutor | None = None
        self._late: Counter[str] = Counter()
        """Of rules that took too long on some bytes, on how many."""
        self._parts: dict[tuple[str, ...], Any] = {}

    @property
    def impatient(self) -> bool:
        """Whether some rule took too long so often that it is asked apart from the others from the beginning.

        Else files made for one rule would take the time of a whole scan each.
        """
        return not _state["orphaned"] and any(count >= _GIVEN_UP for count in self._late.values())

    def scan(self, data: bytes, seconds: int, externals: Mapping[str, str] | None = None) -> tuple[Hit, ...]:
        """The rules that match, in their order; global rules, which only limit the others, do not show.

        Raises TooLong after `seconds`, and Broken when the engine fails.
        """
        if not self._set.rules:
            return ()
        if _state["orphaned"]:
            return self._scan_elsewhere(data, seconds, externals)
        _state["scanned"] = True
        return self._scan(data, seconds, externals or {})

    def scan_in_parts(
        self, data: bytes, externals: Mapping[str, str] | None = None, seconds: int = 0
    ) -> "tuple[tuple[Hit, ...], list[str]]":
        """The same of bytes on which `scan` took too long or will, and the names of rules that were not decided.

        Rules that took too long here once are asked apart from the others, which get `seconds` where that is more than
        they get anyway.  A process whose engine has no clock of its own decides none.
        """
        from indicia.detection.yara.parts import compiled_part, in_parts

        names = {rule.id: rule.name for rule in self._set.rules}
        if _state["orphaned"]:
            return (), list(names.values())
        hits: dict[str, Hit] = {}

        def scan(part: Sequence[YaraRule], seconds: float) -> list[str] | None:
            key = tuple(rule.id for rule in part)
            scanner = self._parts.pop(key, None)
            if scanner is None:
                rules = compiled_part(part, self._set.rules)
                if rules is None:
                    return None
                scanner = self._scanner(rules)
            # The last ones are kept: the parts of the next file are the same.
            self._parts[key] = scanner
            if len(self._parts) > _PARTS_KEPT:
                del self._parts[next(iter(self._parts))]
            try:
                found = self._hits(scanner, data, max(1, round(seconds)), externals or {})
            except (TooLong, Broken) as error:
                if isinstance(error, Broken):
                    del self._parts[key]
                return None
            hits.update((hit.rule, hit) for hit in found)
            return [hit.rule for hit in found]

        done = in_parts(self._set, scan, self._late, seconds)
        self._late.update(done.lost[:_SLOW_KEPT])
        kept = sorted(done.matched, key=self._order.__getitem__)
        return tuple(hits[rule] for rule in kept), [names[rule] for rule in done.lost]

    def close(self) -> None:
        """End the process that was started, where one was; scanning again starts another."""
        if self._elsewhere is not None:
            self._elsewhere.shutdown()
            self._elsewhere = None

    def _scan(self, data: bytes, seconds: int, externals: Mapping[str, str]) -> tuple[Hit, ...]:
        import yara_x

        if self._ready is None or self._ready[0] != os.getpid():
            rules = yara_x.Rules.deserialize_from(io.BytesIO(self._set.compiled))
            self._ready = os.getpid(), self._scanner(rules)
            # Some 10 MB of pages are used to take rules back, and for nothing else.
            look_at_once()
        return self._hits(self._ready[1], data, seconds, externals)

    def _scanner(self, rules: Any) -> Any:
        import yara_x

        scanner = yara_x.Scanner(rules)
        scanner.fast_scan(True)
        scanner.max_matches_per_pattern(_MATCHES)
        return scanner

    def _hits(self, scanner: Any, data: bytes, seconds: int, externals: Mapping[str, str]) -> tuple[Hit, ...]:
        import yara_x

        scanner.set_timeout(seconds)
        for name in EXTERNALS:
            scanner.set_global(name, externals.get(name, ""))
        try:
            matching = scanner.scan(data).matching_rules
        except yara_x.TimeoutError:
            raise TooLong(f"YARA did not come to an end within {seconds} s") from None
        except yara_x.ScanError as error:
            raise Broken(f"the YARA engine failed: {error}") from None
        except BaseException as error:
            # The engine's own failures do not derive from Exception; anything else is not ours to stop.
            if type(error).__name__ != "PanicException":
                raise
            self._ready = None
            raise Broken(f"the YARA engine failed: {str(error)[:200]}") from None
        hits = (_hit(rule, data) for rule in matching)
        known = [hit for hit in hits if hit.rule in self._order]
        return tuple(sorted(known, key=lambda hit: self._order[hit.rule]))

    def _scan_elsewhere(self, data: bytes, seconds: int, externals: Mapping[str, str] | None) -> tuple[Hit, ...]:
        import multiprocessing
        from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
        from multiprocessing.util import Finalize

        if self._elsewhere is None:
            context = multiprocessing.get_context("spawn")
            self._elsewhere = ProcessPoolExecutor(1, context, initializer=_begin, initargs=(self._set,))
            # A worker that ends waits for the processes it started before anything else would end them.
            Finalize(None, self.close, exitpriority=100)
        try:
            return self._elsewhere.submit(_there, data, seconds, externals).result()
        except BrokenExecutor:
            self._elsewhere = None
            raise Broken("the YARA engine ended its process") from None


_scanners: dict[str, Scanner] = {}


def scanner_for(rules: YaraSet) -> Scanner:
    """The scanner of a set in this process; it loads the rules when it scans for the first time."""
    found = _scanners.get(rules.digest)
    if found is None:
        found = _scanners[rules.digest] = Scanner(rules)
    return found


def _begin(rules: YaraSet) -> None:
    _scanners["here"] = Scanner(rules)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    """A process that is killed cannot tell the one it started, which would wait for ever."""
    import multiprocessing
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _there(data: bytes, seconds: int, externals: Mapping[str, str] | None) -> tuple[Hit, ...]:
    return _scanners["here"].scan(data, seconds, externals)


def _hit(rule: Any, data: bytes) -> Hit:
    firsts = []
    for pattern in rule.patterns:
        first = min(((match.offset, match.length) for match in pattern.matches), default=None)
        if first is not None:
            firsts.append((*first, pattern.identifier))
    firsts.sort()
    offset, length, _ = firsts[0] if firsts else (0, 0, "")
    strings = tuple(
        f"{name} at {place:#x}: {snippet(data[place : place + min(size, 4 * _SNIPPET)])}"
        for place, size, name in firsts[:_STRINGS]
    )
    return Hit(rule=rule_id(rule.namespace, rule.identifier), offset=offset, length=length, strings=strings)


def snippet(data: bytes) -> str:
    """Bytes as at most 80 printable ASCII characters; UTF-16 text as text, everything else as a dot."""
    wide = data[1::2]
    if len(data) >= 4 and not any(wide) and all(data[0::2]):
        data = data[0::2]
    return "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in data[:_SNIPPET])
