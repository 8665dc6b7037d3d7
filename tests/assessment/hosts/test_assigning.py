"""Files and records go to the right host."""

import pytest

from indicia.assessment.hosts.assigning import assign
from indicia.assessment.hosts.misspelt import FileNames, misspelt


def test_a_short_and_a_full_name_are_one_host() -> None:
    """`EX01` in one log and `ex01.example.org` in another are one host under its full name."""
    hosts = assign([("a", "EX01", 5), ("a", "ex01.example.org", 3)], [], ["a"])
    assert hosts.of("a", "EX01") == hosts.of("a", "EX01.EXAMPLE.ORG") == hosts.of("a", None) == "ex01.example.org"


def test_two_domains_stay_two_hosts() -> None:
    """Equal first labels in two domains are two hosts, and the short name is neither."""
    hosts = assign([("a", "ex01.a.example", 5), ("b", "ex01.b.example", 5), ("c", "ex01", 1)], [], ["a", "b", "c"])
    assert hosts.of("a", None) != hosts.of("b", None)
    assert hosts.of("c", None) == "ex01"


def test_an_address_is_no_domain_name() -> None:
    """An IP address is not taken for a host with a domain."""
    assert assign([("a", "192.0.2.1", 1)], [], ["a"]).of("a", None) == "192.0.2.1"


def test_the_collections_own_name_wins() -> None:
    """What the collection says about its host outweighs forwarded events of others."""
    assert assign([("a", "other", 900)], [("a", "EX09")], ["a"]).of("a", None) == "EX09"


def test_nameless_files_go_to_the_dominant_host() -> None:
    """A few events under the name from before a rename do not split the host."""
    assert assign([("a", "EX01", 990), ("a", "WIN-3F2", 10)], [], ["a"]).of("a", None) == "EX01"


def test_nameless_files_of_a_mixed_scope_are_kept_apart() -> None:
    """With several hosts in one scope, files that name none are given to no one of them, and the result says so."""
    hosts = assign([("a", "x", 5), ("a", "y", 5)], [], ["a"])
    assert hosts.of("a", None) == "a"
    assert "2 hosts" in hosts.notes["a"][0]


def test_a_scope_without_any_name_is_called_by_itself() -> None:
    """Two collections without names are two hosts."""
    hosts = assign([], [], ["a.zip", "b.zip"])
    assert hosts.of("a.zip", None) != hosts.of("b.zip", None)


def test_what_cannot_be_a_name_is_no_host() -> None:
    """Columns that damage moved: a status, an address, half a time; said, and counted to the host of the rest."""
    odd = [("a", name, 1) for name in ("200", "127.0.0.1", "0.0.1", "03- 2T00:44", "EX 3", "\x05X04", "15756")]
    hosts = assign([("a", "EX03.example.org", 900), *odd], [], ["a"])
    assert {hosts.of("a", name) for _, name, _ in odd} == {"EX03.example.org"}
    assert "7 records of this collection" in hosts.notes["EX03.example.org"][0]


def test_names_of_all_scripts_are_names() -> None:
    """Letters of any language, and the signs that Windows takes."""
    names = ("müller-pc", "СЕРВЕР1", "web_01", "3com", "a.b-c.example", "x$")
    hosts = assign([("a", name, 5) for name in names], [], ["a"])
    assert [hosts.of("a", name) for name in names] == list(names)


def names(scope: str, file: str, counts: dict[str, int], *, faults: int = 0, alone: bool = False) -> FileNames:
    """The names of one file."""
    return FileNames(scope=scope, file=file, names=counts, faults=faults, alone=alone)


@pytest.mark.parametrize("name", ["EX0a.corp.example", "EX01.cor0.example", "X01.corp.example", "EX01.corp.exa?mple"])
def test_a_flipped_letter_makes_no_second_host(name: str) -> None:
    """A name that next to nothing goes under, and that is another one but for a character, is that one."""
    files = [names("a", "1", {"EX01.corp.example": 900, name: 1})]
    assert misspelt(files) == {name: "EX01.corp.example"}
    hosts = assign([("a", "EX01.corp.example", 900), ("a", name, 1), ("a", "EX01", 4)], [], ["a"], misspelt(files))
    assert {hosts.of("a", each) for each in (name, "EX01.corp.example", "EX01", None)} == {"EX01.corp.example"}
    assert "1 record under the name" in hosts.notes["EX01.corp.example"][0]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param([names("a", "1", {"EX01": 900, "EX02": 1})], id="numbered"),
        pytest.param([names("a", "1", {"EX01": 900, "EX011": 1})], id="numbered longer"),
        pytest.param([names("a", "1", {"SRVA": 900, "SRVB": 1})], id="lettered"),
        pytest.param([names("a", "1", {"EX01": 900, "EX02": 3}, faults=1)], id="numbered, in a damaged file"),
        pytest.param([names("a", "1", {"EX01": 900, "EXA01": 300})], id="often"),
        pytest.param(
            [names("a", "1", {"EX01": 900, "EXA01": 5}), names("b", "2", {"EXA01": 70})], id="often elsewhere"
        ),
        pytest.param([names("a", "1", {"EX01": 900, "DC7": 1}, faults=3)], id="unlike, in forwarded events"),
        pytest.param([names("a", "1", {"EX01": 3, "EXA01": 2})], id="few of both"),
    ],
)
def test_other_servers_stay_other_servers(files: list[FileNames]) -> None:
    """Servers with names that are alike, as servers have them."""
    assert misspelt(files) == {}


def test_a_numbered_name_once_in_a_damaged_file_is_damage() -> None:
    """A digit flips as a letter does."""
    assert misspelt([names("a", "1", {"EX01": 900, "EX03": 1}, faults=2)]) == {"EX03": "EX01"}


def test_a_log_of_one_server_names_no_other() -> None:
    """Another column stands where the server is named, or a digit was flipped: said, and counted to the server."""
    counts = {"EX01": 900, "OABGenerator": 2, "EX05": 1}
    found = misspelt([names("a", "1", counts, alone=True)])
    assert found == {"OABGenerator": "EX01", "EX05": "EX01"}
    hosts = assign([("a", name, number) for name, number in counts.items()], [], ["a"], found)
    assert any("OABGenerator stands where the host is named" in note for note in hosts.notes["EX01"])


def test_the_usual_spelling_names_the_host() -> None:
    """A flipped bit makes a capital of a letter; the host is called as most records call it."""
    hosts = assign([("a", "EX01.corp.example", 900), ("a", "EX01.Corp.example", 1)], [], ["a"])
    assert hosts.of("a", "EX01.Corp.example") == hosts.of("a", None) == "EX01.corp.example"
