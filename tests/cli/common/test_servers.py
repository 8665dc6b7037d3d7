"""Servers that `--host` names."""

import pytest

from indicia.cli.common.servers import servers_of
from indicia.errors import UsageError

THERE = ("EX01.corp.example", "ex01.other.example", "MAIL")


@pytest.mark.parametrize(
    ("names", "meant"),
    [
        ((), []),
        (("ex01.CORP.example",), ["EX01.corp.example"]),
        (("EX01",), ["EX01.corp.example", "ex01.other.example"]),
        (("mail", "MAIL"), ["MAIL"]),
    ],
)
def test_a_server_is_named_in_full_or_by_its_first_label(names, meant):
    """In any case, each server once."""
    assert servers_of(names, THERE) == meant


@pytest.mark.parametrize("name", ["EX0", "corp", ""])
def test_a_name_that_is_no_servers_is_an_error_that_names_them(name):
    """A part of a label is none: it could be anybody's."""
    with pytest.raises(UsageError, match="in these cases") as told:
        servers_of([name], THERE, "these cases")
    assert "EX01.corp.example" in str(told.value.hint)
