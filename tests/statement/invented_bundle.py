"""A whole invented statement on a disk: membership, folder, ledger with witnesses, evidence; ready to be bundled."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
from msgspec.structs import replace
from tests.statement.alliance import handed_in_by, signed_change
from tests.statement.keys_kept import Keys
from tests.statement.ledger.invented import LOG, LOG_KEY, ORIGIN, Key, witness_key
from tests.statement.statements import claim, draft, meant, policy, resting, stance

from indicia.model.statement import (
    Bytes,
    Claim,
    ClaimKind,
    FindingSupport,
    Marking,
    OnClaim,
    Reply,
    ReportSupport,
    Stance,
)
from indicia.statement.bundle.evidence import Evidence
from indicia.statement.bundle.writing import Packed, pack
from indicia.statement.canonical import canonical
from indicia.statement.commitments import leaf_hash
from indicia.statement.draft import Draft
from indicia.statement.envelope import PayloadType, seal
from indicia.statement.folder import StatementFolder
from indicia.statement.keys.announcement import Purpose
from indicia.statement.keys.pair import KeyPair
from indicia.statement.ledger.checkpoint import Checkpoint
from indicia.statement.ledger.entry import EntryKind, entry_bytes, entry_of
from indicia.statement.ledger.filing import entry_for
from indicia.statement.ledger.note import Note, VerifierKey, cosign, sign, with_signatures
from indicia.statement.ledger.proof_files import before_of
from indicia.statement.ledger.store import About, Ledger
from indicia.statement.manifest import Manifest, ManifestFile
from indicia.statement.membership.ceremony import change_to, in_force
from indicia.statement.membership.changes import founded, with_party
from indicia.statement.membership.members import Membership
from indicia.statement.objects import reply_object
from indicia.statement.positions import NewPosition, new_position
from indicia.statement.version import Version, next_draft, sealed_version

ALLIANCE = "example-2021"
BEGIN = datetime(2021, 7, 1, tzinfo=UTC)
NOON = datetime(2021, 7, 19, 12, tzinfo=UTC)
AT = NOON + timedelta(days=1)
PARTIES = ("US", "CA", "GB")
LOG_FILE = b"2021-03-03 06:49:56 POST /owa/auth/x.js 200\n" * 20
REPORT = b"The ministry said it was highly likely that the group did this. It gave no evidence.\n"


WITNESSES = (witness_key("one"), witness_key("two"))


def keys_of_all() -> Keys:
    """Keys of officers and parties, handed in."""
    return {name: handed_in_by(name, Purpose.OFFICER if name.islower() else Purpose.PARTY) for name in NAMES}


NAMES = ("ann", "bob", "eve", *PARTIES)


def claims() -> tuple[Claim, ...]:
    """Down to bytes of evidence, to words of a report, to another claim; one that few may see."""
    start, end = 44, 88
    exhibit = Bytes(
        file=hashlib.sha256(LOG_FILE).hexdigest(),
        name="iis/u_ex210303.log",
        start=start,
        end=end,
        sha256=hashlib.sha256(LOG_FILE[start:end]).hexdigest(),
    )
    finding = FindingSupport(
        case=hashlib.sha256(RESULT).hexdigest(), id="F3", detector="iis.owa", exhibits=(exhibit,), marking=Marking.GREEN
    )
    words = "highly likely"
    at = REPORT.decode().index(words)
    report = ReportSupport(
        sha256=hashlib.sha256(REPORT).hexdigest(),
        title="What the ministry said",
        start=at,
        end=at + len(words),
        words=words,
        marking=Marking.CLEAR,
    )
    return (
        claim(1, "mail.example was broken into on 2021-03-03.", support=(finding,), marking=Marking.CLEAR),
        claim(2, "A ministry speaks of a group.", support=(report,), kind=ClaimKind.OTHER),
        resting(3, 1, sentence="One of one servers was broken into."),
        claim(4, "The group is known to us.", marking=Marking.AMBER, support=(replace(report, marking=Marking.AMBER),)),
    )


RESULT = b'{"format":"indicia-result/1","findings":[{"id":"F3","detector":"iis.owa"}]}\n'


def evidence_folder(root: Path) -> Path:
    """The three files."""
    root.mkdir()
    for name, data in (("u_ex210303.log", LOG_FILE), ("said.txt", REPORT), ("result.json", RESULT)):
        (root / name).write_bytes(data)
    return root


@dataclass
class World:
    """Everything, with what makes more of it."""

    root: Path
    keys: dict[str, KeyPair]
    membership: Membership
    draft: Draft
    folder: StatementFolder
    ledger: Ledger
    versions: dict[int, Version] = field(default_factory=dict)
    clock: datetime = NOON

    def publish(self, changed: Draft | None = None, *, author: str = "US") -> Version:
        """Seal, sign and log the next version."""
        made = changed or self.draft
        version = sealed_version(made, self.tick(), self.versions.get(made.version - 1))
        self.folder.save_version(version)
        stem = str(version.statement.version)
        envelope = seal(version.payload, PayloadType.STATEMENT, self.keys[author])
        self.folder.save_envelope(PayloadType.STATEMENT, stem, envelope)
        self.log(envelope)
        self.versions[version.statement.version] = version
        self.draft = next_draft(made, version)
        return version

    def say(
        self, party: str, *stances: OnClaim, log: bool = True, signer: KeyPair | None = None, **more: object
    ) -> NewPosition:
        """Take, sign and log a position on the newest version."""
        version = self.versions[max(self.versions)]
        before = self.folder.heard()
        made = new_position(meant(version, party, *stances, **more), version, before, self.tick())
        self.keep(made, signer or self.keys[party], log=log)
        return made

    def keep(self, made: NewPosition, signer: KeyPair, *, log: bool = True) -> bytes:
        self.folder.save_position(made.payload, made.disclosures)
        stem = f"{made.position.party}.{made.position.sequence}"
        envelope = seal(made.payload, PayloadType.POSITION, signer)
        self.folder.save_envelope(PayloadType.POSITION, stem, envelope)
        if log:
            self.log(envelope)
        return envelope

    def reply(self, text: str, marking: Marking = Marking.CLEAR, by: str = "US") -> None:
        statement = self.versions[1].statement
        one = Reply(
            alliance=ALLIANCE,
            statement=statement.statement,
            speaker="the accused",
            text=text,
            day="2021-07-20",
            source="a press conference",
            recorded_by=by,
            marking=marking,
        )
        number = self.folder.save_reply(one)
        envelope = seal(canonical(reply_object(one)), PayloadType.REPLY, self.keys[by])
        self.folder.save_envelope(PayloadType.REPLY, str(number), envelope)
        self.log(envelope)

    def log(self, data: bytes, kind: EntryKind | None = None, at: datetime | None = None) -> None:
        self.ledger.append([entry_bytes(entry_for(data, "test", ALLIANCE, at or self.tick(), kind))])

    def tick(self) -> datetime:
        """A minute later."""
        self.clock += timedelta(minutes=1)
        return self.clock

    def save_membership(self, membership: Membership | None = None) -> Path:
        shown = membership or self.membership
        folder = self.root / "membership"
        folder.mkdir(exist_ok=True)
        for one in shown.roots:
            (folder / f"root.{one.says.version}.json").write_bytes(one.to_bytes())
        (folder / "targets.json").write_bytes(shown.targets.to_bytes())
        return folder

    def checkpoint(self, *witnesses: str) -> None:
        signed = self.ledger.sign(LOG)
        text, time = signed.note.text, int(self.clock.timestamp())
        fresh = [cosign(text, witness_key(one).name, Key(one), time) for one in witnesses]
        if fresh:
            note = with_signatures(signed.note, fresh)
            self.ledger.add_cosignatures(note.data, [witness_key(one) for one in witnesses])

    def pack(
        self,
        ceiling: Marking = Marking.RED,
        *,
        evidence: Path | None = None,
        witnesses: Sequence[VerifierKey] = WITNESSES,
        signed_by: Sequence[str] = ("one", "two"),
    ) -> Packed:
        self.checkpoint(*signed_by)
        held = None
        if evidence is not None:
            held = Evidence()
            held.add_folder(evidence)
        folder = self.root / "membership"
        return pack(self.folder, self.ledger, folder, ceiling, witnesses=witnesses, evidence=held)


def empty_world(root: Path, keys: Keys, **more: object) -> World:
    """Members, a draft and an empty ledger, in which others have logged something before."""
    officers = tuple(keys[one][1] for one in ("ann", "bob", "eve"))
    roll = founded(ALLIANCE, officers, 2, BEGIN.replace(year=2023), BEGIN.replace(year=2022))
    for party in PARTIES:
        roll = with_party(roll, keys[party][1], country=party, title=party, since=BEGIN)
    change = signed_change(change_to(roll, None), None, keys["ann"][0], keys["bob"][0])
    manifest = Manifest(
        case=hashlib.sha256(RESULT).hexdigest(),
        ruleset="ab" * 32,
        files=(ManifestFile(sha256=hashlib.sha256(LOG_FILE).hexdigest(), size=len(LOG_FILE), name="iis.log"),),
        marking=Marking.GREEN,
    )
    values: dict[str, object] = {
        "alliance": ALLIANCE,
        "policy": policy(agree=2, of=PARTIES, claims=("C1", "C2"), dissent=1),
        "marking": Marking.CLEAR,
        "manifests": (manifest,),
    }
    world = World(
        root=root,
        keys={name: pair for name, (pair, _) in keys.items()},
        membership=in_force(change, None),
        draft=draft(*claims(), **(values | more)),
        folder=StatementFolder.create(root / "folder"),
        ledger=Ledger.create(root / "ledger", About(ALLIANCE, LOG_KEY)),
    )
    world.save_membership()
    for number in range(5):
        world.log(b"something else %d" % number, at=NOON - timedelta(days=1))
    return world


def whole_world(root: Path, keys: Keys) -> World:
    """One version, three positions of which one dissents, one replaced, a reply."""
    world = empty_world(root, keys)
    world.publish()
    world.say("US", stance("C1"), stance("C2"), stance("C4", marking=Marking.AMBER))
    world.say("CA", stance("C1"), stance("C2", Stance.IN_PART))
    world.say("GB", stance("C1"), stance("C2", Stance.DISSENT))
    world.reply("We did not.")
    world.say("GB", stance("C1"), stance("C2", Stance.ACKNOWLEDGE))
    return world


def rewritten_log(world: World, path: str, envelope: bytes, hashed: str | None = None) -> None:
    """The log of the bundle `b` as a keeper writes it who lets anything in: with this envelope, signed, cosigned."""
    root = world.root / "b" / "ledger"
    kind, _, stem = path.removesuffix(".dsse.json").partition("/")
    party, _, number = stem.rpartition(".")
    before = before_of(orjson.loads((root / "before.json").read_bytes()))
    entries = [entry_of(line) for line in (root / "entries.jsonl").read_bytes().splitlines()]
    name = EntryKind.STATEMENT if kind == "statements" else EntryKind.POSITION
    made = replace(
        entries[-1],
        kind=name,
        party=party or "US",
        sequence=int(number),
        digest=hashed or hashlib.sha256(envelope).hexdigest(),
        statement=entries[1].statement,
    )
    same = (made.kind, made.party if party else "US", made.sequence)
    kept = [replace(made, logged=one.logged) if (one.kind, one.party, one.sequence) == same else one for one in entries]
    kept += [made] if kept == entries else []
    frontier = before.frontier()
    data = [entry_bytes(one) for one in kept]
    frontier.extend(leaf_hash(one) for one in data)
    text = Checkpoint(ORIGIN, frontier.size, frontier.root).text
    (root / "entries.jsonl").write_bytes(b"".join(one + b"\n" for one in data))
    (root / "checkpoint").write_bytes(Note(text, (sign(text, ORIGIN, LOG),)).data)
