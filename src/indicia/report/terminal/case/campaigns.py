"""Campaigns on a terminal or a pipe: who belongs together, why, what would separate them, what is left over."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from indicia.attribution.campaigns.pairs import LEAST_BLOCKS, LINK
from indicia.attribution.campaigns.rarity import odds_words
from indicia.model.campaign import Campaign, CampaignLink, Campaigns, Leftover, Member, SharedTrait
from indicia.model.finding import Stage
from indicia.report.terminal.layout import Cell, Sheet, sheet

_STYLES = {Stage.OPERATED: "bold red", Stage.IMPLANTED: "bold red", Stage.EXPLOITED: "bold red", Stage.PROBED: "yellow"}
_SHARED, _MEMBERS, _REASONS, _SEPARATES = 8, 12, 3, 4
_CAMPAIGNS, _ATTEMPTS, _LEFTOVERS, _MERGES = 20, 5, 10, 5
"""How many of each are shown; -v shows all, --json always has them."""
_TIMES = 9
_T = TypeVar("_T")


def print_campaigns(found: Campaigns, *, verbose: bool) -> None:
    """Print the answer."""
    out = sheet()
    out.heading(_title(found), _counted(len(found.cases), "case"))
    if not found.campaigns:
        out.row(Cell(_nothing(found)), indent=4)
    for campaign in _some(found.campaigns, _CAMPAIGNS, verbose):
        _campaign(out, campaign, found, verbose=verbose)
    _more(out, len(found.campaigns), _CAMPAIGNS, "campaigns", verbose)
    if found.attempts:
        _attempts(out, found, verbose=verbose)
    _left(out, found, verbose=verbose)
    if found.merges:
        out.heading("What would merge campaigns")
        for link in _some(found.merges, _MERGES, verbose):
            out.row(Cell(f"{link.one.host} and {link.other.host}: {_shared_words(link)}"), indent=4)
    out.heading("How to read it")
    for line in (
        "×N: so many times likelier to be shared within one campaign than between two, by the numbers of this fleet "
        "and of the kind of value; a link needs some 150 to 1 on two independent legs. It says who belongs together, "
        "not who it was.",
        f"Common values: {', '.join(found.lists)}." if found.lists else "",
        *found.notes,
    ):
        if line:
            out.row(Cell(line, style="dim"), indent=4)
    out.show()


def _title(found: Campaigns) -> str:
    return f"Campaigns across {_counted(found.hosts, 'server')}, {found.touched:,} with any activity"


def _nothing(found: Campaigns) -> str:
    if found.touched < 2:
        return "Nothing to join: fewer than two servers show any activity."
    return "None: no two servers share enough, on two independent legs, to say that one visitor reached both."


def _campaign(out: Sheet, campaign: Campaign, found: Campaigns, *, verbose: bool) -> None:
    out.blank()
    size = _counted(campaign.hosts, "server")
    out.row(
        Cell(campaign.id, 4, "bold"),
        Cell(campaign.stage.name, 10, _STYLES.get(campaign.stage, "")),
        Cell(f"{size}, {_from_to(campaign.first, campaign.last)}", style="bold"),
    )
    for number, shared in enumerate(_some(_telling(campaign.shared), _SHARED, verbose)):
        out.row(
            Cell("" if number else "shared", 8, "bold"),
            Cell(odds_words(shared.weight), _TIMES, "cyan"),
            Cell(f"{_plain(shared)}{_spread(shared, campaign, found)}"),
            indent=4,
        )
    several = len(found.cases) > 1
    for number, member in enumerate(_some(campaign.members, _MEMBERS, verbose)):
        if not number:
            out.blank()
        _member(out, member, campaign, several=several, verbose=verbose)
    _more(out, len(campaign.members), _MEMBERS, "members", verbose)
    for number, text in enumerate(_some(campaign.separates, _SEPARATES, verbose)):
        if not number:
            out.blank()
        out.row(Cell("" if number else "separates", 10, "bold"), Cell(text), indent=4)


def _member(out: Sheet, member: Member, campaign: Campaign, *, several: bool, verbose: bool) -> None:
    place = f"{member.place.case}: {member.place.host}" if several else member.place.host
    also = f"; also in {', '.join(member.also_in)}" if member.also_in else ""
    out.row(
        Cell(place, 24, "bold", most=2),
        Cell(member.stage.name, 10, _STYLES.get(member.stage, "")),
        Cell(f"{_from_to(member.first, member.last)}{also}"),
        indent=4,
    )
    link = member.strongest
    if link is not None and link.blocks >= LEAST_BLOCKS and link.weight >= LINK:
        with_whom = link.other.host
        against = f"; not: {', '.join(link.against)}" if link.against else ""
        out.row(
            Cell(f"like {with_whom} ({odds_words(link.weight)}): {_reasons(_telling(link.reasons), verbose)}{against}"),
            indent=6,
        )
    elif member.reasons:
        beside = (
            " and came to the same server"
            if any(other is not member and other.place.host == member.place.host for other in campaign.members)
            else ""
        )
        out.row(Cell(f"fits the campaign as a whole{beside}: {_reasons(_telling(member.reasons), verbose)}"), indent=6)
    if verbose and member.rests_on:
        out.row(Cell(f"rests on {' and on '.join(member.rests_on)}", style="dim"), indent=6)


def _reasons(reasons: Sequence[SharedTrait], verbose: bool) -> str:
    shown = reasons if verbose else reasons[:_REASONS]
    said = [
        _plain(one)
        + (f" ({', '.join(one.findings[:3])}{'…' if len(one.findings) > 3 else ''})" if one.findings else "")
        for one in shown
    ]
    more = f" and {len(reasons) - len(shown)} more" if len(reasons) > len(shown) else ""
    return "; ".join(said) + more


def _attempts(out: Sheet, found: Campaigns, *, verbose: bool) -> None:
    out.heading("The same visitor knocked, without success seen")
    for one in _some(found.attempts, _ATTEMPTS, verbose):
        why = _reasons(_telling(one.shared)[:2], verbose)
        out.row(
            Cell(one.id, 4, "bold"),
            Cell(f"{_counted(one.hosts, 'server')}, {_from_to(one.first, one.last)}: {why}"),
            indent=4,
        )
    _more(out, len(found.attempts), _ATTEMPTS, "visitors", verbose)


def _left(out: Sheet, found: Campaigns, *, verbose: bool) -> None:
    if not found.leftovers and not found.knocks:
        return
    out.heading("Joined to nothing")
    ordered = sorted(found.leftovers, key=lambda one: (-one.stage, one.nearest is None, one.place.case, one.place.host))
    for one in _some(ordered, _LEFTOVERS, verbose):
        _leftover(out, one)
    _more(out, len(ordered), _LEFTOVERS, "activities", verbose)
    if found.knocks:
        out.row(
            Cell(
                f"{_counted(found.knocks, 'further attempt or hint', 'further attempts or hints')}, like no other",
                style="dim",
            ),
            indent=4,
        )


def _leftover(out: Sheet, one: Leftover) -> None:
    findings = ", ".join(one.findings[:3]) + ("…" if len(one.findings) > 3 else "")
    if one.nearest is None:
        said = "shares nothing rare with another server"
    else:
        where = f" ({one.nearest_campaign})" if one.nearest_campaign else ""
        said = f"nearest {one.nearest.other.host}{where}: {_shared_words(one.nearest)}; to join them: {one.merges}"
    also = f"; on a server of {', '.join(one.also_in)}" if one.also_in else ""
    out.row(
        Cell(one.place.host, 24, "bold", most=2),
        Cell(one.stage.name if one.stage else "HINT", 10, _STYLES.get(one.stage, "")),
        Cell(f"{findings}: {said}{also}"),
        indent=4,
    )


def _shared_words(link: CampaignLink) -> str:
    return "; ".join(_plain(one) for one in _telling(link.reasons)[:_REASONS]) or "nothing rare"


def _telling(shared: Sequence[SharedTrait]) -> list[SharedTrait]:
    """Those with weight, of overlapping moments and of a page's name beside its address only one."""
    found: list[SharedTrait] = []
    seen: set[str] = set()
    for one in shared:
        key = f"{one.block} {one.value.split(' ', 1)[0] if one.kind == 'visit' else one.value.rsplit('/', 1)[-1]}"
        if one.weight > 0 and key not in seen:
            seen.add(key)
            found.append(one)
    return found


def _plain(one: SharedTrait) -> str:
    return one.text + (f" [{one.why_common}]" if one.why_common else "")


def _spread(shared: SharedTrait, campaign: Campaign, found: Campaigns) -> str:
    inside = f", on {shared.inside} of {campaign.hosts}"
    others = found.hosts - campaign.hosts
    if not others:
        return inside
    return inside + (f" and {shared.outside:,} of {others:,} others" if shared.outside else " and nowhere else")


def _from_to(first: datetime | None, last: datetime | None) -> str:
    if first is None or last is None:
        return "at no known time"
    if first.date() == last.date():
        return f"{first:%Y-%m-%d %H:%M}" if first == last else f"{first:%Y-%m-%d %H:%M} to {last:%H:%M}"
    return f"{first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M}"


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _some(items: Sequence[_T], most: int, verbose: bool) -> Sequence[_T]:
    return items if verbose else items[:most]


def _more(out: Sheet, count: int, most: int, what: str, verbose: bool) -> None:
    if count > most and not verbose:
        out.row(Cell(f"and {count - most:,} more {what}; -v shows them, --json has all of them", style="dim"), indent=4)
