"""Fields that a Sigma rule may match, invented from its own words, and many that just fail to."""

import re
import re._constants as sre
import re._parser as parser
from ipaddress import ip_network

from tests.detection import sigma_judge

FILL = ("", "", "a", "x y", "\\", "C:\\Windows\\System32\\", "é", "-", '"', " /c ", "ſ", "İ", "\n", "ς")
CLASSES = {sre.CATEGORY_DIGIT: "7", sre.CATEGORY_WORD: "w", sre.CATEGORY_SPACE: " ", sre.CATEGORY_NOT_WORD: "-"}


def invented(rule, rng):
    """Fields for one record: most satisfy the rule's selections, some its filters, some neither quite."""
    detection = rule["detection"]
    names = [name for name in detection if name != "condition"]
    wanted = [name for name in names if not re.match(r"filter|exclu|false", name)] or names
    chosen = wanted if rng.random() < 0.6 else rng.sample(names, rng.randint(1, len(names)))
    if rng.random() < 0.2:
        chosen = [*chosen, rng.choice(names)]
    fields = {}
    for name in chosen:
        for item in _items(detection[name], rng):
            _put(fields, *item, rng)
    if fields and rng.random() < 0.2:
        name = rng.choice(list(fields))
        at = rng.randrange(len(fields[name]) + 1)
        fields[name] = rng.choice(("", fields[name][:at] + rng.choice("xÉ *") + fields[name][at + 1 :]))
        if rng.random() < 0.3:
            del fields[name]
    return fields


def _items(section, rng):
    """Field, modifiers, value and whether all values are asked for, of one way to satisfy a section."""
    if isinstance(section, dict):
        for key, value in section.items():
            name, *modifiers = key.split("|")
            values = (value or [None]) if isinstance(value, list) else [value]
            for one in values if "all" in modifiers else [rng.choice(values)]:
                yield name or "Data", modifiers, one, "all" in modifiers
    elif isinstance(section, list):
        yield from _items(rng.choice(section), rng)
    else:
        yield "Data", [], section, False


def _put(fields, name, modifiers, value, joined, rng):
    if "exists" in modifiers:
        fields.setdefault(name, "x") if value else fields.pop(name, None)
    elif "fieldref" in modifiers:
        fields[value] = fields.get(value) or "ref"
        fields[name] = fields[value] + rng.choice(("", "", "x"))
    elif value is None:
        fields.pop(name, None)
    elif "neq" in modifiers and rng.random() < 0.6:
        fields.setdefault(name, "other")
    else:
        text, there = text_for(modifiers, value, rng), fields.get(name)
        if (
            there is not None
            and ("contains" in modifiers or "endswith" in modifiers)
            and (joined or rng.random() < 0.7)
        ):
            text = there + text
        elif there is not None and "startswith" in modifiers and rng.random() < 0.6:
            text += there
        elif there is not None and rng.random() < 0.5:
            text = there
        fields[name] = text


def text_for(modifiers, value, rng):
    """A text that one value of a rule matches, or nearly."""
    if "re" in modifiers:
        return rng.choice(FILL[:4]) + _matching(parser.parse(value.replace(r"\z", r"\Z")), rng) + rng.choice(FILL)
    if "cidr" in modifiers:
        net = ip_network(value)
        return rng.choice((str(net[rng.randrange(min(net.num_addresses, 1 << 60))]), "::1", "8.8.8.8", "-"))
    if any(one in ("lt", "lte", "gt", "gte") for one in modifiers):
        return rng.choice((str(value + rng.choice((-1, 0, 1))), hex(int(value))))
    if isinstance(value, bool):
        return rng.choice(("true", "false", "True", "FALSE"))
    if isinstance(value, int | float) and not modifiers:
        return rng.choice(
            (str(value), str(value), f" {value}", f"0{value}", f"{value}.0", f"{value}x", hex(int(value)))
        )
    characters, _ = rng.choice(sigma_judge.made(modifiers, value))
    holes = {(".*",): FILL, (".",): "a/\\é"}
    text = "".join(rng.choice(holes[one]) if isinstance(one, tuple) else one for one in characters)
    text = rng.choice((str, str, str, str.upper, str.lower, str.swapcase))(text)
    affix = next((one for one in modifiers if one in ("contains", "startswith", "endswith")), "")
    if affix in ("contains", "endswith") or rng.random() < 0.02:
        text = rng.choice(FILL) + text
    if affix in ("contains", "startswith") or rng.random() < 0.02:
        text += rng.choice(FILL)
    return text


def _matching(items, rng):
    """A text that an expression matches, look-around and anchors left out of account."""
    return "".join(_one(kind, value, rng) for kind, value in items)


def _one(kind, value, rng):
    if kind is sre.LITERAL:
        return chr(value)
    if kind is sre.NOT_LITERAL:
        return "a" if value != ord("a") else "b"
    if kind is sre.ANY:
        return rng.choice("aZ9 .-\\/")
    if kind is sre.IN:
        return _of_class(value, rng)
    if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        least, most, inner = value
        return "".join(_matching(inner, rng) for _ in range(rng.randint(least, min(int(most), least + 3))))
    if kind is sre.SUBPATTERN:
        return _matching(value[-1], rng)
    if kind is sre.BRANCH:
        return _matching(rng.choice(value[1]), rng)
    return ""


def _of_class(parts, rng):
    if parts[0][0] is sre.NEGATE:
        held = {chr(value) for kind, value in parts if kind is sre.LITERAL}
        return next(one for one in "aZ0 -_%é" if one not in held)
    kind, value = rng.choice(parts)
    if kind is sre.RANGE:
        return chr(rng.randint(*value))
    return chr(value) if kind is sre.LITERAL else CLASSES.get(value, "x")
