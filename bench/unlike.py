"""An IIS log in which hardly a line is like another, out of one that `bench.generate` wrote.

    python -m bench.unlike LOG --out FOLDER [--seed N]

Seven of ten queries become tokens of their own, every client another address, half the users one of 5,000, a quarter of
the pages one of a kind that rules ask nothing of, three of a hundred a picture.  What is planted in the log stays
only as far as these columns leave it.  It lies in a folder of IIS below `FOLDER`, where `bench.bench_web` finds it.
"""

import argparse
import random
import string
from collections.abc import Sequence
from pathlib import Path

_LETTERS = string.ascii_letters + string.digits + "-_"
_FOLDER = "C/inetpub/logs/LogFiles/W3SVC1"
_STEM, _QUERY, _USER, _CLIENT = 4, 5, 7, 8
_USERS = 5_000


class Unlike:
    """Gives each line values of its own; the same seed gives the same."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._users = ["EXAMPLE\\" + "".join(self._random.choices(string.ascii_lowercase, k=7)) for _ in range(_USERS)]

    def line(self, line: str) -> str:
        """A request; a line of another kind comes back as it is."""
        values = line.split(" ")
        if line.startswith("#") or len(values) <= _CLIENT:
            return line
        chance, number = self._random.random, self._random.randrange
        if chance() < 0.7:
            values[_QUERY] = f"token={self._token(24)}&sid={self._token(12)}&n={number(10**9)}"
        values[_USER] = self._random.choice(self._users) if chance() < 0.5 else "-"
        values[_CLIENT] = ".".join(str(number(1, 255)) for _ in range(4))
        kind = chance()
        if kind < 0.25:
            values[_STEM] = f"/shop/item/{self._token(10)}"
        elif kind < 0.28:
            values[_STEM] = f"/static/img/{self._token(8)}.png"
        return " ".join(values)

    def _token(self, length: int) -> str:
        return "".join(self._random.choices(_LETTERS, k=length))


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="bench.unlike", description="Give each line of an IIS log its own values.")
    parser.add_argument("log", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args(arguments)
    folder = options.out / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    unlike = Unlike(options.seed)
    with options.log.open(newline="") as lines, (folder / options.log.name).open("w", newline="") as out:
        out.writelines(map(unlike.line, lines))


if __name__ == "__main__":
    main()
