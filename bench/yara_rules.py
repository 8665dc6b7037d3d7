"""Made-up YARA rules in the shape of public collections, for measuring: no text in them means anything.

    python -m bench.yara_rules FOLDER [--pages 400] [--programs 5500]

Writes `pages/` (rules for scripts: texts and regular expressions, a limit of size) and `programs/` (rules for programs:
texts in both widths, bytes with gaps, a few questions to the module `pe`), 25 rules a file.  The same seed gives the
same bytes.
"""

import argparse
import random
from collections.abc import Callable
from pathlib import Path

_SYLLABLES = [
    first + second for first in "bcdfghklmnprstvwz" for second in ("a", "e", "i", "o", "u", "an", "er", "il", "os")
]
_SUFFIXES = ("Ex", "W", "A", "_init", "Name", "Key", "Data", "Path", "Id")
_A_FILE = 25


def _identifier(chance: random.Random) -> str:
    """A name as programs hold them."""
    first, second = ("".join(chance.choices(_SYLLABLES, k=chance.randint(1, 3))) for _ in range(2))
    return f"{first}{second.capitalize()}{chance.choice(_SUFFIXES)}"


def _text(chance: random.Random) -> str:
    joint = chance.choice((" ", ".", "(", "\\\\", "/", "=", "_"))
    return joint.join(_identifier(chance) for _ in range(chance.randint(1, 3)))


def _bytes(chance: random.Random) -> str:
    """A hexadecimal pattern: runs of bytes, unknown bytes and jumps in turn."""
    parts = []
    for _ in range(chance.randint(2, 4)):
        parts.append(" ".join(f"{byte:02X}" for byte in chance.randbytes(chance.randint(4, 10))))
        parts.append(chance.choice(("??", "?? ??", "[2-6]", "4?", "")))
    return " ".join([*parts, "8B C3"]).replace("  ", " ")


def _expression(chance: random.Random) -> str:
    first, second = _identifier(chance), _identifier(chance)
    return chance.choice(
        (
            rf"{first}\s{{0,4}}\(\s*['\"]?{second[:6]}",
            rf"{first}[a-z0-9]{{2,12}}\.{second[:4]}",
            rf"\b{first}=[A-F0-9]{{8}}\b",
            rf"({first}|{second})\[\w{{1,10}}\]",
        )
    )


def page_rule(chance: random.Random, name: str) -> str:
    """A rule for scripts."""
    strings = [
        f'$s{n} = "{_text(chance)}" {chance.choice(("", "nocase", "fullword"))}' for n in range(chance.randint(2, 8))
    ]
    if chance.random() < 0.4:
        strings.append(f"$r0 = /{_expression(chance)}/ {chance.choice(('', 'nocase'))}")
    asked = chance.choice(("all of them", f"{max(1, len(strings) // 2)} of them", "any of them"))
    return _rule(name, strings, f"filesize < {chance.choice((20, 100, 300))}KB and {asked}")


def program_rule(chance: random.Random, name: str) -> str:
    """A rule for programs."""
    strings = [
        f'$s{n} = "{_text(chance)}" {chance.choice(("ascii", "fullword ascii", "wide", "ascii wide", "nocase"))}'
        for n in range(chance.randint(3, 12))
    ]
    strings += [f"$x{n} = {{ {_bytes(chance)} }}" for n in range(chance.choice((0, 0, 0, 1, 2)))]
    if chance.random() < 0.15:
        strings.append(f"$r0 = /{_expression(chance)}/ ascii")
    asked = chance.choice((f"{min(3, len(strings))} of them", "all of ($s*) or 4 of them", "1 of ($s*) and 2 of them"))
    begun = chance.choice(("uint16(0) == 0x5a4d and ", "uint16(0) == 0x5a4d and ", "uint32(0) == 0x464c457f and ", ""))
    size = chance.choice(("", "filesize < 500KB and ", "filesize < 4000KB and "))
    also = chance.choice(("", "", "", "", "", "", "", f' or pe.imphash() == "{chance.randbytes(16).hex()}"'))
    return _rule(name, strings, f"{begun}{size}({asked}){also}")


def _rule(name: str, strings: list[str], condition: str) -> str:
    lines = "\n".join(f"    {line}" for line in strings)
    meta = '  meta:\n    description = "made up"\n'
    return f"rule {name} {{\n{meta}  strings:\n{lines}\n  condition:\n    {condition}\n}}\n"


def write_rules(folder: Path, kind: str, make: Callable[[random.Random, str], str], count: int, seed: int) -> None:
    """So many rules of a kind below the folder."""
    chance = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for start in range(0, count, _A_FILE):
        rules = [make(chance, f"{kind}_{number:05}") for number in range(start, min(count, start + _A_FILE))]
        text = 'import "pe"\n\n' * (kind == "program") + "\n".join(rules)
        (folder / f"{kind}{start // _A_FILE:04}.yar").write_text(text, encoding="utf-8")


def main() -> None:
    """Write both kinds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--programs", type=int, default=5500)
    options = parser.parse_args()
    write_rules(options.folder / "pages", "page", page_rule, options.pages, 5)
    write_rules(options.folder / "programs", "program", program_rule, options.programs, 6)


if __name__ == "__main__":
    main()
