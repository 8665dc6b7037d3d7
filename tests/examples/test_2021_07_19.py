"""The example of 19 July 2021: the statement's positions give the same matrix as the facts, by another way."""

import importlib
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import stix2
from msgspec.structs import replace

from indicia.attribution.agreement import Agreement, agreements
from indicia.cli.main import main
from indicia.knowledge.actors.positions import PublicClaim, load_positions
from indicia.model.statement import Stance
from indicia.sharing.stix.importing import import_stix
from indicia.statement.envelope import PayloadType, sealed
from indicia.statement.folder import StatementFolder
from indicia.statement.membership.folder import read_folder
from indicia.statement.policy import Outcome, evaluate
from indicia.statement.positions import chain_breaks

EXAMPLE = Path(__file__).parents[2] / "examples" / "2021-07-19"
FACTS = load_positions()
TEXT = ("form", "what", "measure", "note", "source", "exact")
"""What the matrix does not compare: the example keeps it elsewhere, or in another form."""


@pytest.fixture(scope="module")
def example():
    # Other tests have modules of these names as well.
    others = {name: sys.modules.pop(name, None) for name in ("build", "matrix")}
    sys.path.insert(0, str(EXAMPLE))
    try:
        yield importlib.import_module("build"), importlib.import_module("matrix")
    finally:
        sys.path.remove(str(EXAMPLE))
        for name, other in others.items():
            sys.modules.pop(name, None)
            if other is not None:
                sys.modules[name] = other


@pytest.fixture(scope="module")
def built(example, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("example")
    example[0].build(out)
    return out


def bare(claim: PublicClaim) -> PublicClaim:
    return replace(claim, **{name: "" if name != "exact" else True for name in TEXT})  # type: ignore[arg-type]  # by name


def as_compared(found: tuple[Agreement, ...]) -> list[Agreement]:
    return [
        replace(
            one,
            lines=tuple(
                replace(line, claim=bare(line.claim), others=tuple(map(bare, line.others))) for line in one.lines
            ),
            before=tuple(sorted(map(bare, one.before), key=lambda each: each.id)),
            later=tuple(sorted(map(bare, one.later), key=lambda each: each.id)),
        )
        for one in found
    ]


def test_the_matrix_is_that_of_the_facts(example, built) -> None:
    """Party by party: level, mode, verb, whom, words and scales of confidence; what is shared; before and later."""
    mine, theirs = as_compared(example[1].matrix(built)), as_compared(agreements(FACTS))
    assert len(mine) == len(theirs) == 4
    for one, other in zip(mine, theirs, strict=True):
        assert one == other


def test_every_word_of_every_speaker_is_there(example, built) -> None:
    """29 claims of 26 speakers come back out of signed positions, with the right activities."""
    back = {claim.id: claim for claim in example[1].read_back(built).claims}
    assert len(back) == 29 and len({claim.speaker for claim in back.values()}) == 26
    for claim in FACTS.claims:
        assert bare(back[claim.id]) == bare(claim)
        for part in filter(None, claim.measure.split("; ")):
            assert part in back[claim.id].measure
        assert claim.source in back[claim.id].source and claim.note in back[claim.id].source


def test_a_changed_word_is_seen(example, built) -> None:
    """The comparison is no empty one."""
    back = example[1].read_back(built)
    first = replace(back.claims[0], confidence="certain")
    changed = as_compared(agreements(replace(back, claims=(first, *back.claims[1:]))))
    assert changed != as_compared(agreements(FACTS))


def test_each_speaker_signed_for_itself(built) -> None:
    """With keys of the example's membership; every chain is whole; the titles say that the keys are not theirs."""
    folder = StatementFolder.open(built / "statement")
    membership = read_folder(built / "membership")
    heard = folder.heard()
    assert len({one.position.party for one in heard}) == 26 and len(heard) == 27
    assert chain_breaks(heard) == ()
    for one in heard:
        stem = f"{one.position.party}.{one.position.sequence}"
        path = folder.root / "positions" / f"{stem}.dsse.json"
        membership.check(sealed(path.read_bytes(), PayloadType.POSITION, stem), one.position.party, one.position.made)
    assert all("not theirs" in one.title for one in membership.tenures)
    assert "nobody signed" in folder.version(1).statement.title


def test_nobody_agrees_to_what_it_did_not_say(example, built) -> None:
    """Each stance is to the claim of the level that the speaker took, or to the one that leaves each its own words."""
    rungs = example[0].rungs_of(FACTS)
    speakers = {name: speaker for speaker, name in example[0].names_of(FACTS).items()}
    for one in StatementFolder.open(built / "statement").heard():
        said = [claim for claim in FACTS.claims if claim.speaker == speakers[one.position.party]]
        for stance in one.stances:
            rung = rungs[stance.claim]
            if stance.stance is not Stance.DISSENT and rung.level:
                assert any(rung.activity in claim.activities and claim.level == rung.level for claim in said)
    umbrella = {one.position.party: one.on("C1") for one in StatementFolder.open(built / "statement").heard()}
    for name, stance in (("ESET", Stance.ABSTAIN), ("DomainTools", Stance.ABSTAIN), ("Microsoft", Stance.IN_PART)):
        said_by = umbrella[name]
        assert said_by is not None and said_by.stance is stance


def test_common_ground_and_differences(built) -> None:
    """Issued in words of each; no single level has three parties of states behind it on the Exchange compromise."""
    folder = StatementFolder.open(built / "statement")
    version, heard = folder.version(1), folder.heard()
    at = datetime(2021, 7, 20, tzinfo=UTC)
    statement = version.statement
    policy = statement.policy
    assert evaluate(policy, statement.statement, version.digest, heard, at).outcome is Outcome.ISSUED
    for id in (one.id for one in statement.claims if one.id != "C1"):
        one_level = replace(policy, claims=(id,))
        found = evaluate(one_level, statement.statement, version.digest, heard, at)
        assert found.outcome is Outcome.NOT_YET and len(found.agree) < 5
    (reply,) = folder.replies()
    assert reply.speaker.startswith("China")
    assert version.hidden == () and len(version.claims) == len(statement.claims)


def test_the_scripts_run_and_the_readme_says_what_they_print(tmp_path) -> None:
    """As commands; the table of the README is that of the statement."""
    out = tmp_path / "out"

    def run(script: str) -> str:
        words = [sys.executable, str(EXAMPLE / script), str(out)]
        return subprocess.run(words, check=True, capture_output=True, text=True, cwd=tmp_path).stdout

    run("build.py")
    assert (out / "agreement.html").is_file()
    printed = run("matrix.py")
    assert "nothing stronger is shared by all" in " ".join(printed.split())
    readme = (EXAMPLE / "README.md").read_text("utf-8")
    assert "Nobody named in it signed it" in readme
    exchange = agreements(FACTS)[0]
    for line in exchange.lines:
        words = f"“{line.claim.confidence}”" if line.claim.confidence else "none"
        level = line.claim.level if line.claim.mode.value != "deny" else "denied"
        assert f"| {line.party} | {level} | {line.claim.verb}: {line.claim.to} | {words} |" in readme
    assert exchange.shared in readme


def test_a_stranger_can_verify_it(built, tmp_path, capsys) -> None:
    """The commands of the README: log, checkpoint, bundle; every position is proven, and the statement is issued."""
    log, key, bundle = tmp_path / "log", tmp_path / "log.key", tmp_path / "joint.tar"
    origin = ["--origin", "ledger.example/2021", "--alliance", "reconstruction-2021-07-19"]
    statement = built / "statement"
    said = [
        str(path)
        for part in ("statements", "positions", "replies")
        for path in sorted((statement / part).glob("*.dsse.json"))
    ]
    members = [str(built / "membership" / name) for name in ("root.1.json", "targets.1.json")]
    assert main(["ledger", "init", str(log), *origin, "--key", str(key)]) == 0
    assert main(["ledger", "append", str(log), *members, *said, "--membership", str(built / "membership")]) == 0
    assert main(["ledger", "checkpoint", str(log), "--key", str(key)]) == 0
    kept = ["--ledger", str(log), "--membership", str(built / "membership")]
    assert main(["statement", "bundle", str(statement), *kept, "--up-to", "TLP:CLEAR", "--out", str(bundle)]) == 0
    capsys.readouterr()
    assert main(["verify", str(bundle), "--at", "2021-07-20", "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    log_key = next(one["why"] for one in told["items"] if one["what"] == "keys of the log").rpartition(" ")[2]
    vouched = ["--root", told["first_root"], "--log", log_key]
    assert main(["verify", str(bundle), "--at", "2021-07-20", *vouched]) == 0
    shown = capsys.readouterr().out
    assert "27 items proven" in shown and "ISSUED" in shown and "China-foreign-ministry-embassies dissents" in shown


def test_it_goes_out_as_stix_and_comes_back(built, tmp_path) -> None:
    """Others find nothing wrong with it; all 26 speakers and their stances come back, and go out the same again."""
    told, first, second = tmp_path / "told.json", tmp_path / "first.json", tmp_path / "second.json"
    assert main(["statement", "disclose", str(built / "statement"), "--up-to", "TLP:CLEAR", "--out", str(told)]) == 0
    assert main(["export", "--statement", str(told), "--as", "stix", "--out", str(first), "-q"]) == 0
    stix2.parse(first.read_text(encoding="utf-8"), allow_custom=False)
    found = import_stix(first.read_bytes(), "first")
    assert found.troubles == () and found.left == () and found.said == ()
    assert found.markings == {"TLP:CLEAR": found.objects}
    folder = StatementFolder(built / "statement")
    (again,) = found.statements
    assert again.statement == folder.version(None).statement
    assert len({one.party for one in again.positions}) == 26
    assert sum(len(one.stances) for one in again.positions) == sum(len(one.position.stances) for one in again.positions)
    assert main(["export", "--imported", str(first), "--as", "stix", "--out", str(second), "-q"]) == 0
    assert second.read_bytes() == first.read_bytes()
