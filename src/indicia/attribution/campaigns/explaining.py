"""From numbers to the answer: campaigns with members, reasons, what would separate them, and what is left over."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import numpy as np
from msgspec.structs import replace

from indicia.attribution.campaigns.linking import Linked, link
from indicia.attribution.campaigns.pair_reasons import PairReasons, lacking
from indicia.attribution.campaigns.rarity import BLOCK_OF_KIND
from indicia.attribution.campaigns.store import Store
from indicia.attribution.campaigns.wording import in_words
from indicia.attribution.traits.kinds import BLOCKS, KINDS
from indicia.model.campaign import Campaign, CampaignLink, Campaigns, Leftover, Member, SharedTrait
from indicia.model.finding import Stage
from indicia.model.trait import TraitKind

FORMAT = "indicia-campaigns/1"
MOST_SHARED, MOST_MERGES, MOST_RESTS = 40, 20, 200
"""Shared values of a campaign, near pairs, members of a campaign that are asked what they rest on."""
_LEAST_SAID = 0.3
"""Values that weigh less are not worth a word."""
_BEST_LINKS, _MOST_LINKS = 8, 64


def campaigns(
    store: Store,
    *,
    cases: Sequence[str],
    hosts: int,
    lists: Iterable[str] = (),
    notes: Iterable[str] = (),
) -> Campaigns:
    """Campaigns among the activities of a store; `hosts`: how many were looked at, those without activity too."""
    linked = link(store)
    return _Explainer(store, linked).answer(tuple(cases), hosts, tuple(lists), tuple(notes))


class _Explainer:
    def __init__(self, store: Store, linked: Linked) -> None:
        self._store = store
        self._linked = linked
        self._words = PairReasons(store, linked)
        self._columns = linked.columns
        by_label: dict[int, list[int]] = {}
        for place, label in enumerate(linked.label.tolist()):
            by_label.setdefault(label, []).append(place)
        self._members = {label: places for label, places in by_label.items() if linked.hosts[label] >= 2}
        scored = linked.scored
        # Each pair from both sides, strongest first for each activity.
        mine = np.concatenate([scored.one, scored.other])
        theirs = np.concatenate([scored.other, scored.one])
        weight = np.concatenate([scored.weight, scored.weight])
        order = np.lexsort((theirs, -np.round(weight, 6), mine))
        self._theirs, self._weight = theirs[order], weight[order]
        self._blocks = np.concatenate([scored.blocks, scored.blocks])[order]
        self._inside = linked.label[mine[order]] == linked.label[self._theirs]
        self._begins = np.searchsorted(mine[order], np.arange(len(linked.label) + 1))
        self._names: dict[int, str] = {}

    def answer(self, cases: tuple[str, ...], hosts: int, lists: tuple[str, ...], notes: tuple[str, ...]) -> Campaigns:
        built = [(self._campaign(places), label) for label, places in self._members.items()]
        built.sort(key=lambda item: _order(item[0]))
        serious = [item for item in built if item[0].stage > Stage.PROBED]
        knocking = [item for item in built if item[0].stage <= Stage.PROBED]
        for letter, group in (("C", serious), ("A", knocking)):
            for number, (_, label) in enumerate(group, start=1):
                self._names[label] = f"{letter}{number}"
        on_host: dict[int, set[str]] = {}
        for label, places in self._members.items():
            for place in places:
                if self._names[label][0] == "C":
                    on_host.setdefault(int(self._columns.host[place]), set()).add(self._names[label])
        leftovers, knocks = self._leftovers(on_host)
        return Campaigns(
            format=FORMAT,
            cases=cases,
            hosts=hosts,
            touched=self._columns.hosts,
            campaigns=tuple(self._named(one, label, on_host) for one, label in serious),
            attempts=tuple(self._named(one, label, on_host) for one, label in knocking),
            leftovers=leftovers,
            knocks=knocks,
            merges=self._merges(),
            lists=lists,
            notes=notes,
        )

    def _named(self, campaign: Campaign, label: int, on_host: Mapping[int, set[str]]) -> Campaign:
        name = self._names[label]
        members = []
        for place, member in zip(self._ordered(self._members[label]), campaign.members, strict=True):
            others = on_host.get(int(self._columns.host[place]), set()) - {name}
            members.append(replace(member, also_in=tuple(sorted(others, key=_number))))
        return replace(campaign, id=name, members=tuple(members))

    def _ordered(self, places: Sequence[int]) -> list[int]:
        starts = {place: self._store.activity(place).first for place in places}
        return sorted(places, key=lambda place: (_stamp(starts[place]), place))

    def _campaign(self, places: Sequence[int]) -> Campaign:
        ordered = self._ordered(places)
        activities = [self._store.activity(place) for place in ordered]
        counts = self._counts(ordered)
        resting = self._resting(ordered) if len(ordered) <= MOST_RESTS else {}
        members = tuple(
            Member(
                place=self._words.place(place),
                stage=activity.stage,
                first=activity.first,
                last=activity.last,
                findings=activity.findings,
                reasons=self._reasons(place, counts),
                strongest=self._strongest(place),
                rests_on=tuple(self._text(trait) for trait in resting.get(place, ())),
            )
            for place, activity in zip(ordered, activities, strict=True)
        )
        return Campaign(
            id="",
            stage=max(activity.stage for activity in activities),
            hosts=len({int(self._columns.host[place]) for place in ordered}),
            first=min((one.first for one in activities if one.first), default=None),
            last=max((one.last for one in activities if one.last), default=None),
            members=members,
            shared=self._shared(ordered, counts),
            separates=self._separates(resting),
        )

    def _rows(self, place: int) -> range:
        return range(int(self._columns.start[place]), int(self._columns.start[place + 1]))

    def _counts(self, places: Sequence[int]) -> dict[int, int]:
        """Hosts of these activities that show each trait."""
        seen: dict[int, set[int]] = {}
        for place in places:
            for row in self._rows(place):
                seen.setdefault(int(self._columns.trait[row]), set()).add(int(self._columns.host[place]))
        return {trait: len(hosts) for trait, hosts in seen.items()}

    def _reasons(self, place: int, counts: Mapping[int, int]) -> tuple[SharedTrait, ...]:
        found = []
        for row in self._rows(place):
            trait = int(self._columns.trait[row])
            if counts[trait] >= 2 and self._linked.pairs.weights[trait] >= _LEAST_SAID:
                found.append(self._told(row, counts[trait], findings=True))
        return tuple(sorted(found, key=lambda one: (-one.weight, one.kind, one.value)))[:MOST_SHARED]

    def _shared(self, places: Sequence[int], counts: Mapping[int, int]) -> tuple[SharedTrait, ...]:
        """What holds a campaign together: each value once, by weight and by how many hosts show it."""
        first: dict[int, list[int]] = {}
        for place in places:
            for row in self._rows(place):
                trait = int(self._columns.trait[row])
                if counts[trait] >= 2 and self._linked.pairs.weights[trait] >= _LEAST_SAID:
                    first.setdefault(trait, []).append(row)
        found = []
        for trait, rows in first.items():
            told = [self._store.trait(int(self._columns.row[row])) for row in rows]
            begins = [one.first for one in told if one.first]
            ends = [one.last for one in told if one.last]
            one = self._told(rows[0], counts[trait], findings=False)
            found.append(replace(one, first=min(begins, default=None), last=max(ends, default=None)))
        found.sort(key=lambda one: (-one.weight * min(one.inside, 4), -one.inside, one.kind, one.value))
        return tuple(found[:MOST_SHARED])

    def _told(self, row: int, inside: int, *, findings: bool) -> SharedTrait:
        trait = self._store.trait(int(self._columns.row[row]))
        number = int(self._columns.trait[row])
        return SharedTrait(
            kind=trait.kind.value,
            value=trait.value,
            block=BLOCKS[BLOCK_OF_KIND[self._columns.kind[number]]].value,
            text=in_words(trait.kind, trait.value),
            inside=inside,
            outside=max(int(self._linked.rarity.hosts[number]) - inside, 0),
            weight=round(float(self._linked.pairs.weights[number]), 2),
            first=trait.first,
            last=trait.last,
            why_common=trait.why_common,
            findings=trait.findings if findings else (),
        )

    def _text(self, trait: int) -> str:
        order, start = self._linked.rarity.postings
        told = self._store.trait(int(self._columns.row[order[start[trait]]]))
        return in_words(told.kind, told.value)

    def _best(self, place: int, *, inside: bool) -> list[tuple[float, int, int]]:
        """Pairs of an activity inside its campaign, or out of it, strongest first: (weight, other, blocks)."""
        part = slice(int(self._begins[place]), int(self._begins[place + 1]))
        found = np.flatnonzero(self._inside[part] == inside)[:_MOST_LINKS] + part.start
        return list(
            zip(self._weight[found].tolist(), self._theirs[found].tolist(), self._blocks[found].tolist(), strict=True)
        )

    def _strongest(self, place: int) -> CampaignLink | None:
        best = self._best(place, inside=True)
        if not best:
            return None
        weight, other, blocks = best[0]
        return self._words.link(place, other, weight, blocks)

    def _resting(self, places: Sequence[int]) -> dict[int, list[int]]:
        """For each member the traits without any one of which none of its best links would stand."""
        found: dict[int, list[int]] = {}
        for place in places:
            best = [item for item in self._best(place, inside=True) if item[2] >= 2][:_BEST_LINKS]
            if not best:
                continue
            shared = self._linked.pairs.shared(place, best[0][1])
            # The moment of a visit falls with its address.
            for trait in dict.fromkeys(
                int(self._columns.trait[item.row]) for item in shared if item.weight >= _LEAST_SAID
            ):
                gone = self._falls_with(trait, place)
                if not any(self._words.stands_without(place, other, gone) for _, other, _ in best):
                    found.setdefault(place, []).append(trait)
        return found

    def _falls_with(self, trait: int, place: int) -> set[int]:
        if self._kind(trait) is not TraitKind.CLIENT:
            return {trait}
        order, start = self._linked.rarity.postings
        address = self._store.trait(int(self._columns.row[order[start[trait]]])).value
        visits = {
            int(self._columns.trait[row])
            for row in self._rows(place)
            if self._kind(int(self._columns.trait[row])) is TraitKind.VISIT
            and self._store.trait(int(self._columns.row[row])).value.split(" ", 1)[0] == address
        }
        return {trait, *visits}

    def _kind(self, trait: int) -> TraitKind:
        return KINDS[int(self._columns.kind[trait])]

    def _separates(self, resting: Mapping[int, Sequence[int]]) -> tuple[str, ...]:
        by_trait: dict[int, list[int]] = {}
        for place, traits in resting.items():
            for trait in traits:
                if self._kind(trait) is not TraitKind.VISIT:
                    by_trait.setdefault(trait, []).append(place)
        found = []
        for trait, places in sorted(by_trait.items(), key=lambda item: (-len(item[1]), item[0])):
            names = [self._words.place(place).host for place in places]
            listed = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
            found.append(f"{self._text(trait)}, if others use it too: then {listed} would not be joined")
        return tuple(found[:12])

    def _leftovers(self, on_host: Mapping[int, set[str]]) -> tuple[tuple[Leftover, ...], int]:
        found: list[Leftover] = []
        knocks = 0
        for place, label in enumerate(self._linked.label.tolist()):
            if label in self._members:
                continue
            best = self._best(place, inside=False)
            if not self._columns.serious[place] and not best:
                knocks += 1
                continue
            activity = self._store.activity(place)
            nearest = self._words.link(place, best[0][1], best[0][0], best[0][2]) if best else None
            found.append(
                Leftover(
                    place=self._words.place(place),
                    stage=activity.stage,
                    first=activity.first,
                    last=activity.last,
                    findings=activity.findings,
                    nearest=nearest,
                    nearest_campaign=self._names.get(int(self._linked.label[best[0][1]]), "") if best else "",
                    merges=(lacking(nearest) or "a profile that fits one campaign better than others")
                    if nearest
                    else "",
                    also_in=tuple(sorted(on_host.get(int(self._columns.host[place]), set()), key=_number)),
                )
            )
        return tuple(found), knocks

    def _merges(self) -> tuple[CampaignLink, ...]:
        """The nearest pair of each two campaigns."""
        linked, best = self._linked, {}
        scored = linked.scored
        order = np.lexsort((scored.other, scored.one, -np.round(scored.weight, 6)))
        for place in order.tolist():
            one, other = int(scored.one[place]), int(scored.other[place])
            pair = tuple(sorted((int(linked.label[one]), int(linked.label[other]))))
            if pair[0] != pair[1] and pair[0] in self._members and pair[1] in self._members and pair not in best:
                best[pair] = self._words.link(one, other, float(scored.weight[place]), int(scored.blocks[place]))
                if len(best) == MOST_MERGES:
                    break
        return tuple(best.values())


def _order(campaign: Campaign) -> tuple[int, int, float, str, str]:
    first = campaign.members[0].place
    return (-campaign.stage, -campaign.hosts, _stamp(campaign.first), first.case, first.host)


def _number(name: str) -> int:
    return int(name[1:])


def _stamp(moment: datetime | None) -> float:
    return moment.timestamp() if moment else float("inf")
