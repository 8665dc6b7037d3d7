"""Media types, times, versions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.sharing.taxii.protocol.wire import acceptable, content, micros, moment, version_key, version_text


@pytest.mark.parametrize(
    ("accept", "fine"),
    [
        ("application/taxii+json;version=2.1", True),
        ("application/taxii+json; version=2.1", True),
        ("APPLICATION/TAXII+JSON;VERSION=2.1", True),
        ('application/taxii+json;version="2.1"', True),
        ("application/taxii+json", True),
        ("text/html, application/taxii+json;version=2.1;q=0.5", True),
        ("application/taxii+json;version=2.1;q=0", False),
        ("application/taxii+json;version=2.0", False),
        ("application/taxii+json;version=2.10", False),
        ("application/taxii+json;version=2.1;profile=x", False),
        ("application/vnd.oasis.taxii+json; version=2.0", False),
        ("application/json", False),
        ("*/*", False),
        ("", False),
        (None, False),
    ],
)
def test_accept_is_taken_exactly(accept: str | None, fine: bool) -> None:
    """TAXII 2.1 or TAXII of any version; nothing else, also no wildcard."""
    assert acceptable(accept) is fine


@pytest.mark.parametrize(
    ("given_type", "fine"),
    [
        ("application/taxii+json;version=2.1", True),
        ("application/taxii+json; version=2.1; charset=utf-8", True),
        ("application/taxii+json", False),
        ("application/taxii+json;version=2.0", False),
        ("application/taxii+json;version=2.1, text/html", False),
        ("application/stix+json;version=2.1", False),
        (None, False),
    ],
)
def test_content_has_its_version(given_type: str | None, fine: bool) -> None:
    """A body says which version it is."""
    assert content(given_type) is fine


@given(st.integers(0, 4_000_000_000_000_000))
def test_times_come_back(value: int) -> None:
    """Every microsecond has a text of its own, and that text is it."""
    assert micros(moment(value)) == value


@pytest.mark.parametrize(
    "text", ["", "2021", "2021-07-19", "2021-07-19T00:00:00", "2021-02-30T00:00:00Z", "٢021-07-19T00:00:00Z"]
)
def test_no_time_is_refused(text: str) -> None:
    """A time has a zone, and exists."""
    with pytest.raises(ValueError, match=r"time|range|day|Invalid"):
        micros(text)
    with pytest.raises(ValueError, match=r"time|range|day|Invalid"):
        version_key(text)


_TIMES = st.builds(
    lambda second, digits: f"2021-07-19T00:00:{second:02d}" + (f".{digits}" if digits else "") + "Z",
    st.integers(0, 59),
    st.text("0123456789", max_size=9),
)


@given(_TIMES, _TIMES)
def test_versions_sort_like_their_times(one: str, other: str) -> None:
    """However many digits they are written with; and the written form means the same."""

    def value(text: str) -> tuple[str, int]:
        whole, _, digits = text.rstrip("Z").partition(".")
        return whole, int(digits.ljust(9, "0") or 0)

    assert (version_key(one) < version_key(other)) == (value(one) < value(other))
    assert (version_key(one) == version_key(other)) == (value(one) == value(other))
    assert version_key(version_text(version_key(one))) == version_key(one)
