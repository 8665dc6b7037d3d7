"""Too many records are bounded without hiding the unlike one."""

from indicia.detection.keeping import EACH, Keeping
from indicia.model.evidence import Locator
from indicia.model.record import Record


def row(client: str, status: str) -> Record:
    """An HttpProxy row."""
    at = Locator(sha256="a" * 64, offset=0, length=1)
    fields = {"ClientIpAddress": client, "HttpStatus": status}
    return Record(table="exchange_log", source="httpproxy", time=None, host=None, at=at, fields=fields, raw="")


def test_a_flood_does_not_hide_the_answered_request() -> None:
    """Behind thousands of refused requests the one that was answered is kept, and what is not kept is counted."""
    keeping = Keeping(100)
    flood = [keeping.keeps("d", row("192.0.2.1", "401")) for _ in range(5000)]
    assert sum(flood) == 100
    assert keeping.keeps("d", row("192.0.2.1", "200"))
    assert keeping.keeps("d", row("198.51.100.2", "401"))
    assert keeping.overflow == {"d": 4900}


def test_each_likeness_is_bounded_beyond_the_limit() -> None:
    """Beyond the limit only some of each likeness are kept, and detectors do not take from each other."""
    keeping = Keeping(EACH)
    assert sum(keeping.keeps("d", row("192.0.2.1", "401")) for _ in range(100)) == EACH
    assert sum(keeping.keeps("d", row("192.0.2.1", "200")) for _ in range(100)) == EACH
    assert keeping.keeps("e", row("192.0.2.1", "200"))


def test_likenesses_without_number_stay_bounded() -> None:
    """A flood from countless addresses ends as well."""
    keeping = Keeping(10)
    kept = sum(keeping.keeps("d", row(f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}", "401")) for n in range(30_000))
    assert kept <= 2020


def test_countless_addresses_do_not_hide_the_answered_request() -> None:
    """Of addresses that are too many to be told apart, what became of their requests still is."""
    keeping = Keeping(10)
    for number in range(5000):
        keeping.keeps("d", row(f"10.0.{number >> 8}.{number & 255}", "401"))
    assert not keeping.keeps("d", row("192.0.2.1", "401"))
    assert [keeping.keeps("d", row(f"192.0.2.{number}", "200")) for number in range(12)] == [True] * 10 + [False] * 2


def test_an_installation_does_not_hide_a_page() -> None:
    """Of a change journal the name of the file makes the likeness: many changes of known pages hide no other."""
    at = Locator(sha256="a" * 64, offset=0, length=1)

    def change(name: str) -> Record:
        fields = {"Name": name, "Kind": "file"}
        return Record(table="file_journal", source="usn_journal", time=None, host=None, at=at, fields=fields, raw="")

    keeping = Keeping(100)
    assert sum(keeping.keeps("d", change(f"page{number % 50}.aspx")) for number in range(5000)) == 50 * EACH
    assert keeping.keeps("d", change("look-alike.aspx"))
