"""An ATT&CK Navigator layer of an intrusion: the techniques that somebody marked.

Source: ATT&CK Navigator, layers/spec (versions 2 to 4.5).
"""

from collections.abc import Mapping, Sequence

from indicia.errors import EvidenceError
from indicia.knowledge.stated.gathering import Gathering

MOST_ENTRIES = 20_000
_NEGATIVE = ("not ", "no ", "never ", "ruled out", "absent")
"""How a legend begins that says of a colour that something was not done or could not be seen."""
_Entry = Mapping[str, object]


def is_layer(value: object) -> bool:
    """Whether a document is a layer, or a list of layers."""
    layers = value if isinstance(value, list) else [value]
    return bool(layers) and all(isinstance(one, dict) and isinstance(one.get("techniques"), list) for one in layers)


def read_layer(value: object, found: Gathering) -> None:
    """All entries of one layer or several.  Raises EvidenceError beyond the limit."""
    layers = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]
    if sum(len(_entries(one)) for one in layers) > MOST_ENTRIES:
        raise EvidenceError(f"{found.name}: more than {MOST_ENTRIES:,} entries (limit)")
    for number, one in enumerate(layers):
        _layer(one, f"[{number}].techniques" if isinstance(value, list) else "techniques", found)


def _layer(layer: _Entry, prefix: str, found: Gathering) -> None:
    entries = [(f"{prefix}[{number}]", entry) for number, entry in enumerate(_entries(layer))]
    domain = layer.get("domain")
    if isinstance(domain, str) and domain not in ("enterprise-attack", "mitre-enterprise", ""):
        found.notes.append(f"the layer is of {domain[:40]}, profiles are of enterprise-attack")
    whole = [(place, entry) for place, entry in entries if isinstance(entry, dict) and _id(entry)]
    for place, entry in entries:
        if not (isinstance(entry, dict) and _id(entry)):
            found.leave(str(entry), place, "no entry of a layer: it has no `techniqueID`")
    scored = any(_number(entry.get("score")) for _, entry in whole)
    marked = any(_marked(entry) for _, entry in whole)
    negative = _colours(layer)
    if whole and not scored and not marked:
        found.notes.append("no entry of the layer has a score, colour or comment: every enabled one counts as seen")
    elif scored:
        found.notes.append("every enabled entry of the layer that is scored above 0 counts as seen, whatever its score")
    for place, entry in whole:
        why = _why_not(entry, scored, marked, negative)
        if why:
            found.leave(_id(entry), place, why)
        else:
            found.take(found.naming.technique(_id(entry)), _id(entry), place)


def _entries(layer: _Entry) -> list[object]:
    listed = layer.get("techniques")
    return listed if isinstance(listed, list) else []


def _why_not(entry: _Entry, scored: bool, marked: bool, negative: Mapping[str, str]) -> str:
    """Why an entry is not one that was seen; empty for one that was."""
    if entry.get("enabled") is False:
        return "disabled in the layer"
    colour = str(entry.get("color") or "").lower()
    if colour in negative:
        return f"the layer's legend says of its colour: {negative[colour]}"
    score = entry.get("score")
    if _number(score) and score <= 0:  # type: ignore[operator]  # a number, as the call just said
        return "scored 0 or less in the layer"
    if scored and not _number(score):
        return "not scored, in a layer that scores"
    if not scored and marked and not _marked(entry):
        return "neither scored, coloured nor commented, in a layer that marks others"
    return ""


def _colours(layer: _Entry) -> dict[str, str]:
    """Colour → what the legend says of it, where that is a denial."""
    items = layer.get("legendItems")
    found = {}
    for item in items if isinstance(items, Sequence) else ():
        if isinstance(item, dict) and isinstance(item.get("label"), str) and item.get("color"):
            label = item["label"].strip()
            if label.lower().startswith(_NEGATIVE):
                found[str(item["color"]).lower()] = label[:60]
    return found


def _id(entry: _Entry) -> str:
    id = entry.get("techniqueID")
    return id if isinstance(id, str) else ""


def _marked(entry: _Entry) -> bool:
    return bool(entry.get("color")) or bool(entry.get("comment"))


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
