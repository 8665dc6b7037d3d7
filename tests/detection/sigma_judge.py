"""A second reading of the Sigma specification 2.1, straight from its text and slow: the judge of our own engine.

It shares no code with the product.  A rule is what YAML gives, a record a plain dict of decoded fields; patterns
become expressions of Python's `re`, conditions are decided word by word by recursive descent.
"""

import base64
import fnmatch
import itertools
import math
import re
from ipaddress import ip_address, ip_network

DASHES = "-/–—―"
CODECS = {"wide": "utf-16-le", "utf16le": "utf-16-le", "utf16be": "utf-16-be", "utf16": "utf-16"}


def judged(rule, fields):
    """Whether a rule, as YAML gives it, matches the fields of one record of its log source."""
    detection = rule["detection"]
    conditions = detection["condition"]
    conditions = conditions if isinstance(conditions, list) else [conditions]
    named = {name: item for name, item in detection.items() if name != "condition"}
    return any(_Words(one, named, fields).decided() for one in conditions)


class _Words:
    """One condition, word by word."""

    def __init__(self, text, named, fields):
        self.words = re.findall(r"[()]|[^\s()]+", text)
        self.named = named
        self.fields = fields

    def decided(self):
        held = self._either()
        assert not self.words, self.words
        return held

    def _next(self, *wanted):
        if self.words and self.words[0].lower() in wanted:
            return self.words.pop(0)
        return None

    def _either(self):
        held = self._both()
        while self._next("or"):
            other = self._both()
            held = held or other
        return held

    def _both(self):
        held = self._negated()
        while self._next("and"):
            other = self._negated()
            held = held and other
        return held

    def _negated(self):
        if self._next("not"):
            return not self._negated()
        if self._next("("):
            held = self._either()
            assert self._next(")")
            return held
        word = self.words.pop(0)
        if self._next("of"):
            pattern = self.words.pop(0)
            pattern = "*" if pattern == "them" else pattern
            names = [
                name
                for name in self.named
                if fnmatch.fnmatchcase(name, pattern) and (pattern[0] == "_" or name[0] != "_")
            ]
            each = [section(self.named[name], self.fields) for name in names]
            return all(each) if word.lower() == "all" else any(each)
        return section(self.named[word], self.fields)


def section(item, fields):
    """A map is all of its items, a list any of its entries, anything else a keyword."""
    if isinstance(item, dict):
        return all(_item(key, value, fields) for key, value in item.items())
    if isinstance(item, list):
        return any(section(one, fields) for one in item)
    return _keyword([], item, fields)


def _item(key, value, fields):
    name, *modifiers = key.split("|")
    values = value if isinstance(value, list) else [value]
    link = all if "all" in modifiers else any
    if not name:
        held = link(_keyword(modifiers, one, fields) for one in values)
    else:
        held = link(_value(name, modifiers, one, fields) for one in values)
    return not held if "neq" in modifiers else held


def _keyword(modifiers, value, fields):
    """Anywhere in any value."""
    whole = [*modifiers, "contains"] if "re" not in modifiers else modifiers
    return any(_one(whole, value, one, fields) for held in fields.values() for one in _several(held))


def _value(name, modifiers, value, fields):
    if "exists" in modifiers:
        return (name in fields) is value
    held = _several(fields.get(name))
    if value is None:
        return not held
    return any(_one(modifiers, value, one, fields) for one in held)


def _several(held):
    return [] if held is None else list(held) if isinstance(held, list | tuple) else [held]


def _text(value):
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _one(modifiers, value, held, fields):
    """One value of a rule against one value of a record."""
    affix = next((one for one in modifiers if one in ("contains", "startswith", "endswith")), "")
    if "fieldref" in modifiers:
        return any(_related(affix, _text(held), _text(other), modifiers) for other in _several(fields.get(value)))
    if "re" in modifiers:
        flags = re.ASCII
        for one in modifiers:
            flags |= {"i": re.I, "m": re.M, "s": re.S}.get(one, 0)
        end = value if flags & re.M else re.sub(r"(?<!\\)\$(?![^\[]*\])", r"\\Z", value)
        return re.search(end.replace(r"\z", r"\Z"), _text(held), flags) is not None
    if "cidr" in modifiers:
        try:
            return ip_address(_text(held)) in ip_network(value)
        except ValueError:
            return False
    order = next((one for one in modifiers if one in ("lt", "lte", "gt", "gte")), "")
    number = _number(held)
    if order:
        tests = {"lt": float.__lt__, "lte": float.__le__, "gt": float.__gt__, "gte": float.__ge__}
        return number is not None and tests[order](float(number), float(value))
    if isinstance(value, int | float) and not isinstance(value, bool) and not modifiers:
        return number is not None and number == value
    return any(_fits(affix, made, cased or "cased" in modifiers, _text(held)) for made, cased in made(modifiers, value))


def _related(affix, mine, theirs, modifiers):
    if "cased" not in modifiers:
        mine, theirs = _low(mine), _low(theirs)
    if affix == "contains":
        return theirs in mine
    if affix == "startswith":
        return mine.startswith(theirs)
    if affix == "endswith":
        return mine.endswith(theirs)
    return mine == theirs


def _number(held):
    if isinstance(held, bool):
        return None
    try:
        text = str(held).strip(" ")
        number = int(text, 16) if re.match(r"[+-]?0[xX]", text) else float(text) if "." in text else int(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def made(modifiers, value):
    """Texts a value becomes, with whether case counts: lists of characters, wildcards being `re` text in a tuple."""
    text = _read(_text(value))
    texts = [(text, False)]
    data = None
    for one in modifiers:
        if one == "windash":
            places = [at for at, char in enumerate(text) if char in tuple(DASHES) and _begins_word(text, at)]
            texts = []
            for chosen in itertools.product(DASHES, repeat=len(places)):
                changed = list(text)
                for at, dash in zip(places, chosen, strict=True):
                    changed[at] = dash
                texts.append((changed, False))
        elif one in CODECS:
            data = "".join(text).encode(CODECS[one])
            texts = [(list(data.decode("latin-1")), False)]
        elif one == "base64":
            data = "".join(text).encode() if data is None else data
            texts = [(list(base64.b64encode(data).decode()), True)]
        elif one == "base64offset":
            data = "".join(text).encode() if data is None else data
            texts = [(list(_aligned(data, shift)), True) for shift in range(3)]
    return texts


def _aligned(data, shift):
    """Those characters of base64 that the bytes alone decide, with so many bytes in front."""
    ends = [
        base64.b64encode(bytes([fill]) * shift + data + bytes([fill]) * after)
        for fill in (0, 255)
        for after in (0, 1, 2)
        if (shift + len(data) + after) % 3 == 0
    ]
    length = min(map(len, ends))
    same = [at for at in range(length) if len({one[at] for one in ends}) == 1]
    return "".join(chr(ends[0][at]) for at in same)


def _begins_word(text, at):
    after = text[at + 1] if at + 1 < len(text) else None
    before = text[at - 1] if at else None

    def word(char):
        return isinstance(char, str) and (char.isalnum() or char == "_")

    return word(after) and not word(before)


def _read(text):
    """Characters of a value with its escapes read; wildcards as tuples."""
    out, at = [], 0
    while at < len(text):
        char = text[at]
        if char == "\\" and at + 1 < len(text) and text[at + 1] in "\\*?":
            out.append(text[at + 1])
            at += 2
            continue
        out.append((".*",) if char == "*" else (".",) if char == "?" else char)
        at += 1
    return out


def _fits(affix, made, cased, held):
    low = str if cased else _low
    expression = "".join(one[0] if isinstance(one, tuple) else re.escape(low(one)) for one in made)
    if affix in ("contains", "endswith"):
        expression = ".*" + expression
    if affix in ("contains", "startswith"):
        expression += ".*"
    return re.fullmatch(re.sub(r"(\.\*)+", ".*", expression), low(held), re.S) is not None


def _low(text):
    return text.lower().replace("ς", "σ")
