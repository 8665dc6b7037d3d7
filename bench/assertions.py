"""Who asserts what: how much of annotated articles is read, and how much of what is read is right.

    python -m bench.assertions FOLDER... [--json] [-v]

A folder holds articles as `name.txt` and what a person read in them as `name.toml`: for each assertion some words of
its sentence (`at`), stance, speaker (`who`, empty where nobody is named), party, and where it has them the words for
the accused, the confidence (`sure`) and the measure.  Read and annotated assertions are paired one to one when
sentence, stance and party (or, without a party, the speaker) agree; the fields of a pair are compared by their words:
the annotated words have to be in the words read, and those may not be longer than `_ROOM` words.
"""

import argparse
import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from indicia.knowledge.reports.assertions import assertions
from indicia.knowledge.reports.sentences import sentences
from indicia.model.reported import Assertion, Quoted

_ROOM = 25
FIELDS = ("stance", "who", "party", "accused", "sure", "measure", "silence")


@dataclass(slots=True)
class Count:
    """What was right, what was read, what there is."""

    right: int = 0
    read: int = 0
    there: int = 0

    @property
    def precision(self) -> float | None:
        return self.right / self.read if self.read else None

    @property
    def recall(self) -> float | None:
        return self.right / self.there if self.there else None


@dataclass(slots=True)
class Score:
    """Counts by field, and what differs in words."""

    counts: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in FIELDS})
    differences: list[str] = field(default_factory=list)


def score(folder: Path) -> Score:
    """Read every article of a folder and compare."""
    found = Score()
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        answers = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))["answers"]
        _compare(found, path.stem, text, answers)
    return found


def _compare(found: Score, name: str, text: str, answers: Sequence[Mapping[str, object]]) -> None:
    read = list(assertions(text, sentences(text)))
    taken: set[int] = set()
    for answer in answers:
        if str(answer["at"]) not in text:
            raise SystemExit(f"{name}: no sentence has the words: {answer['at']}")
        pair = next(
            (number for number, one in enumerate(read) if number not in taken and _fits(one, answer)),
            None,
        )
        found.counts["stance"].there += 1
        silent = answer["stance"] == "silent"
        found.counts["silence"].there += silent
        if pair is None:
            found.differences.append(
                f"{name}: missed {answer['stance']} by {answer.get('who', '') or 'nobody named'}: {answer['at']}"
            )
            for key in ("who", "party", "accused", "sure", "measure"):
                found.counts[key].there += bool(answer.get(key))
            continue
        taken.add(pair)
        found.counts["stance"].right += 1
        found.counts["silence"].right += silent
        _fields(found, name, read[pair], answer)
    for number, one in enumerate(read):
        found.counts["stance"].read += 1
        found.counts["silence"].read += one.stance == "silent"
        if number not in taken:
            found.differences.append(
                f"{name}: not annotated {one.stance} by {_words(one.speaker)} ({one.party}): {one.sentence.words[:90]}"
            )


def _fits(one: Assertion, answer: Mapping[str, object]) -> bool:
    if str(answer["at"]) not in one.sentence.words or one.stance != answer["stance"]:
        return False
    party = str(answer.get("party", ""))
    return one.party == party if party else _agree(_words(one.speaker), str(answer.get("who", "")))


def _fields(found: Score, name: str, one: Assertion, answer: Mapping[str, object]) -> None:
    values = {
        "who": _words(one.speaker),
        "party": one.party,
        "accused": _words(one.accused),
        "sure": _words(one.confidence),
        "measure": _words(one.measure),
    }
    for key, value in values.items():
        wanted = str(answer.get(key, ""))
        asked = key in ("who", "party") or wanted or key == "sure"
        count = found.counts[key]
        count.there += bool(wanted)
        if not asked:
            continue
        count.read += bool(value)
        right = bool(value) and bool(wanted) and _agree(value, wanted)
        count.right += right
        if bool(value) != bool(wanted) or (value and not right):
            found.differences.append(f"{name}: {key} is `{value}`, annotated `{wanted}`: {answer['at']}")


def _agree(value: str, wanted: str) -> bool:
    if not wanted:
        return not value
    return wanted.lower() in value.lower() and len(value.split()) <= _ROOM


def _words(quoted: Quoted | None) -> str:
    return " ".join(quoted.words.split()) if quoted is not None else ""


def main() -> None:
    """Print a table, or JSON."""
    parser = argparse.ArgumentParser(prog="bench.assertions", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("-v", "--verbose", action="store_true", help="every difference")
    arguments = parser.parse_args()
    scores = {folder.name: score(folder) for folder in arguments.folders}
    if arguments.json:
        json.dump({name: asdict(one) for name, one in scores.items()}, sys.stdout, indent=1)
        return
    table = Table("articles", "field", "there", "read", "right", "precision", "recall")
    for name, one in scores.items():
        for key, count in one.counts.items():
            shown = [f"{value:.2f}" if value is not None else "-" for value in (count.precision, count.recall)]
            table.add_row(name, key, str(count.there), str(count.read), str(count.right), *shown)
        table.add_section()
    Console().print(table)
    if arguments.verbose:
        for one in scores.values():
            print("\n".join(one.differences))


if __name__ == "__main__":
    main()
