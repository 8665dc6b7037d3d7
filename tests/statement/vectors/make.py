"""Makes the kept vectors anew: a bundle for RED and one for GREEN readers, and what is wrong with a dozen others.

    python -m tests.statement.vectors.make       from the top of the project; keys and salts are random, so all changes

`cases.json` names each archive, the time it is verified at, the verdict, and words that the first verifier says.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import orjson
from msgspec.structs import replace
from tests.statement.invented_bundle import (
    ALLIANCE,
    AT,
    LOG,
    ORIGIN,
    World,
    empty_world,
    evidence_folder,
    keys_of_all,
    whole_world,
)
from tests.statement.keys_kept import Keys
from tests.statement.statements import stance

from indicia.model.statement import Marking, Revocation, Stance
from indicia.statement.bundle.archive import write_archive
from indicia.statement.bundle.index import NAME, FileLine, Index, index_of
from indicia.statement.canonical import canonical, digest, time_text
from indicia.statement.envelope import PayloadType, seal
from indicia.statement.ledger.checkpoint import Checkpoint
from indicia.statement.ledger.note import Note, sign
from indicia.statement.ledger.proving import prove_before
from indicia.statement.objects import revocation_object

HERE = Path(__file__).parent


def main() -> None:
    cases: list[dict[str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        keys = keys_of_all()
        world = whole_world(_new(folder, "whole"), keys)
        world.pack(evidence=evidence_folder(Path(folder) / "evidence")).save(Path(folder) / "red")
        world.pack(Marking.GREEN).save(Path(folder) / "green")
        red = Path(folder) / "red"
        _keep(cases, red, "red", "proven", "these are the bytes")
        _keep(cases, Path(folder) / "green", "green", "proven", "signed, and not disclosed here")
        late = time_text(AT.replace(year=2030))
        cases.append({"name": "red", "at": late, "verdict": "cannot be told", "says": "expired on"})
        for name, words, change in _CHANGES:
            _keep(cases, _changed(red, change), name, "refuted", words)
        for name, verdict, words, make in _WORLDS:
            _keep(cases, make(_new(folder, name), keys), name, verdict, words)
    (HERE / "cases.json").write_text(json.dumps(cases, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _new(folder: str, name: str) -> Path:
    path = Path(folder) / f"world-{name}"
    path.mkdir()
    return path


def _swapped(root: Path) -> None:
    path = root / "disclosures" / "claims.jsonl"
    rows = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    rows[0]["object"]["sentence"] = "Nothing happened."
    path.write_bytes(b"".join(canonical(one) + b"\n" for one in rows))


def _stripped(root: Path) -> None:
    (root / "positions" / "GB.2.dsse.json").unlink()


def _replayed(root: Path) -> None:
    shutil.copy(root / "positions" / "GB.1.dsse.json", root / "positions" / "GB.2.dsse.json")


def _left_out(root: Path) -> None:
    path = root / "ledger" / "entries.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def _other_root(root: Path) -> None:
    text = Checkpoint(ORIGIN, 11, bytes(32)).text
    (root / "ledger" / "checkpoint").write_bytes(Note(text, (sign(text, ORIGIN, LOG),)).data)


def _one_officer_twice(root: Path) -> None:
    path = root / "membership" / "root.1.json"
    held = orjson.loads(path.read_bytes())
    held["signatures"] = held["signatures"][:2] * 2
    path.write_bytes(canonical(held))


_CHANGES: list[tuple[str, str, Callable[[Path], None]]] = [
    ("swapped-claim", "never committed to", _swapped),
    ("stripped-position", "position 2 of GB: was logged and is not here", _stripped),
    ("replayed-position", "position 2 of GB: is not what was logged", _replayed),
    ("entry-left-out", "left out", _left_out),
    ("other-root", "not those of the checkpoint", _other_root),
    ("one-officer-twice", "second signature by the same key", _one_officer_twice),
]


def _hidden(root: Path, keys: Keys) -> Path:
    world = _begun(root, keys)
    world.say("CA", stance("C1"), stance("C2", Stance.DISSENT, marking=Marking.RED))
    world.pack(Marking.GREEN).save(root / "b")
    return root / "b"


def _foreign(root: Path, keys: Keys) -> Path:
    world = _begun(root, keys)
    world.say("CA", stance("C1"), stance("C2"), signer=world.keys["GB"])
    world.pack().save(root / "b")
    return root / "b"


def _second(root: Path, keys: Keys) -> Path:
    """Two versions, the second with positions of its own: a position on the first does not stand any more."""
    world = _begun(root, keys)
    world.publish(replace(world.draft, title="A second version"))
    world.say("CA", stance("C1"), stance("C2"))
    world.pack().save(root / "b")
    return root / "b"


def _veto(root: Path, keys: Keys) -> Path:
    world = empty_world(root, keys)
    assert world.draft.policy is not None
    world.publish(replace(world.draft, policy=replace(world.draft.policy, veto=("GB",), until=AT + timedelta(days=9))))
    for party in ("US", "CA"):
        world.say(party, stance("C1"), stance("C2"))
    world.say("GB", stance("C1", Stance.DISSENT), stance("C2"))
    world.pack().save(root / "b")
    return root / "b"


def _begins_late(root: Path, keys: Keys) -> Path:
    """Dissent, version 1 logged a second time, and entries that begin there."""
    world = _begun(root, keys)
    world.say("GB", stance("C1", Stance.DISSENT), stance("C2"))
    world.clock += timedelta(hours=1)
    world.log((world.folder.root / "statements" / "1.dsse.json").read_bytes())
    world.pack().save(root / "b")
    path = root / "b" / "ledger" / "entries.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[-1])
    before = prove_before(world.ledger, world.ledger.head.size - 1)
    (root / "b" / "ledger" / "before.json").write_bytes(canonical(before.object))
    shutil.rmtree(root / "b" / "positions")
    (root / "b" / "disclosures" / "stances.jsonl").unlink()
    return root / "b"


def _taken_back(root: Path, keys: Keys) -> Path:
    """GB dissents, and takes that back without anything in its place."""
    world = _begun(root, keys)
    made = world.say("GB", stance("C1", Stance.DISSENT), stance("C2"))
    back = Revocation(
        alliance=ALLIANCE,
        statement=made.position.statement,
        party="GB",
        digest=digest(made.payload),
        made=world.tick(),
        why="We looked again.",
    )
    envelope = seal(canonical(revocation_object(back)), PayloadType.REVOCATION, world.keys["GB"])
    world.folder.save_other(envelope)
    world.log(envelope)
    world.pack().save(root / "b")
    return root / "b"


def _begun(root: Path, keys: Keys) -> World:
    world = empty_world(root, keys)
    world.publish()
    world.say("US", stance("C1"), stance("C2"))
    return world


_WORLDS: list[tuple[str, str, str, Callable[[Path, Keys], Path]]] = [
    ("hidden-dissent", "cannot be told", "hangs on stances", _hidden),
    ("signed-by-another", "proven", "signed by GB, not by CA", _foreign),
    ("begins-too-late", "refuted", "what was said in between may be left out", _begins_late),
    ("taken-back", "proven", "position 1 of GB is taken back: We looked again.", _taken_back),
    ("second-version", "proven", "not yet issued", _second),
    ("veto", "proven", "stopped by veto", _veto),
]


def _changed(root: Path, change: Callable[[Path], None]) -> Path:
    copy = root.with_name("changed")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(root, copy)
    change(copy)
    return copy


def _keep(cases: list[dict[str, str]], root: Path, name: str, verdict: str, words: str) -> None:
    """As an archive whose index fits what is in it."""
    before = index_of((root / NAME).read_bytes())
    found = {one.relative_to(root).as_posix(): one.read_bytes() for one in root.rglob("*") if one.is_file()}
    del found[NAME]
    lines = tuple(FileLine(one, hashlib.sha256(found[one]).hexdigest(), len(found[one])) for one in sorted(found))
    with (HERE / f"{name}.tar").open("wb") as stream:
        write_archive(stream, Index(before.alliance, before.made, lines), lambda line: iter((found[line.path],)))
    cases.append({"name": name, "at": time_text(AT), "verdict": verdict, "says": words})


if __name__ == "__main__":
    main()
