"""The language of phrases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.knowledge.reports.techniques.patterns import expression, keys

WORDS = {"put": "drop~|deploy~"}


@pytest.mark.parametrize(
    ("pattern", "fits", "not_"),
    [
        ("web-shell", "a web shell, a web-shell, a webshell", "a web of shells"),
        ("schedul~ task|tasks", "they scheduled tasks", "they scheduled two tasks"),
        ("dump~ …2 lsass", "dumped memory of lsass", "dumped memory of the process lsass"),
        ("<put> …3 shell", "deploying a new shell", "employing a new shell"),
        ("open [the] file", "open file", "open that file"),
        ("open [the] file", "Open the file", "reopen the files"),
        ("pass_the_hash|golden_ticket", "pass-the-hash", "passthehash"),
        ("encod*", "encodings", "reencoded"),
        ("rar.exe", "RAR.EXE was run", "rarxexe"),
        ("c$|admin$", "copied to C$ share", "cost"),
    ],
)
def test_what_fits(pattern: str, fits: str, not_: str) -> None:
    """Each part of the language fits what it says and nothing beside it."""
    form = expression(pattern, WORDS)
    assert form.search(fits)
    assert not form.search(not_)
    assert any(key in fits.lower() for key in keys(pattern, WORDS))


@pytest.mark.parametrize("pattern", ["", "… shell", "shell …", "<unknown> shell", "a||b shell", "[may] [be]"])
def test_what_is_no_phrase(pattern: str) -> None:
    """A phrase that could fit anything, or nothing, is refused with the reason."""
    with pytest.raises(ValueError, match="`"):
        expression(pattern, WORDS)


def test_a_phrase_needs_a_word_to_look_for() -> None:
    """A phrase of one letter would be tried on every sentence."""
    with pytest.raises(ValueError, match="long enough"):
        keys("a …2 b", WORDS)


@given(st.text(alphabet="ab -_.~*|[]()<>…2\\", max_size=30))
def test_no_phrase_breaks_the_expression(pattern: str) -> None:
    """Whatever stands in a phrase, it is refused in words or compiled."""
    try:
        expression(pattern, WORDS)
    except ValueError as error:
        assert "`" in str(error)
