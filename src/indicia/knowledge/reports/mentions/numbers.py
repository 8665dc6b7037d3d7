"""Numbers of a report with what they count, in its own words; none is changed or rounded."""

import re
from collections.abc import Iterator

from indicia.model.reported import Mention, MentionKind, Quoted

_SMALL = {
    word: number
    for number, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen         eighteen nineteen twenty""".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "hundred": 100}
_DIGITS = r"\d{1,3}(?:[,\u202f]\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?![\d.])|\d+(?:\.\d+)?"
_SPELLED = "|".join(sorted((word for word in _SMALL if word not in ("zero",)), key=len, reverse=True))
_FIGURE = (
    rf"(?:(?P<digits>{_DIGITS})(?:[ -]?(?P<scale>thousand|million|billion|trillion|[kK](?![\w]))\b)?"
    rf"|(?P<spelled>(?:{_SPELLED})(?:-(?:one|two|three|four|five|six|seven|eight|nine))?)"
    rf"(?! (?:quarters?|thirds?) of)(?:["
    rf" ](?P<sscale>hundred|thousand|million|billion))?(?![\w-])"
    r"|(?P<vague>(?:(?:many|several|multiple) )?(?:tens|dozens|scores|hundreds|thousands|millions|billions)"
    r"(?: of (?:thousands|millions|billions))?"
    r"|(?:(?:a|one|three) )?(?:quarters?|third|half) of a (?:million|billion)"
    r"|(?:several|a few|many) (?:dozen|hundred|thousand|million)|(?:half )?a (?:dozen|hundred|thousand|million|billion)"
    r"|(?:two|three|four) dozen|a handful))"
)
_HEDGE = (
    r"(?:at least|at most|more than|less than|fewer than|no (?:more|fewer|less) than|over|under|up to"
    r"|upwards of|as many as|as few as"
    r"|about|around|approximately|roughly|nearly|almost|some|an estimated|estimated|close to|well over|just"
    r" over|just under"
    r"|in excess of|only|exactly|a total of|the)"
)
_RANGE = (
    r"(?:(?:\s?[-–—]\s?|\s(?:to|(?(between)and|(?!)))\s)"
    rf"(?P<upper>(?:{_DIGITS}|{_SPELLED})(?:[ -]?(?:hundred|thousand|million|billion))?)(?![\w]))"
)
"""The second end of a range; “and” joins two ends only behind “between”."""
_NUMBER = re.compile(
    rf"(?<![\w.,/:#$€£¥@%+-])(?:(?P<hedge>{_HEDGE})\s+)?(?P<between>between\s+)?(?P<money>(?:US|C"
    rf"|A)?[$€£¥]\s?)?{_FIGURE}{_RANGE}?"
    r"(?P<plus>\+)?(?![\w/:@]|[.,]\d|-\d)(?P<percent>\s?%|\s?per ?cent\b)?",
    re.IGNORECASE,
)
_UNITS = frozenset(
    """people percent staff personnel police children men women malware data infrastructure bytes media criteria kits
    """.split()
)
_NOT_PLURAL = frozenset(
    """its is was this has as us thus across previous previously various numerous anonymous dangerous malicious
    serious suspicious perhaps always sometimes besides towards afterwards less unless plus versus whereas
    does yes his hers ours theirs yours process access address analysis basis status business press class
    success progress illness loss sales's windows exchange's bias focus virus campus corpus consensus provides
    includes shows allows uses makes requires contains gives takes appears remains becomes seems means needs
    helps works runs starts bus gas news series species cyberspace
    """.split()
)
_STOPS = frozenset(
    """is was were are be been being has have had will would could should may might must can do does did that
    which who whom whose when where while if because since until before after and or but nor so yet than then
    as at by for from in into of on onto over through to toward under up via with within without it they he
    she we you i this these those there here not no also only just even still already said says
    """.split()
)
_WORD = re.compile(r"[ \n]+(?P<word>(?:[A-Z]\.){2,3}|[A-Za-z][\w'’&/.-]*[\w'’]|[A-Za-z])(?P<mark>[,;:.!?)\]\"”])?")
_OF = re.compile(r"\s+(?:of\s+)(?:(?:the|its|our|their|his|all|those|these|such)\s+)?")
_WHERE = re.compile(
    r"\s+(?:worldwide|globally|nationwide|around the (?:world|globe)|(?:in|across|throughout|within|from"
    r"|spanning|around)\s+"
    r"(?:(?:more than|at least|over)\s+\d[\d,]*\s+)?(?:the\s+)?(?:(?:[A-Z][\w.’'-]*|world|globe|country"
    r"|private|public|sector|countries|sectors|states|and|of)(?:,?\s+|(?=[.,;:)]|\Z))){1,6})"
)
_BEFORE = re.compile(
    r"\b(?P<head>(?:number|total|count|amount) of (?P<counts>[\w'’&/ -]{3,80}?))\s+"
    r"(?:(?:ha[sd]|have|is|was|were|may|might|could|would|will)\s+(?:\w+\s+){0,3}?)?(?:is"
    r"|was|be|at|to|reached|exceeds?|exceeded"
    r"|stands? at|stood at|rose|risen|grew|grown|fell|fallen|dropped|declined|decreased|increased|jumped|climbed"
    r"|as|of)\s+(?:(?:now|then|currently|still"
    r"|estimated)\s+)?(?:from (?:[a-z]+ ){0,3}[\d.,]+ (?:[\w]+ ){0,2}?to |(?:at|to|as|from)\s+)?\Z",
    re.IGNORECASE,
)
_BYTES = re.compile(r"\s?(?:[KMGTP]i?B|bytes|(?:kilo|mega|giga|tera|peta)bytes)\b")
_CHANGED = re.compile(
    r"\b(?:fell|fallen|dropped|declined|decreased|rose|risen|grew|grown|increased|jumped|climbed|went|gone|down|up)\s+"
    r"from\s+\Z",
    re.IGNORECASE,
)
"""Before the first of two numbers: they are a then and a now, no range."""
_LABEL_BEFORE = re.compile(
    r"(?:\b(?:table|figure|fig\.?|section|chapter|appendix|page|pages|step|phase|port|ports|version"
    r"|versions|build|windows|server|office"
    r"|exchange|event|id|ids|no\.|number|line|lines|part|level|tier|article|top|ios|android|python|rev\.?"
    r"|cve|unit|apt|rfc|ms|kb|room|suite"
    r"|floor|aged?|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|tcp|udp)\s+|[#§]\s?)\Z",
    re.IGNORECASE,
)
_NAMED_BEFORE = re.compile(r"(?<![\w.])(?P<word>[A-Z][A-Za-z]+)[ ]\Z")
"""“Site 5”, “Server 1”: a name with its number."""
_NO_NAME = frozenset(
    """in the at over about some of and with these those all for from to on by an as but or our their its both
    only another than are were is was have had has since until after before within between nearly almost
    around more most least total we they he she it you there only just if when where while up under
    """.split()
)
_TIMES = frozenset(
    "second minute hour day week month year decade seconds minutes hours days weeks months years decades".split()
)


def find_numbers(text: str) -> Iterator[Mention]:
    """Numbers that say what they count: a noun behind them, a share of something, an amount of money.

    `value` is in digits (`30000`, `1500000`, `30000-60000`), or in the report's own words where it gives none (`tens of
    thousands`); words such as “at least” stay in the quotation.  `sort` is the unit: the noun, `%`, or the currency.
    `counts` is what stands behind the number, up to the end of the noun and the place it is bound to.
    """
    for found in _NUMBER.finditer(text):
        if (
            _is_part_of_a_name(text, found)
            or _LABEL_BEFORE.search(text, max(0, found.start() - 20), found.start())
            or _is_year(found, text)
        ):
            continue
        made = _counted(text, found)
        if made is None:
            continue
        end, unit, counts = made
        start = found.start()
        if (found.group("hedge") or "").lower() == "the":
            start = found.end("hedge") + 1
        whole = _mention(text, start, end, _value(found), unit, counts)
        if found.group("upper") and _CHANGED.search(text, max(0, start - 30), start):
            low, _, high = whole.value.rpartition("-")
            upper = found.start("upper")
            first = text[start:upper].removesuffix("to ").rstrip()
            yield _mention(text, start, start + len(first), low, unit, counts)
            yield _mention(text, upper, end, high, unit, counts)
        else:
            yield whole


def _mention(text: str, start: int, end: int, value: str, unit: str, counts: str) -> Mention:
    return Mention(
        kind=MentionKind.NUMBER,
        quoted=Quoted(start=start, end=end, words=text[start:end]),
        value=value,
        sort=unit,
        counts=" ".join(counts.split()),
    )


def _counted(text: str, found: re.Match[str]) -> tuple[int, str, str] | None:
    """Where the quotation ends, the unit, and what is counted; null where nothing is."""
    money, percent = (found.group("money") or "").strip(), found.group("percent")
    end = found.end()
    of = _OF.match(text, end)
    if of and not (percent or money or found.group("vague")) and "all" not in of.group():
        # "two of the servers" counts servers; "15 of March" nothing.
        of = of if found.group("spelled") or "the" in of.group() or "its" in of.group() else None
    at = of.end() - 1 if of else end
    noun = _noun(text, at)
    if noun is not None:
        stop, unit, counts = noun
        if percent:
            return stop, "%", counts
        if money:
            return (end, money, "") if not of else (stop, money, counts)
        if found.group("digits") or found.group("vague") or unit not in _TIMES:
            if (
                found.group("spelled")
                and _SMALL.get(found.group("spelled").lower(), 2) == 1
                and not found.group("sscale")
            ):
                return None
            return stop, unit, counts
        return stop, unit, counts
    before = _BEFORE.search(text, max(0, found.start() - 140), found.start())
    if before:
        counts = before.group("counts").strip()
        if size := _BYTES.match(text, end):
            return size.end(), size.group().strip(), counts
        plurals = [word for word in counts.split() if _is_plural(word.lower())]
        return end, "%" if percent else (plurals or counts.split())[-1], counts
    if percent:
        return end, "%", ""
    if money or (found.group("hedge") and re.search(r"\d[,\u202f]\d", found.group("digits") or "")):
        return end, money, ""
    return None


def _noun(text: str, at: int) -> tuple[int, str, str] | None:
    """The plural noun that follows, with the words before it and the place after it."""
    start = at
    best: tuple[int, str] | None = None
    for _ in range(7):
        word = _WORD.match(text, at)
        if word is None or "\n\n" in word.group():
            break
        plain = word.group("word").lower().rstrip("'’")
        if plain == "and" and best is None and at > start:
            at = word.end("word")
            continue
        if plain in _STOPS or (plain.endswith("ly") and best is not None) or plain.endswith(("n't",)):
            break
        if best is not None and not _is_plural(plain):
            break
        end = word.end("word")
        if _is_plural(plain):
            best = (end, plain)
        at = end
        if word.group("mark") or text[end : end + 1] in ("'", "’"):
            break
    if best is None:
        return None
    end, unit = best
    if where := _WHERE.match(text, end):
        end = where.end()
        while text[end - 1].isspace() or text[end - 1] == ",":
            end -= 1
        for tail in (" and", " of", " the"):
            if text[start:end].endswith(tail):
                end -= len(tail)
    return end, unit, text[start:end].strip(" \n-")


def _is_plural(word: str) -> bool:
    if word in _UNITS:
        return True
    return (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(("ss", "ous", "sis", "'s", "’s"))
        and word not in _NOT_PLURAL
    )


def _is_part_of_a_name(text: str, found: re.Match[str]) -> bool:
    digits = found.group("digits")
    if not digits or not digits.isdigit() or len(digits) > 3 or found.group("hedge") or found.group("scale"):
        return False
    if found.group("percent") or found.group("money"):
        return False
    named = _NAMED_BEFORE.search(text, max(0, found.start() - 30), found.start())
    return named is not None and named.group("word").lower() not in _NO_NAME


def _is_year(found: re.Match[str], text: str) -> bool:
    digits = found.group("digits")
    if not digits or found.group("scale") or found.group("percent") or found.group("money") or found.group("hedge"):
        return False
    if re.fullmatch(r"(?:19|20)\d\d", digits):
        return True
    return (
        re.match(
            r"\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)\b",
            text[found.end() : found.end() + 14],
        )
        is not None
    )


def _value(found: re.Match[str]) -> str:
    if found.group("vague"):
        return " ".join(found.group("vague").lower().split())
    low, low_scale = (found.group("digits"), found.group("scale") or "")
    if low is None:
        low, low_scale = found.group("spelled"), found.group("sscale") or ""
    upper = found.group("upper")
    if not upper:
        return _in_digits(low, low_scale)
    scaled = re.search(r"[ -]?(hundred|thousand|million|billion)\Z", upper, re.IGNORECASE)
    high, high_scale = (upper[: scaled.start()], scaled.group(1)) if scaled else (upper, "")
    # "two to three million": both ends have the scale.
    return f"{_in_digits(low, low_scale or high_scale)}-{_in_digits(high, high_scale)}"


def _in_digits(digits: str, scale: str) -> str:
    plain = re.sub(r"[,\s\u202f]", "", digits).lower()
    if not plain[0].isdigit():
        plain = str(sum(_SMALL[part] for part in plain.split("-")))
    factor = _SCALES.get(scale.lower(), 1000 if scale.lower() == "k" else 1)
    if factor == 1:
        return plain
    whole, _, part = plain.partition(".")
    number = int(whole + part) * factor
    return str(number // 10 ** len(part)) if number % 10 ** len(part) == 0 else plain + f" {scale}"
