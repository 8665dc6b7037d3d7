"""Rebuild the joint attribution of 19 July 2021 as a statement with the positions of its 26 speakers.

    python examples/2021-07-19/build.py FOLDER

Everything is made from the public claims that come with Indicia (packs/exchange-2021/positions.toml), which
`indicia positions` prints.  It is a reconstruction: nobody named in it signed it.  The keys are made here, sign once,
and are thrown away.  FOLDER then holds `statement/`, `membership/`, `speakers.json` and `agreement.html`.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from indicia.knowledge.actors.positions import Mode, Positions, PublicClaim, load_positions
from indicia.model.statement import (
    Claim,
    ClaimKind,
    Marking,
    Measure,
    MeasureKind,
    OnClaim,
    OwnWords,
    Policy,
    Reply,
    ReportSupport,
    Role,
    Stance,
)
from indicia.report.page.agreement import agreement_page
from indicia.statement.agreement import agreement
from indicia.statement.canonical import digest
from indicia.statement.draft import Draft, with_claims
from indicia.statement.envelope import PayloadType, seal
from indicia.statement.folder import StatementFolder
from indicia.statement.keys.announcement import Purpose, announce, announced
from indicia.statement.keys.pair import KeyPair, make_pair
from indicia.statement.lint import errors, lint
from indicia.statement.membership.ceremony import change_to, signed
from indicia.statement.membership.changes import founded, with_party
from indicia.statement.membership.folder import put_in_force
from indicia.statement.policy import Heard
from indicia.statement.positions import Meant, new_position
from indicia.statement.version import Version, sealed_version

ALLIANCE = "reconstruction-2021-07-19"
AUTHOR = "Reconstruction"
STATEMENT = "20210719-0000-4000-8000-000000000000"
OPENED = datetime(2021, 3, 1, tzinfo=UTC)
SEALED = datetime(2021, 7, 19, 12, tzinfo=UTC)
FAR = datetime(2046, 1, 1, tzinfo=UTC)
NOTES = (
    "A reconstruction from public statements. Nobody named in it signed it; its keys were made for this example.",
    "Words of parties are those that Indicia's facts record, with their sources. The sentences of the claims are ours, "
    "so that there is something to stand to.",
    "A level of attribution (territory, agency, …) is how far up a speaker goes. That it goes further up does not mean "
    "that it said the lower one too: nobody agrees here to what it did not say.",
)
_SENTENCES = {
    "none": (ClaimKind.OTHER, "Public data show nothing conclusive about who is behind {it}."),
    "by reference": (ClaimKind.OTHER, "What others said about who is behind {it} stands."),
    "territory": (ClaimKind.STATE, "Whoever is behind {it} acted from the territory of China."),
    "harbourer": (ClaimKind.STATE, "The government of China protected those who are behind {it}."),
    "contractors": (ClaimKind.ORGANISATION, "Contract hackers of the Ministry of State Security are behind {it}."),
    "group": (ClaimKind.CLUSTER, "A group, or several, that others have named is behind {it}."),
    "state-sponsored": (ClaimKind.STATE, "Actors sponsored by the state of China are behind {it}."),
    "agency-affiliated": (
        ClaimKind.ORGANISATION,
        "Actors affiliated with the Ministry of State Security are behind {it}.",
    ),
    "agency": (ClaimKind.ORGANISATION, "The Ministry of State Security, or a part of it, is behind {it}."),
    "state": (ClaimKind.STATE, "The government of China is behind {it}."),
    "person": (ClaimKind.ORGANISATION, "Persons and companies who are named are behind {it}."),
}
_UMBRELLA = "{It} is attributed to China, its state, or somebody there, by each party in words of its own."
_TO_SPEAK_FOR = ("government", "agency", "agencies", "union", "alliance", "head of government")
_CHINA = re.compile("Chin|PRC|MSS|State Security")
"""Who names none of these did not attribute anything to China, whatever group it speaks of."""
_MEASURES = (
    (re.compile(r"sanction", re.IGNORECASE), MeasureKind.SANCTIONS),
    (re.compile(r"indictment|arrest", re.IGNORECASE), MeasureKind.CHARGES),
    (re.compile(r"advisor|indicators|advice", re.IGNORECASE), MeasureKind.ADVISORY),
    (re.compile(r"statement|declaration", re.IGNORECASE), MeasureKind.STATEMENT),
)


class Rung(Struct, frozen=True):
    """What a claim of the statement is about."""

    activity: str
    level: str
    """Empty for the claim that everybody could stand to in words of its own."""


def build(out: Path) -> StatementFolder:
    """Make all of it in a new folder."""
    positions = load_positions()
    rungs = rungs_of(positions)
    version = _version(positions, rungs)
    folder = StatementFolder.create(out / "statement")
    folder.save_version(version)
    names = names_of(positions)
    keys = _membership(out / "membership", positions, names)
    _sign(folder, PayloadType.STATEMENT, "1", keys[AUTHOR])
    for speaker, name in names.items():
        said = [claim for claim in positions.claims if claim.speaker == speaker]
        for heard in _positions(folder, version, rungs, name, said):
            _sign(folder, PayloadType.POSITION, f"{name}.{heard.position.sequence}", keys[name])
    for claim in positions.claims:
        if claim.mode is Mode.DENY:
            number = folder.save_reply(_reply(claim))
            _sign(folder, PayloadType.REPLY, str(number), keys[AUTHOR])
    speakers = {
        name: {"speaker": speaker, "party": of.party, "kind": of.kind}
        for speaker, name in names.items()
        for of in [next(claim for claim in positions.claims if claim.speaker == speaker)]
    }
    (out / "speakers.json").write_text(json.dumps(speakers, indent=1, ensure_ascii=False) + "\n", "utf-8")
    view = agreement(version, folder.heard(), folder.replies(), SEALED + timedelta(days=1))
    (out / "agreement.html").write_text(agreement_page(view), "utf-8")
    return folder


def rungs_of(positions: Positions) -> Mapping[str, Rung]:
    """Claim id → what it is about: for each activity one that all could stand to, then each level that anybody took."""
    found: list[Rung] = []
    for activity in positions.activities:
        found.append(Rung(activity, ""))
        taken = {
            claim.level for claim in positions.claims if activity in claim.activities and claim.mode is not Mode.DENY
        }
        found += [Rung(activity, level) for level in positions.levels if level in taken]
    return {f"C{number}": rung for number, rung in enumerate(found, start=1)}


def names_of(positions: Positions) -> Mapping[str, str]:
    """Speaker → name of its party in the membership."""
    names: dict[str, str] = {}
    for claim in positions.claims:
        names[claim.speaker] = re.sub(r"[^A-Za-z0-9]+", "-", claim.speaker)[:40].strip("-")
    if len(set(names.values())) < len(names):
        raise ValueError("two speakers would get one name")
    return names


def _version(positions: Positions, rungs: Mapping[str, Rung]) -> Version:
    names = names_of(positions)
    claims = [_claim(positions, id, rung) for id, rung in rungs.items()]
    # One office for each state and alliance: three offices of one state are no three parties that agree.
    offices: dict[str, str] = {}
    for claim in positions.claims:
        if claim.day == positions.day and claim.kind in _TO_SPEAK_FOR and "exchange" in claim.activities:
            offices.setdefault(claim.party, names[claim.speaker])
    draft = with_claims(
        Draft(
            alliance=ALLIANCE,
            statement=STATEMENT,
            version=1,
            previous=None,
            title=f"{positions.title} (a reconstruction that nobody signed)",
            author=AUTHOR,
            marking=Marking.CLEAR,
            policy=Policy(agree=5, of=tuple(offices.values()), claims=("C1",), counts=(Stance.AGREE, Stance.IN_PART)),
            notes=NOTES,
        ),
        claims,
    )
    wrong = errors(lint(draft.claims, draft.policy))
    if wrong:
        raise ValueError(f"{wrong[0].claim}: {wrong[0].text}")
    return sealed_version(draft, SEALED, None)


def _claim(positions: Positions, id: str, rung: Rung) -> Claim:
    it = positions.activities[rung.activity]
    about = [
        claim
        for claim in positions.claims
        if rung.activity in claim.activities and (not rung.level or claim.level == rung.level)
    ]
    kind, sentence = _SENTENCES[rung.level] if rung.level else (ClaimKind.STATE, _UMBRELLA)
    rivals = [
        f"{claim.speaker}: {claim.verb}: {claim.to}; “{claim.confidence}”"
        for claim in positions.claims
        if rung.activity in claim.activities and claim.level == "none"
    ]
    return Claim(
        id=id,
        kind=kind,
        sentence=sentence.format(it=it, It=it[:1].upper() + it[1:]),
        likelihood=None,
        confidence=None,
        marking=Marking.CLEAR,
        effective=Marking.CLEAR,
        support=tuple(_place(claim) for claim in about),
        rivals=(*rivals, "an actor whom nobody has named; what parties say is no evidence that could be looked at here")
        if kind.names_somebody
        else (),
    )


def _place(claim: PublicClaim) -> ReportSupport:
    """The entry in the file of facts, by its characters."""
    path = Path(str(files("indicia"))) / "packs" / "exchange-2021" / "positions.toml"
    data = path.read_bytes()
    text = data.decode("utf-8")
    start = text.index(f'[[claim]]\nid = "{claim.id}"\n')
    end = text.find("\n[[", start + 1)
    words = text[start : end if end > 0 else len(text)].rstrip("\n")
    return ReportSupport(
        sha256=digest(data),
        title="packs/exchange-2021/positions.toml",
        start=start,
        end=start + len(words),
        words=words,
        marking=Marking.CLEAR,
    )


def _positions(
    folder: StatementFolder, version: Version, rungs: Mapping[str, Rung], name: str, said: Sequence[PublicClaim]
) -> Iterator[Heard]:
    """One for each day on which the speaker spoke; a later one repeats what stands."""
    before: list[Heard] = []
    for day in sorted({claim.day for claim in said}):
        until = [claim for claim in said if claim.day <= day]
        stances = {one.claim: one for claim in until for one in _stances(claim, rungs)}
        meant = Meant(
            party=name,
            digest=version.digest,
            role=_role(until),
            stances=tuple(stances.values()),
            measures=tuple(measure for claim in until for measure in _measures(claim)),
            ceiling=Marking.CLEAR,
        )
        at = max(datetime.combine(day, time(13), UTC), SEALED + timedelta(hours=1))
        made = new_position(meant, version, before, at)
        before.append(folder.save_position(made.payload, made.disclosures))
        yield before[-1]


def _stances(claim: PublicClaim, rungs: Mapping[str, Rung]) -> Iterator[OnClaim]:
    """To the claim of its level; to that which all could stand to; who denies dissents from whatever attributes."""
    for id, rung in rungs.items():
        if rung.activity not in claim.activities:
            continue
        if claim.mode is Mode.DENY:
            if not rung.level or _SENTENCES[rung.level][0].names_somebody:
                yield _on(claim, id, Stance.DISSENT)
        elif not rung.level:
            names_china = claim.level == "by reference" or _CHINA.search(claim.to)
            yield _on(claim, id, STANCES[claim.mode] if names_china else Stance.ABSTAIN)
        elif rung.level == claim.level:
            yield _on(claim, id, STANCES[claim.mode])


STANCES = {
    Mode.OWN: Stance.IN_PART,
    Mode.JOINT: Stance.AGREE,
    Mode.SUPPORT: Stance.AGREE,
    Mode.ACKNOWLEDGE: Stance.ACKNOWLEDGE,
    Mode.DENY: Stance.DISSENT,
}
"""An assessment of one's own agrees in part, in own words; a joint text and support for others agree."""


def _on(claim: PublicClaim, id: str, stance: Stance) -> OnClaim:
    doubt = "" if claim.verified else " (not verified)"
    return OnClaim(
        claim=id,
        stance=stance,
        wording=f"{claim.verb}: {claim.to}",
        confidence=OwnWords(word=claim.confidence, scale=claim.scale) if claim.confidence else None,
        reasons=" · ".join(part for part in (f"entry {claim.id}", claim.note, f"{claim.source}{doubt}") if part),
        marking=Marking.CLEAR,
    )


def _measures(claim: PublicClaim) -> Iterator[Measure]:
    """Each part of what was done, or expressly not done."""
    for part in (claim.measure or claim.form or "said").split("; "):
        kind = next((kind for pattern, kind in _MEASURES if pattern.search(part)), MeasureKind.OTHER)
        taken = not part.startswith("no ")
        yield Measure(kind=kind, taken=taken, text=f"entry {claim.id}: {part}", day=claim.day.isoformat())


def _role(said: Sequence[PublicClaim]) -> Role:
    if any(claim.mode in (Mode.SUPPORT, Mode.ACKNOWLEDGE) for claim in said):
        return Role.SUPPORTER
    return Role.PARTNER if any(claim.kind in _TO_SPEAK_FOR for claim in said) else Role.OBSERVER


def _reply(claim: PublicClaim) -> Reply:
    return Reply(
        alliance=ALLIANCE,
        statement=STATEMENT,
        speaker=claim.speaker,
        text=f"{claim.verb}: {claim.confidence}",
        day=claim.day.isoformat(),
        source=claim.source,
        recorded_by=AUTHOR,
        marking=Marking.CLEAR,
    )


def _membership(folder: Path, positions: Positions, names: Mapping[str, str]) -> Mapping[str, KeyPair]:
    """An alliance of the example's own, with new keys for everybody."""
    keys = {name: make_pair() for name in (*names.values(), AUTHOR, "officer-one", "officer-two")}
    officers = [
        announced(announce(keys[name], alliance=ALLIANCE, holder=name, purpose=Purpose.OFFICER, made=OPENED), name)
        for name in ("officer-one", "officer-two")
    ]
    roll = founded(ALLIANCE, officers, 2, FAR, FAR)
    countries = {names[claim.speaker]: (claim.party, claim.speaker) for claim in positions.claims}
    for name in (*names.values(), AUTHOR):
        country, title = countries.get(name, ("none", "who wrote this example"))
        file = announce(keys[name], alliance=ALLIANCE, holder=name, purpose=Purpose.PARTY, made=OPENED)
        title = f"{title} (test key, not theirs)"
        roll = with_party(roll, announced(file, name), country=country, title=title, since=OPENED)
    change = change_to(roll, None)
    for name in ("officer-one", "officer-two"):
        change = signed(change, None, keys[name])
    put_in_force(folder, change, lambda _: None)
    return keys


def _sign(folder: StatementFolder, kind: PayloadType, stem: str, keys: KeyPair) -> None:
    folder.save_envelope(kind, stem, seal(folder.payload(kind, stem), kind, keys))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Rebuild the joint attribution of 19 July 2021; nobody signed it.")
    parser.add_argument("folder", type=Path, help="new folder: statement, membership, a page")
    made = build(parser.parse_args().folder)
    sys.stderr.write(f"{made.root}\n  indicia statement agreement {made.root} --at 2021-07-20\n")
