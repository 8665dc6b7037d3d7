"""Attacks by those who hold keys: what an author or a party signs anew, and has logged, both verifiers judge alike."""

import base64
import hashlib
import shutil
from copy import deepcopy
from itertools import product
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.statement.invented_bundle import (
    AT,
    LOG,
    ORIGIN,
    empty_world,
)
from tests.statement.statements import stance
from tests.statement.verifying.both import reindexed, small

from indicia.model.statement import Stance
from indicia.statement.canonical import canonical
from indicia.statement.commitments import claims_root, disclose, disclosure, leaf_hash
from indicia.statement.envelope import PayloadType, seal
from indicia.statement.ledger.checkpoint import Checkpoint
from indicia.statement.ledger.note import Note, sign
from indicia.statement.ledger.proof_files import before_of
from indicia.statement.verifying.items import State
from indicia.statement.verifying.verify import Asked, verify_bundle

_VALUES = [None, 0, 1, 2, 3, -1, 99, 2**53 - 1, "", "US", "CA", "GB", "us", "\u0421A", "C1", "C9", "agree", "dissent",
           [], ["US"], ["US", "US"], ["C1", "C1"], ["agree", "dissent"], "2021-07-19T12:07:00Z",
           "2021-07-19T12:00:00+00:00", "1999-01-01T00:00:00Z", "2021-07-19T23:59:60Z", "2021-02-30T00:00:00Z",
           "9999-12-31T23:59:59Z", "ab" * 32, "TLP:RED", "TLP:CLEAR"]  # fmt: skip
_STATEMENT = ["version", "previous", "author", "made", "alliance", "statement", "root"]
_POLICY = ["agree", "of", "claims", "counts", "veto", "dissent", "until"]
_POSITION = ["sequence", "version", "digest", "previous", "made", "expires", "party", "alliance", "statement"]
_STANCE = ["claim", "stance", "wording", "reasons", "marking"]
_WHERE = [
    *(("statements/1", one) for one in _STATEMENT),
    *(("policy", one) for one in _POLICY),
    *(("positions/GB.2", one) for one in _POSITION),
    *(("positions/CA.1", one) for one in _POSITION),
    *(("stance", one) for one in _STANCE),
]


# The second verifier does not ask whether words that decide nothing are words.
_CHANGES = [
    (where, value)
    for where, value in product(_WHERE, _VALUES)
    if where[1] not in ("wording", "reasons") or value is None or isinstance(value, str)
]


@pytest.fixture(scope="module")
def signed(tmp_path_factory, keys):
    """A bundle with a position that was replaced and one that was not; nothing about it is hidden."""
    root = tmp_path_factory.mktemp("signed")
    world = empty_world(root, keys)
    world.publish()
    world.pack().save(root / "alone")
    world.say("CA", stance("C1"), stance("C2"))
    world.say("GB", stance("C1"), stance("C2", Stance.DISSENT))
    world.say("GB", stance("C1"), stance("C2", Stance.ACKNOWLEDGE))
    world.pack().save(root / "b")
    return world


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(change=st.sampled_from(_CHANGES))
def test_both_say_the_same_of_what_is_signed_anew(signed, change):
    """One member of a statement, its policy, a position or a stance says something else, under good signatures."""
    (kind, member), value = deepcopy(change)
    root = _copied(signed, alone=kind in ("statements/1", "policy"))
    if kind == "stance":
        _stance(signed, root, member, value)
    else:
        stem = "statements/1" if kind == "policy" else kind
        says = _payload(root, stem)
        held = says["predicate"] if stem == "statements/1" else says
        (held["policy"] if kind == "policy" else held)[member] = value
        _sign(signed, root, stem, says)
    found = verify_bundle(reindexed(root), Asked(at=AT))
    said = small(root)
    assert said is found.items.outcome, (kind, member, value, [one.why for one in found.items.of(State.REFUTED)])


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(data=st.data())
def test_lists_signed_anew_in_another_order_or_number(signed, data):
    """Claims, manifests and stances taken out, doubled, turned round; the author makes the root fit."""
    stem, name = data.draw(st.sampled_from([("statements/1", "claims"), ("statements/1", "subject"),
                                            ("positions/CA.1", "stances"), ("positions/GB.2", "stances")]))  # fmt: skip
    root = _copied(signed, alone=stem == "statements/1")
    says = _payload(root, stem)
    held = says["predicate"] if name == "claims" else says
    some = held[name]
    match data.draw(st.sampled_from(["out", "twice", "turned", "none", "same hash"])):
        case "out":
            some.pop(data.draw(st.integers(0, len(some) - 1)))
        case "twice":
            some.append(some[0])
        case "turned":
            some.reverse()
        case "none":
            some.clear()
        case "same hash":
            for key in ("commitment", "digest"):
                if key in some[0]:
                    some[-1][key] = some[0][key]
    if name == "claims":
        held["root"] = claims_root([one["commitment"] for one in some])
    _sign(signed, root, stem, says)
    found = verify_bundle(reindexed(root), Asked(at=AT))
    assert small(root) is found.items.outcome, [one.why for one in found.items.of(State.REFUTED)]


def _copied(world, *, alone: bool) -> Path:
    """A bundle to change; without positions, which would be about another version than the one that is signed anew."""
    root: Path = world.root / "changed"
    shutil.rmtree(root, ignore_errors=True)
    return Path(shutil.copytree(world.root / ("alone" if alone else "b"), root))


def _stance(world, root: Path, member: str, value: object) -> None:
    """The first stance of CA says something else, and its position commits to that."""
    path = root / "disclosures" / "stances.jsonl"
    says = _payload(root, "positions/CA.1")
    wanted = says["stances"][0]["commitment"]
    rows = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    for number, row in enumerate(rows):
        if disclosure(row, "row").commitment == wanted:
            row["object"][member] = value
            new = disclose(row["object"])
            rows[number] = new.to_object()
            says["stances"][0]["commitment"] = new.commitment
    path.write_bytes(b"".join(canonical(row) + b"\n" for row in rows))
    _sign(world, root, "positions/CA.1", says)


def _payload(root: Path, stem: str):
    return orjson.loads(base64.b64decode(orjson.loads((root / f"{stem}.dsse.json").read_bytes())["payload"]))


def _sign(world, root: Path, stem: str, says) -> None:
    """Signed by who signed it before, in its place in the log; the log signs what it holds now."""
    kind, party = (PayloadType.STATEMENT, "US") if stem.startswith("s") else (PayloadType.POSITION, stem[10:12])
    path = root / f"{stem}.dsse.json"
    envelope = seal(canonical(says), kind, world.keys[party])
    old, new = (hashlib.sha256(one).hexdigest().encode() for one in (path.read_bytes(), envelope))
    path.write_bytes(envelope)
    entries = root / "ledger" / "entries.jsonl"
    rows = entries.read_bytes().replace(old, new).splitlines()
    entries.write_bytes(b"".join(row + b"\n" for row in rows))
    frontier = before_of(orjson.loads((root / "ledger" / "before.json").read_bytes())).frontier()
    frontier.extend(leaf_hash(row) for row in rows)
    text = Checkpoint(ORIGIN, frontier.size, frontier.root).text
    (root / "ledger" / "checkpoint").write_bytes(Note(text, (sign(text, ORIGIN, LOG),)).data)
