"""A small language for phrases, so that they are data and no expression of it can run away.

dump~ … lsass|lsass.exe      words in this order; `…` stands for up to five others, `…2` for up to two
schedul~                     with the endings of verbs and nouns (`scheduled`, `scheduling`)
web-shell                    `web shell`, `web-shell`, `webshell`
a|b|pass_the_hash            one of them; `_` is a space or hyphen inside an alternative
[the]                        may be absent
<deploy>                     a list of words that has a name
encod*                       any ending
"""

import re
from collections.abc import Iterator, Mapping

_JOIN = r"[\s\"'“”‘’(\[/–-]{1,3}"
_WORD = r"[^\s]{1,60}"
_ENDING = r"(?:e|es|s|d|ed|er|ers|ing|ion|ions|[a-z](?:ed|ing))?"
_GAP = re.compile(r"…([1-9])?")
_USUAL_GAP = 5
_LEAST_KEY = 2
_PLAIN = re.compile(r"[^\s_-]+")


def expression(pattern: str, words: Mapping[str, str]) -> re.Pattern[str]:
    """The compiled phrase.  Raises ValueError naming what is wrong with it."""
    parts = pattern.split()
    if not parts or _GAP.fullmatch(parts[0]) or _GAP.fullmatch(parts[-1]):
        raise ValueError(f"`{pattern}`: has to begin and end with a word")
    out = r"(?<![\w])"
    joined = False
    for part in parts:
        if gap := _GAP.fullmatch(part):
            most = int(gap.group(1) or _USUAL_GAP)
            out += rf"(?:{_JOIN}{_WORD}){{0,{most}}}?"
            continue
        optional = part.startswith("[") and part.endswith("]")
        token = _token(part[1:-1] if optional else part, words, pattern)
        if optional:
            out += f"(?:{_JOIN}{token})?" if joined else f"(?:{token}{_JOIN})?"
        else:
            out += f"{_JOIN if joined else ''}{token}"
            joined = True
    if not joined:
        raise ValueError(f"`{pattern}`: every word of it may be absent")
    return re.compile(out + r"(?![\w])", re.IGNORECASE)


def keys(pattern: str, words: Mapping[str, str]) -> tuple[str, ...]:
    """Pieces of text, in small letters, of which one stands in every text that the phrase fits."""
    best: tuple[str, ...] = ()
    for part in pattern.split():
        if _GAP.fullmatch(part) or part.startswith("["):
            continue
        pieces = []
        for choice in _choices(part, words, pattern):
            runs = _PLAIN.findall(choice.lower().rstrip("*~"))
            pieces.append(max(runs, key=len, default=""))
        if pieces and min(map(len, pieces)) > min(map(len, best), default=0):
            best = tuple(dict.fromkeys(pieces))
    if not best or min(map(len, best)) < _LEAST_KEY:
        raise ValueError(f"`{pattern}`: none of its words is long enough to look for")
    return best


def _token(part: str, words: Mapping[str, str], pattern: str) -> str:
    choices = sorted(_choices(part, words, pattern), key=len, reverse=True)
    return "(?:" + "|".join(_choice(choice) for choice in choices) + ")"


def _choices(part: str, words: Mapping[str, str], pattern: str) -> Iterator[str]:
    for choice in part.split("|"):
        if choice.startswith("<") and choice.endswith(">"):
            if choice[1:-1] not in words:
                raise ValueError(f"`{pattern}`: no list of words is called {choice}")
            yield from words[choice[1:-1]].split("|")
        elif choice:
            yield choice
        else:
            raise ValueError(f"`{pattern}`: an empty alternative")


def _choice(choice: str) -> str:
    ending = ""
    if choice.endswith("*"):
        choice, ending = choice[:-1], r"\w*"
    elif choice.endswith("~"):
        choice, ending = choice[:-1], _ENDING
    inside = re.escape(choice).replace("_", r"[\s-]{1,2}").replace(r"\-", r"[\s-]?")
    return inside + ending
