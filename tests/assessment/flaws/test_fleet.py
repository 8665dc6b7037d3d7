"""Many hosts: order, exit code, how soon flaws are used."""

from datetime import date

import orjson
from msgspec.structs import replace
from tests.assessment.build import day

from indicia.assessment.flaws.fleet import exit_code, of_case, of_inventory
from indicia.assessment.flaws.still_open import open_flaws, used_later
from indicia.assessment.flaws.use_delay import use_delays
from indicia.assessment.inventory.reading import read_inventory
from indicia.knowledge.packs.load import load_pack
from indicia.knowledge.product.flaws import KevDates
from indicia.knowledge.product.kev import KevCatalogue, KevEntry
from indicia.model.fleet import FleetExposure
from indicia.plain import again, to_json

PACK = load_pack()


def fleet(text, as_of=None, kev=None):
    """The answer for an inventory."""
    inventory = read_inventory(text.encode(), PACK.builds)
    return of_inventory(PACK, inventory, "x.csv", day(as_of) if as_of else None, kev, "from x")


def test_worst_first() -> None:
    """More flaws in use come first; hosts of which nothing can be told before those that are closed."""
    found = fleet(
        "Host,ExSetup,Seen\nsafe,15.2.2562.37,2026-03-01\nold,15.1.2176.2,2026-03-01\nodd,n/a,2026-03-01\n"
        "newer,15.1.2507.16,2026-03-01\nbare,15.1.2106.2,2026-03-01\n"
    )
    assert [host.host for host in found.hosts] == ["bare", "old", "newer", "odd", "safe"]
    assert exit_code(found) == 1


def test_exit_codes() -> None:
    """0 none open, 1 one in use, 2 another, 3 cannot tell."""
    assert exit_code(fleet("Host,ExSetup,Seen\na,15.2.2562.37,2026-03-01\n")) == 0
    assert exit_code(fleet("Host,ExSetup,Seen\na,15.2.2562.17,2026-03-01\n")) == 2
    assert exit_code(fleet("Host,ExSetup,Seen\na,14.3.513.0,2026-03-01\n")) == 3
    assert exit_code(fleet("Host,ExSetup,Seen\na,15.2.2562.37,2026-03-01\nb,what,2026-03-01\n")) == 3


def test_what_was_used_only_later() -> None:
    """By the day that counts ProxyShell was not in use; that it was later is said apart."""
    found = fleet("Host,ExSetup,Seen\na,15.1.2106.13,2021-03-15\n").hosts[0].exposure
    assert open_flaws(found, exploited=True) == ()
    assert "CVE-2021-34473" in {flaw.cve for flaw in used_later(found)}
    assert exit_code(fleet("Host,ExSetup,Seen\na,15.1.2106.13,2021-03-15\n", "2022-01-01")) == 1


def test_delays_name_their_sample() -> None:
    """Chains count once, quartiles stand on the named members, and what is left out is named."""
    update, disclosure, listed = use_delays(PACK.flaws)
    assert dict(update.days)["ProxyLogon (CVE-2021-26855 and 3 more)"] == (date(2021, 1, 6) - date(2021, 3, 2)).days
    assert update.median is not None and update.lower is not None and update.upper is not None
    assert update.lower <= update.median <= update.upper
    assert "CVE-2021-31196" in update.left_out
    assert dict(disclosure.days)["ProxyNotShell (CVE-2022-41040 and 1 more)"] < 0
    assert not any("CVE-2021-26855" in name for name, _ in listed.days), "listed on the catalogue's first day"
    assert update.bias and listed.bias


def test_a_small_sample_has_no_quartiles() -> None:
    """Three members have a median and no quartiles."""
    flaws = replace(PACK.flaws, flaws=PACK.flaws.flaws[:0])
    assert use_delays(flaws)[0].median is None
    few = tuple(flaw for flaw in PACK.flaws.flaws if flaw.family in ("owassrf", "cve-2020-0688"))
    found = use_delays(replace(PACK.flaws, flaws=few))[0]
    assert found.median is not None and found.lower is None


def test_known_to_kev_and_unknown_to_the_pack() -> None:
    """A flaw of Exchange that the catalogue lists and the pack does not know is named; of other products none is."""
    dates = KevDates(added=date(2026, 6, 1), due=None, ransomware=False)
    entries = [
        KevEntry(cve="CVE-2026-99999", vendor="Microsoft", product="Exchange Server", name="A flaw", dates=dates),
        KevEntry(cve="CVE-2026-99998", vendor="Microsoft", product="Windows", name="A flaw", dates=dates),
        KevEntry(cve="CVE-2021-26855", vendor="Microsoft", product="Exchange Server", name="A flaw", dates=dates),
    ]
    kev = KevCatalogue(version="1", released=date(2026, 6, 2), entries={entry.cve: entry for entry in entries})
    found = fleet("Host,ExSetup\na,15.2.2562.37\n", kev=kev)
    assert [item.cve for item in found.unknown] == ["CVE-2026-99999"]
    assert again(orjson.loads(to_json(found)), FleetExposure) == found


def test_a_case_without_exposure_is_said() -> None:
    """A host that was never judged by builds is a fault, not a clean one."""
    found = of_case(PACK, {"a": None}, "case", None, "")
    assert not found.hosts and found.faults[0].host == "a"
    assert exit_code(found) == 3
