"""Files and records go to the right host."""

from indicia.assessment.hosts import assign


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
