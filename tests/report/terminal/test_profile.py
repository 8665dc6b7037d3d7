"""The account of a scan on a terminal."""

import pytest

from indicia.detection.profile import Account, Profile, merged
from indicia.report.terminal.case.profile import MOST, fill_profile, print_profile
from indicia.report.terminal.layout import Sheet


def counted(worker: int) -> Profile:
    """What one worker did."""
    account = Account()
    account.route(1000, 50, ["slow", f"slow{worker}"])
    account.opened += 30
    for number in range(20 * worker):
        account.decision(f"rule{number % 12}", 0.001, hit=number < 2)
    account.decision("slow", 0.5, hit=False)
    return account.take()


def lines(profile: Profile, columns: int = 80) -> list[str]:
    """As a pipe gets it."""
    out = Sheet(columns)
    fill_profile(out, profile, {"slow": "Something Unusual", "rule0": "Zero\x1b[31m"})
    return list(out.plain())


def test_accounts_of_workers_add_up() -> None:
    """Nothing is lost and nothing counted twice, in whatever order they come."""
    profile = merged([counted(1), counted(2)])
    assert (profile.records, profile.routed, profile.opened, profile.decided) == (2000, 100_000, 60, 62)
    assert profile.unfiltered == ("slow", "slow1", "slow2")
    (slow,) = [rule for rule in profile.rules if rule.detector == "slow"]
    assert (slow.decided, slow.hits) == (2, 0)
    assert slow.seconds == pytest.approx(1.0)
    assert sum(rule.hits for rule in profile.rules) == 4
    assert merged([counted(2), counted(1)]).surviving == profile.surviving == 62 / 100_000
    assert merged([]) == Account().profile()


def test_taking_an_account_begins_a_new_one() -> None:
    """What one unit of work told is not told again with the next."""
    account = Account()
    account.route(3, 2, [])
    assert account.take().records == 3
    assert account.take() == Account().profile()


def test_it_says_share_cost_and_names() -> None:
    """The share that survived, the costliest rules first, and those without a filter by name."""
    text = "\n".join(lines(merged([counted(1), counted(2)])))
    assert "2,000 records, 60 of them decoded" in text
    assert "62 of them decided: 0.062 % survived" in text
    assert text.index("Something Unusual (slow)") < text.index("rule1")
    assert "3 rules had no text to look for" in text
    assert "\x1b" not in text


@pytest.mark.parametrize("columns", [40, 80, 100])
def test_lines_keep_their_width(columns: int) -> None:
    """Never wider than asked, never more rules than asked."""
    found = lines(counted(3), columns)
    assert max(map(len, found)) <= columns
    assert sum("rule" in line and "." in line for line in found) <= MOST + 3


def test_nothing_read_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """A scan that found everything in its case has no account to give."""
    print_profile(Account().profile(), {})
    assert "nothing was read" in capsys.readouterr().out
