"""Who asked, where something stands before the server."""

import pytest

from indicia.model.clients import client_of, forwarded


@pytest.mark.parametrize(
    ("header", "client"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("198.51.100.7,+203.0.113.9", "203.0.113.9"),
        ("198.51.100.7, 203.0.113.9, 10.0.0.4", "203.0.113.9"),
        ("198.51.100.7:51234", "198.51.100.7"),
        ("[2001:db8::7]:443", "2001:db8::7"),
        ('"2001:db8::7"', "2001:db8::7"),
        ("unknown,+198.51.100.7", "198.51.100.7"),
        ("10.0.0.4,+192.168.1.1", ""),
        ("<script>", ""),
        ("", ""),
        ("-", ""),
    ],
)
def test_the_last_from_outside_counts(header: str, client: str) -> None:
    """Whatever stands before it the visitor may have written."""
    assert forwarded(header) == client


@pytest.mark.parametrize("name", ["X-Forwarded-For", "cs(X-Forwarded-For)", "OriginalIP", "x-real-ip"])
@pytest.mark.parametrize("proxy", ["10.0.0.5", "192.168.7.1", "fd00::5", "127.0.0.1", "100.64.0.9"])
def test_a_proxy_of_ones_own_is_believed(name: str, proxy: str) -> None:
    """Under each name that such a column has."""
    assert client_of({"c-ip": proxy, name: "198.51.100.7"}) == "198.51.100.7"


@pytest.mark.parametrize(
    "fields",
    [
        {"c-ip": "203.0.113.1", "X-Forwarded-For": "198.51.100.7"},
        {"c-ip": "203.0.113.1", "X-Forwarded-For": ""},
        {"c-ip": "203.0.113.1"},
    ],
)
def test_a_stranger_is_not(fields) -> None:
    """Who connects from outside can write any header."""
    assert client_of(fields) == "203.0.113.1"


@pytest.mark.parametrize("said", ["", "-", "10.0.0.9", "nobody"])
def test_a_proxy_that_says_nothing_asked_itself(said: str) -> None:
    """A health probe."""
    assert client_of({"c-ip": "10.0.0.5", "X-Forwarded-For": said}) == "10.0.0.5"


def test_fields_in_their_order() -> None:
    """The first that is there; other fields as they stand."""
    assert client_of({"c-ip": "-", "IpAddress": "203.0.113.2"}) == "203.0.113.2"
    assert client_of({"ClientIpAddress": ("", "203.0.113.3"), "c-ip": "10.0.0.5"}) == "203.0.113.3"
    assert client_of({"user": "anna", "c-ip": "10.0.0.5"}, ("user",)) == "anna"
    assert client_of({}) == ""
