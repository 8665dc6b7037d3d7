"""Read the example's statement back into who said what, and print what all share and where words differ.

    python examples/2021-07-19/matrix.py FOLDER

Nothing is taken from the facts but the names of activities and levels: verbs, words of confidence, scales, days and
stances come out of the positions.  So it is a second way to the matrix that `indicia positions` prints.
"""

import argparse
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from build import STANCES, Rung, rungs_of
from msgspec.structs import replace

from indicia.attribution.agreement import Agreement, agreements
from indicia.knowledge.actors.positions import Mode, Positions, PublicClaim, load_positions
from indicia.model.statement import OnClaim, Position, Stance
from indicia.report.terminal.others.positions import print_positions
from indicia.statement.folder import StatementFolder

_ENTRY = re.compile(r"entry ([A-Z]+-[0-9]+)")


def read_back(out: Path) -> Positions:
    """The public claims, as the positions of the statement say them."""
    words = load_positions()
    rungs = rungs_of(words)
    speakers = json.loads((out / "speakers.json").read_text("utf-8"))
    folder = StatementFolder.open(out / "statement")
    found: dict[str, PublicClaim] = {}
    for heard in folder.heard():
        who = speakers[heard.position.party]
        for stance in heard.stances:
            for claim in _claim(stance, heard.position, rungs, who):
                before = found.get(claim.id)
                activities = tuple(dict.fromkeys((*(before.activities if before else ()), *claim.activities)))
                found[claim.id] = replace(claim, activities=activities)
    return replace(words, claims=tuple(found.values()), numbers=())


def matrix(out: Path) -> tuple[Agreement, ...]:
    """What the statement's positions share, activity by activity."""
    return agreements(read_back(out))


def _claim(
    stance: OnClaim, position: Position, rungs: Mapping[str, Rung], who: Mapping[str, str]
) -> Iterator[PublicClaim]:
    """One entry of the matrix; none for the claims that everybody stands to in words of its own."""
    rung = rungs[stance.claim]
    if not rung.level:
        return
    verb, _, to = (stance.wording or "").partition(": ")
    entry = _ENTRY.match(stance.reasons or "")
    id = entry[1] if entry else ""
    mine = [one for one in position.measures if one.text.startswith(f"entry {id}: ")]
    denies = stance.stance is Stance.DISSENT
    yield PublicClaim(
        id=id,
        speaker=who["speaker"],
        party=who["party"],
        kind=who["kind"],
        day=date.fromisoformat(mine[0].day or ""),
        exact=True,
        form="",
        activities=(rung.activity,),
        what="",
        to=to,
        level="none" if denies else rung.level,
        verb=verb,
        confidence=stance.confidence.word if stance.confidence else "",
        scale=stance.confidence.scale if stance.confidence else "",
        mode=_mode(stance.stance, rung.level),
        measure="; ".join(one.text.removeprefix(f"entry {id}: ") for one in mine),
        note="",
        source=stance.reasons or "",
        verified="(not verified)" not in (stance.reasons or ""),
    )


def _mode(stance: Stance, level: str) -> Mode:
    """Who agrees to what others said supports it; who agrees to a text of its own level wrote it with others."""
    if stance is Stance.AGREE:
        return Mode.SUPPORT if level == "by reference" else Mode.JOINT
    return next(mode for mode, one in STANCES.items() if one is stance)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="The matrix of the positions, read back out of a rebuilt statement.")
    parser.add_argument("folder", type=Path, help="what build.py wrote")
    back = read_back(parser.parse_args().folder)
    print_positions(back, agreements(back), verbose=False)
