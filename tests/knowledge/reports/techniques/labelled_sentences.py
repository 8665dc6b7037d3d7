"""Labelled sentences made from own words, enough to train a small model on."""

import json
from itertools import product
from pathlib import Path

SUBJECTS = (
    "The implant",
    "It",
    "The second stage",
    "The group",
    "Their loader",
    "The backdoor",
    "The operator",
    "A module",
)
TAILS = ("", " every hour", " on the first host", " as SYSTEM", " before it goes on", " with a small tool", " at night")
TELLING = {
    "T1057": ("lists running processes", "looks through the process list", "asks which programs are running"),
    "T1113": ("takes pictures of the screen", "captures the desktop", "grabs what the user sees on the monitor"),
    "T1560.001": ("packs documents with RAR", "puts the loot into archives", "compresses folders with 7-Zip"),
    "T1003.001": ("reads credentials from LSASS", "dumps the memory of lsass", "takes hashes out of lsass memory"),
}
SILENT = (
    "has been seen since spring", "is written in C", "was compiled on a Monday", "has the name of a river",
    "was described by a vendor", "shares code with an older family", "is the work of a small team",
)  # fmt: skip


def loose() -> list[dict[str, object]]:
    """Sentences as TRAM keeps them."""
    return [
        {"text": f"{subject} {told}{tail}.", "disposition": "accept", "mappings": [{"attack_id": id}]}
        for id, ways in TELLING.items()
        for subject, told, tail in product(SUBJECTS, ways, TAILS)
        if len(subject) % 3 != len(tail) % 3
    ]


def report(number: int) -> dict[str, object]:
    """An annotated report as TRAM keeps it, different for each number."""
    text = f"title: Report {number}\nurl: https://example.org/advisories/report-{number:03}\n\n"
    marks: dict[str, list[list[object]]] = {}
    for at, (subject, tail) in enumerate(product(SUBJECTS, TAILS)):
        if (at + number) % 3:
            words = f"{subject} {SILENT[(at + number) % len(SILENT)]}{tail}, says report {number} on page {at}."
        else:
            id = list(TELLING)[(at + number) % len(TELLING)]
            ways = TELLING[id]
            words = f"{subject} {ways[(at + number) % len(ways)]}{tail}, says report {number} on page {at}."
            marks.setdefault(id, []).append([len(text), len(text) + len(words) - 20])
        text += words + "\n\n"
    sets = [{"type": f"Name ({id})", "annots": each} for id, each in marks.items()]
    return {"signal": text, "metadata": {}, "asets": [{"type": "lex", "annots": [[0, 5]]}, *sets], "version": 2}


def write(folder: Path, reports: int = 4) -> Path:
    """A folder as TRAM's."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sentences.json").write_text(json.dumps({"name": "x", "sentences": loose()}), "utf-8")
    for number in range(reports):
        (folder / f"report {number}.mjson").write_text(json.dumps(report(number)), "utf-8")
    return folder
