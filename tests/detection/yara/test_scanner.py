"""Scanning comes to an end in any process."""

import os
from collections.abc import Callable

import pytest

from indicia.detection.yara.rules import YaraSet
from indicia.detection.yara.scanner import Scanner, TooLong, snippet

Load = Callable[..., YaraSet]
LOOPS = {
    "a.yar": "rule loops { condition: filesize > 100 and for all i in (0..100000000000) : (i * i != 3) }\n"
    'rule finds { strings: $b = "b" $a = "a" condition: all of them }'
}


def test_a_scan_that_never_ends_is_ended(load: Load) -> None:
    """The time limit holds, and the scanner works on afterwards."""
    scanner = Scanner(load(LOOPS))
    with pytest.raises(TooLong, match="within 1 s"):
        scanner.scan(b"abcdef" * 20, 1)
    (hit,) = scanner.scan(b"ab", 1)
    assert (hit.rule, hit.offset, hit.length) == ("yara:rules/a.yar/finds", 0, 1)
    assert hit.strings == ("$a at 0x0: a", "$b at 0x1: b")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on this system")
def test_the_limit_holds_in_a_process_forked_after_a_scan(load: Load) -> None:
    """The engine's clock does not survive a fork; the scan is ended all the same, and finds the same."""
    rules = load(LOOPS)
    scanner = Scanner(rules)
    before = scanner.scan(b"ab", 1)
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        said = b"wrong"
        try:
            if scanner.scan(b"ab", 5) == before:
                scanner.scan(b"abcdef" * 20, 1)
        except TooLong:
            said = b"ended"
        scanner.close()
        os.write(theirs, said)
        os._exit(0)
    os.close(theirs)
    assert os.read(ours, 10) == b"ended"
    os.close(ours)
    os.waitpid(child, 0)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"plain", "plain"),
        ("wide text".encode("utf-16-le"), "wide text"),
        (b"\x1b[31mred\r\n\x00\xff", ".[31mred...."),
        (b"x" * 500, "x" * 80),
    ],
)
def test_a_snippet_is_printable_and_short(data: bytes, text: str) -> None:
    """No control character of the evidence comes through, and at most 80 characters."""
    assert snippet(data) == text
