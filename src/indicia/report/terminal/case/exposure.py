"""Exposure on a terminal or a pipe: hosts worst first, totals, how soon such flaws are used, what was not taken."""

from collections.abc import Sequence
from datetime import datetime

from indicia.assessment.flaws.still_open import open_flaws, untold, use_began, used_later
from indicia.model.exposure import Clock, Exposure, Flaw, FlawState, Precision
from indicia.model.fleet import Delay, FleetExposure, HostExposure
from indicia.report.terminal.layout import Cell, Sheet, sheet

_FLAWS = 6
_BUILDS = 6
_NAMED = 3
_FAULTS = 40
_DETAILED = 12
"""Servers shown in full; of more one line each."""
_LISTED = 500
"""How many are named in the short form: open flaws and builds of a host, hosts of an assumption, faults."""


def print_fleet(fleet: FleetExposure, *, verbose: bool) -> None:
    """Print the answer."""
    out = sheet()
    day = f"as of {fleet.as_of:%Y-%m-%d}" if fleet.as_of else "no date known"
    out.heading(f"Open flaws of {_count(len(fleet.hosts), 'server')}", day)
    if len(fleet.hosts) <= _DETAILED or verbose:
        for host in fleet.hosts:
            out.blank()
            _host(out, host, fleet, verbose=verbose)
    else:
        for host in fleet.hosts[:_LISTED]:
            _line(out, host)
        if len(fleet.hosts) > _LISTED:
            rest = f"and {len(fleet.hosts) - _LISTED:,} more servers, none worse; --json has all of them"
            out.row(Cell(rest, style="dim"))
        out.row(Cell("-v tells of each server which flaws, and why", style="dim"))
    _totals(out, fleet)
    _delays(out, fleet)
    _unknown(out, fleet)
    _faults(out, fleet, verbose=verbose)
    _assumed(out, fleet)
    out.show()


def _line(out: Sheet, host: HostExposure) -> None:
    """One of many servers: the word, the build, since when."""
    found = host.exposure
    used, others, unclear = open_flaws(found, exploited=True), open_flaws(found, exploited=False), untold(found)
    word, style = _word(found, used, others, unclear)
    days = max((flaw.open_days for flaw in used if flaw.open_days is not None), default=None)
    since = f", {days:,} days while used" if days is not None else ""
    facing = " · internet" if host.exposed else ""
    build = f"{found.build or 'no build'}{facing}"
    out.row(Cell(host.host, 20, "bold", most=1), Cell(build, 24, most=1), Cell(word + since, style=style, most=2))


def _host(out: Sheet, host: HostExposure, fleet: FleetExposure, *, verbose: bool) -> None:
    found = host.exposure
    used, others, unclear = open_flaws(found, exploited=True), open_flaws(found, exploited=False), untold(found)
    later = used_later(found)
    word, style = _word(found, used, others, unclear)
    facing = {True: "internet", False: "not from the internet", None: ""}[host.exposed]
    out.row(Cell(host.host, 28, "bold", most=2), Cell(word, style=style))
    _fact(out, "build", " · ".join(part for part in (_build(found), facing) if part))
    if len(found.builds) > 1:
        for item in found.builds[: len(found.builds) if verbose else _BUILDS]:
            first = _moment(item.first) if item.first else "as collected"
            last = f" to {_moment(item.last)}" if item.last and item.last != item.first else ""
            vague = " or later" if item.precision is Precision.CU_ONLY else ""
            _fact(out, "", f"{item.build}{vague} {first}{last} ({', '.join(item.origins)})", "dim")
    if found.headline:
        _fact(out, "", found.headline, "red")
    if used:
        _in_use(out, used, verbose=verbose)
    if later:
        text = f"{_list(later, verbose=verbose)}: used since then; open, unless it was updated since"
        _fact(out, "later", text)
    for text in _look(found, unclear):
        _fact(out, "look at", text)
    if found.supported_until is not None:
        over = _over(found, fleet)
        _fact(out, "support", f"{'ended' if over else 'until'} {found.supported_until}", "red" if over else "")
    if verbose:
        _each(out, found)


def _word(found: Exposure, used: Sequence[Flaw], others: Sequence[Flaw], unclear: Sequence[Flaw]) -> tuple[str, str]:
    if not found.flaws:
        return "CANNOT TELL: no build", "yellow"
    if used:
        return f"OPEN to {_count(len(used), 'flaw')} in use, {len(others)} more", "red"
    if others:
        return f"OPEN to {_count(len(others), 'flaw')}, none known to be in use by then", "yellow"
    if unclear and not _judged(found):
        return "CANNOT TELL", "yellow"
    if unclear:
        return f"CANNOT TELL of {_count(len(unclear), 'flaw')} in use, none seen open", "yellow"
    return "none of the known flaws is open", "green"


def _in_use(out: Sheet, used: Sequence[Flaw], *, verbose: bool) -> None:
    days = max((flaw.open_days for flaw in used if flaw.open_days is not None), default=None)
    longest = next((flaw for flaw in used if flaw.open_days == days), used[0])
    since = use_began(longest)
    text = "no date to count to"
    if days is not None and since is not None:
        sure = all(reading.verified for reading in longest.clocks if reading.clock is Clock.FIRST_USE)
        day = f"{since}" if sure else f"{since} (not confirmed)"
        text = f"open for {days:,} days while it was used, since {day}: {_short(longest)}"
    _fact(out, "in use", text, "red")
    _fact(out, "", _list(used, verbose=verbose))


def _list(flaws: Sequence[Flaw], *, verbose: bool) -> str:
    names = [_short(flaw) for flaw in flaws]
    shown = names if verbose else names[:_FLAWS]
    return ", ".join(shown) + (f" and {len(names) - len(shown)} more" if len(names) > len(shown) else "")


def _look(found: Exposure, unclear: Sequence[Flaw]) -> list[str]:
    """What decides of the flaws that cannot be told: one line for each setting, one for all that the build leaves."""
    by_setting = [flaw for flaw in unclear if flaw.also_needs and "it also needs" in flaw.why]
    by_build = [flaw for flaw in unclear if flaw not in by_setting]
    lines = [f"{_short(flaw)} also needs: {flaw.also_needs}" for flaw in by_setting]
    if not by_build:
        return lines
    if not _judged(found):
        return [by_build[0].why.split(" (")[0]]
    names = ", ".join(dict.fromkeys(flaw.nickname.removesuffix(" chain") or flaw.cve for flaw in by_build))
    if found.precision is Precision.CU_ONLY:
        return [f"{names}: depends on the updates, which the file version of ExSetup.exe tells", *lines]
    return [f"{names}: {by_build[0].why}", *lines]


def _build(found: Exposure) -> str:
    if not found.build:
        return "unknown"
    name = f"{found.build} {found.name}" if found.name else f"{found.build}, in no table"
    vague = ", its updates unknown" if found.precision is Precision.CU_ONLY else ""
    seen = f", seen {found.seen:%Y-%m-%d}" if found.seen else ""
    return f"{name}{vague}{seen}"


def _each(out: Sheet, found: Exposure) -> None:
    """Each flaw that stands open or cannot be told, with its reason."""
    for state in (FlawState.OPEN, FlawState.CANNOT_TELL):
        for flaw in found.flaws:
            if flaw.state is state:
                days = f", {flaw.open_days:,} days while it was used" if flaw.open_days is not None else ""
                words = ": ".join(part for part in (flaw.nickname, flaw.what) if part)
                text = f"{state}{days}: {flaw.why}" + (f" · {words}" if words else "")
                out.row(Cell(flaw.cve, 16), Cell(text), indent=4)


def _totals(out: Sheet, fleet: FleetExposure) -> None:
    out.heading("In all")
    found = [host.exposure for host in fleet.hosts]
    used = [host for host in fleet.hosts if open_flaws(host.exposure, exploited=True)]
    other = [item for item in found if not open_flaws(item, exploited=True) and open_flaws(item, exploited=False)]
    for number, text in (
        (len(used), "open to flaws that are known to be used"),
        (sum(bool(host.exposed) for host in used), "of them reachable from the internet, as the inventory says"),
        (len(other), "open to other flaws only"),
        (sum(not _judged(item) for item in found), "cannot be told: no build, or one in no table"),
        (sum(_over(item, fleet) for item in found), "out of support"),
    ):
        if number:
            out.row(Cell(f"{number:>5,}", 5), Cell(text), indent=4)
    counts: dict[str, int] = {}
    for host in used:
        for flaw in open_flaws(host.exposure, exploited=True):
            counts[_short(flaw)] = counts.get(_short(flaw), 0) + 1
    for name, number in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        out.row(Cell(f"{number:>5,}", 5, "dim"), Cell(f"open to {name}", style="dim"), indent=4)


def _delays(out: Sheet, fleet: FleetExposure) -> None:
    out.heading("How soon such flaws are used", f"KEV {fleet.kev}")
    said: set[str] = set()
    for delay in fleet.delays:
        out.row(Cell(delay.what, style="bold"), indent=4)
        out.row(Cell(_summary(delay)), indent=6)
        out.row(Cell(", ".join(f"{name} {days:+,}" for name, days in delay.days), style="dim"), indent=6)
        if delay.left_out:
            out.row(Cell(f"left out, a day is missing: {', '.join(delay.left_out)}", style="dim"), indent=6)
        if delay.bias and delay.bias not in said:
            said.add(delay.bias)
            out.row(Cell(f"bias: {delay.bias}", style="dim"), indent=6)


def _summary(delay: Delay) -> str:
    if delay.median is None:
        return "nothing to count"
    text = f"n = {len(delay.days)}: median {delay.median:+,.0f} days"
    if delay.lower is not None and delay.upper is not None:
        text += f", quartiles {delay.lower:+,.1f} and {delay.upper:+,.1f}"
    before = sum(days < 0 for _, days in delay.days)
    return f"{text}; {before} of them before it" if before else text


def _unknown(out: Sheet, fleet: FleetExposure) -> None:
    if not fleet.unknown:
        return
    out.heading("Known to KEV, unknown to this pack")
    for item in fleet.unknown:
        out.row(Cell(item.cve, 16), Cell(f"listed {item.added}: {item.name}", most=3), indent=4)
    out.row(Cell("Nothing above says whether these stand open: get a newer pack, or read the advisory."), indent=4)


def _faults(out: Sheet, fleet: FleetExposure, *, verbose: bool) -> None:
    if not fleet.faults:
        return
    out.heading("Not taken as written", _count(len(fleet.faults), "place"))
    shown = fleet.faults if verbose else fleet.faults[:_FAULTS]
    for fault in shown:
        place = f"line {fault.line}" if fault.line else ""
        host = f"{fault.host}: " if fault.host else ""
        _fact(out, place, f"{host}{fault.reason}")
    if len(shown) < len(fleet.faults):
        _fact(out, "", f"and {len(fleet.faults) - len(shown)} more (-v)")


def _assumed(out: Sheet, fleet: FleetExposure) -> None:
    """What was assumed for all, then for servers, each once with their names."""
    of: dict[str, list[str]] = {}
    for host in fleet.hosts:
        for text in host.exposure.assumptions:
            of.setdefault(text, []).append(host.host)
    if not fleet.assumptions and not of:
        return
    out.heading("Assumed")
    for text in fleet.assumptions:
        out.row(Cell(text), indent=4)
    for text, hosts in of.items():
        names = ", ".join(hosts[:_NAMED]) + (f" and {len(hosts) - _NAMED} more" if len(hosts) > _NAMED else "")
        out.row(Cell(text if len(hosts) == len(fleet.hosts) else f"{names}: {text}"), indent=4)


def _fact(out: Sheet, name: str, text: str, style: str = "") -> None:
    out.row(Cell(name, 8, "dim"), Cell(text, style=style, most=6), indent=4)


def _judged(found: Exposure) -> bool:
    """Whether the build decides anything."""
    return any(flaw.state in (FlawState.OPEN, FlawState.CLOSED) for flaw in found.flaws)


def _over(found: Exposure, fleet: FleetExposure) -> bool:
    """Whether support had ended by the day that counts."""
    today = found.as_of or fleet.as_of
    return found.supported_until is not None and today is not None and today.date() > found.supported_until


def _moment(time: datetime) -> str:
    """Without the hour where the source gave only a day."""
    return f"{time:%Y-%m-%d}" if time.time() == datetime.min.time() else f"{time:%Y-%m-%d %H:%M}"


def _short(flaw: Flaw) -> str:
    return f"{flaw.nickname.removesuffix(' chain')} {flaw.cve}" if flaw.nickname else flaw.cve


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
