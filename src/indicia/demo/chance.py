"""Values drawn from a seeded generator: ids, tokens, durations."""

import math
from random import Random

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"


def guid(rng: Random) -> str:
    """A version-4 GUID in lower case."""
    digits = f"{rng.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def braced(rng: Random) -> str:
    """A GUID as Sysmon writes it."""
    return f"{{{guid(rng).upper()}}}"


def token(rng: Random, length: int) -> str:
    """Letters and digits as cookies and canaries have them."""
    return "".join(_LETTERS[rng.getrandbits(6)] for _ in range(length))


def milliseconds(rng: Random, median: float, spread: float = 1.1) -> int:
    """A duration with the heavy tail that servers have (log-normal); at least 1."""
    return max(1, int(median * math.exp(spread * rng.gauss(0.0, 1.0))))
