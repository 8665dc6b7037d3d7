"""Invented fleets: traits only, no content; who did what is known.

Groups have addresses, shells, names, programs of their own, and use what others use too: public kits, exits of a VPN,
texts of browsers.  Scanners touch nearly everybody.  Loners hit one host with a public kit.  Logs are missing,
addresses of others stray into an activity.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from indicia.knowledge.actors.common_traits import CommonTraits
from indicia.model.finding import Stage
from indicia.model.trait import Activity, Trait, TraitKind

START = datetime(2021, 2, 26, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a fleet is made.  Shares are probabilities."""

    hosts: int = 1000
    groups: int = 8
    hit: float = 0.35
    """Hosts that a group reached."""
    twice: float = 0.1
    """Of these, hosts that a second group reached too."""
    loners: float = 0.05
    scanners: int = 6
    scanned: float = 0.5
    kits: int = 3
    """Public kits that groups and loners use."""
    kit_users: float = 0.5
    """Groups that use a public kit besides their own shells."""
    exits: int = 4
    """Addresses of a VPN that several groups use."""
    exit_users: float = 0.6
    no_web: float = 0.2
    no_files: float = 0.3
    no_processes: float = 0.5
    stray: float = 0.03
    """Activities into which an address of somebody else strayed."""
    days: int = 21


@dataclass(slots=True)
class _Group:
    addresses: list[str]
    exits: list[str]
    shells: list[tuple[str, str, str]]
    """(hash, code, password); an empty hash differs on every host."""
    kits: list[tuple[str, str, str]]
    pages: list[str]
    agents: list[str]
    forged: list[str]
    commands: list[str]
    implants: list[tuple[str, str]]
    first: datetime = START
    sweeps: list[tuple[datetime, str]] = field(default_factory=list)


def fleet(setting: Setting, seed: int, common: CommonTraits) -> Iterator[tuple[Activity, str]]:
    """Activities with the name of who did each, host by host."""
    chance = random.Random(f"fleet {seed}")
    kits = [
        (_digest(chance), _digest(chance), chance.choice(("pass", "cmd", "ant", f"k{number}")))
        for number in range(setting.kits)
    ]
    exits = [_address(chance) for _ in range(setting.exits)]
    groups = [_group(setting, chance, kits, exits) for _ in range(setting.groups)]
    shares = [1 / (place + 1) ** 0.7 for place in range(setting.groups)]
    scanners = [
        (
            _address(chance),
            chance.choice(("mozilla/5.0 zgrab/0.x", f"probe-{place}/1.0")),
            START + timedelta(days=chance.random() * setting.days),
        )
        for place in range(setting.scanners)
    ]
    made = _Maker(common)
    for host in range(setting.hosts):
        name = f"mx{host:06}.example"
        done: list[tuple[str, Stage, list[tuple[TraitKind, str, datetime]]]] = []
        logs = (
            chance.random() >= setting.no_web,
            chance.random() >= setting.no_files,
            chance.random() >= setting.no_processes,
        )
        if chance.random() < setting.hit and groups:
            count = 2 if chance.random() < setting.twice and len(groups) > 1 else 1
            who: list[int] = []
            while len(who) < count:
                one = chance.choices(range(len(groups)), shares)[0]
                who += [one] if one not in who else []
            for one in who:
                stray = chance.choice(scanners)[0] if scanners and chance.random() < setting.stray else ""
                done.append((f"group {one}", Stage.OPERATED, _intrusion(groups[one], chance, logs, stray, setting)))
        elif chance.random() < setting.loners:
            alone = _loner(setting, chance, kits, exits)
            done.append((f"loner {host}", Stage.IMPLANTED, _intrusion(alone, chance, logs, "", setting)))
        if logs[0]:
            for place, (address, agent, when) in enumerate(scanners):
                if chance.random() < setting.scanned:
                    time = when + timedelta(seconds=chance.random() * 3600 * 12)
                    done.append(
                        (
                            f"scanner {place}",
                            Stage.PROBED,
                            [
                                (TraitKind.CLIENT, address, time),
                                (TraitKind.VISIT, _visit(address, time), time),
                                (TraitKind.AGENT, agent, time),
                                (TraitKind.FORGED, "/ecp/y.js", time),
                            ],
                        )
                    )
        for number, (who_did, stage, values) in enumerate(done, start=1):
            if values:
                yield made.activity(name, number, stage, values), who_did


def two_groups(common: CommonTraits) -> list[tuple[Activity, str]]:
    """Two servers, each hit by the same two groups, which share a kit's client program and one exit of a VPN."""
    chance = random.Random("two groups")
    setting = Setting(kit_users=0, exit_users=0)
    first, second = _group(setting, chance, [], []), _group(setting, chance, [], [])
    way_out = _address(chance)
    found = []
    made = _Maker(common)
    for host in ("a.example", "b.example"):
        for number, (name, group) in enumerate((("first", first), ("second", second)), start=1):
            values = _intrusion(group, chance, (True, True, True), way_out, setting)
            values.append((TraitKind.AGENT, "antsword/v2.1", values[0][2]))
            found.append((made.activity(host, number, Stage.OPERATED, values), name))
    return found


class _Maker:
    def __init__(self, common: CommonTraits) -> None:
        self._common = common
        self._known: dict[tuple[TraitKind, str], Trait] = {}

    def activity(self, host: str, number: int, stage: Stage, values: list[tuple[TraitKind, str, datetime]]) -> Activity:
        """An activity with these values, each once."""
        times: dict[tuple[TraitKind, str], list[datetime]] = {}
        for kind, value, time in values:
            times.setdefault((kind, value), []).append(time)
        traits: list[Trait] = []
        for (kind, value), seen in times.items():
            grade, why = self._common.look(kind, value)
            traits.append(
                Trait(
                    kind=kind,
                    value=value,
                    first=min(seen),
                    last=max(seen),
                    findings=(f"F{len(traits) + 1}",),
                    commonness=grade,
                    why_common=why,
                )
            )
        every = [time for _, _, time in values]
        return Activity(
            case="fleet",
            host=host,
            number=number,
            stage=stage,
            first=min(every),
            last=max(every),
            findings=tuple(f"F{place + 1}" for place in range(len(traits))),
            traits=tuple(traits),
        )


def _group(setting: Setting, chance: random.Random, kits: list[tuple[str, str, str]], exits: list[str]) -> _Group:
    word = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=6))
    dump = chance.random() < 0.4
    shells = [
        ("" if dump else _digest(chance), _digest(chance), chance.choice((f"{word}{place}", f"{word}{place}", "cmd")))
        for place in range(chance.randint(1, 3))
    ]
    pages = (
        [f"{word}{place}.aspx" for place in range(chance.randint(1, 4))]
        if chance.random() < 0.6
        else ["error.aspx", "help.aspx", "supp0rt.aspx", ""]
    )
    addresses = [_address(chance) for _ in range(chance.randint(3, 10))]
    first = START + timedelta(days=chance.random() * setting.days / 2)
    return _Group(
        addresses=addresses,
        exits=chance.sample(exits, min(len(exits), chance.randint(1, 3)))
        if chance.random() < setting.exit_users
        else [],
        shells=shells,
        kits=chance.sample(kits, 1) if kits and chance.random() < setting.kit_users else [],
        pages=pages,
        agents=[f"mozilla/5.0 ({word}) gecko/{chance.randint(60, 90)}.0", "python-requests/2.25.1"]
        if chance.random() < 0.5
        else ["python-requests/2.25.1", "antsword/v2.1"],
        forged=[f"/ecp/{word}.js"] if chance.random() < 0.5 else ["/ecp/y.js"],
        commands=[f"{word}.exe -a {place}" for place in range(chance.randint(0, 3))]
        + ["whoami", 'net group "domain admins" /domain'],
        implants=[(f"c:\\programdata\\{word}\\{word}.dll", _digest(chance))] if chance.random() < 0.5 else [],
        first=first,
        sweeps=[
            (first + timedelta(days=chance.random() * setting.days / 2), chance.choice(addresses))
            for _ in range(chance.randint(1, 6))
        ],
    )


def _loner(setting: Setting, chance: random.Random, kits: list[tuple[str, str, str]], exits: list[str]) -> _Group:
    """Somebody who hits one host: a public kit, sometimes the common VPN."""
    alone = _group(setting, chance, kits, exits)
    if kits and chance.random() < 0.7:
        alone.shells, alone.kits = [chance.choice(kits)], []
    return alone


def _intrusion(
    group: _Group, chance: random.Random, logs: tuple[bool, bool, bool], stray: str, setting: Setting
) -> list[tuple[TraitKind, str, datetime]]:
    web, files, processes = logs
    begun, used = chance.choice(group.sweeps)
    begun += timedelta(seconds=chance.random() * 3600)
    later = begun + timedelta(days=chance.random() * 5)
    found: list[tuple[TraitKind, str, datetime]] = []
    shell = chance.choice(group.kits) if group.kits and chance.random() < 0.4 else chance.choice(group.shells)
    page = chance.choice(group.pages) or "".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=8)) + ".aspx"
    if web:
        found += [(TraitKind.CLIENT, used, begun), (TraitKind.VISIT, _visit(used, begun), begun)]
        for _ in range(chance.randint(0, 2)):
            other = (
                chance.choice(group.exits) if group.exits and chance.random() < 0.4 else chance.choice(group.addresses)
            )
            found += [(TraitKind.CLIENT, other, later), (TraitKind.VISIT, _visit(other, later), later)]
        found += [
            (TraitKind.AGENT, chance.choice(group.agents), begun),
            (TraitKind.FORGED, chance.choice(group.forged), begun),
        ]
        found += [(TraitKind.FORGED, "a]@* /autodiscover/autodiscover.xml", begun)]
        if stray:
            found.append((TraitKind.CLIENT, stray, later))
    if web or files:
        found += [(TraitKind.PAGE_NAME, page, begun), (TraitKind.PAGE, f"/aspnet_client/{page}", begun)]
    if files:
        found += [
            (TraitKind.SHELL_HASH, shell[0] or _digest(chance), begun),
            (TraitKind.SHELL_CODE, shell[1], begun),
            (TraitKind.PASSWORD, shell[2], begun),
        ]
    if processes:
        for command in chance.sample(group.commands, chance.randint(1, len(group.commands))):
            found.append((TraitKind.COMMAND, command, later))
        if group.implants and chance.random() < 0.6:
            path, digest = chance.choice(group.implants)
            found += [(TraitKind.IMPLANT, path, later), (TraitKind.TOOL_HASH, digest, later)]
    return found


def _visit(address: str, time: datetime) -> str:
    return f"{address} {time:%Y-%m-%d %H}:{time.minute // 10}0"


def _digest(chance: random.Random) -> str:
    return sha256(chance.randbytes(16)).hexdigest()


def _address(chance: random.Random) -> str:
    first = chance.choice((45, 46, 77, 80, 91, 185, 193))
    return f"{first}.{chance.randrange(256)}.{chance.randrange(256)}.{chance.randrange(1, 255)}"
