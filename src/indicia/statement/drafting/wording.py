"""What a speaker did, in the words of a claim: past tense, with the speaker's own words in quotation marks."""

from indicia.model.reported import Assertion, Quoted, Stance

_PLAIN = {
    Stance.SUPPORTS: "supported what others say",
    Stance.ACKNOWLEDGES: "took note of what others say",
    Stance.DENIES: "denied it",
    Stance.REPORTS: "counted those that were hit",
    Stance.OBSERVES: "told what it saw, and named nobody",
    Stance.SILENT: "said nothing when asked",
}
_WITHHELD = "does not attribute"
_TERRITORY = "names a territory, not its government"
_QUOTES = str.maketrans('“”„«»"', "‘’‘‘’'")


def did(one: Assertion) -> str:
    """`attributed activity to “the MSS” (“confident”)`, `took no measure (“sanctions”)`."""
    return f"{_deed(one)}{_sure(one)}"


def _deed(one: Assertion) -> str:
    whom = _whom(one)
    measure = _marked(one.measure or one.verb)
    match one.stance:
        case Stance.ATTRIBUTES if one.note == _TERRITORY:
            return f"placed activity in {whom} and named no government for it"
        case Stance.ATTRIBUTES if not whom:
            return f"attributed activity ({_marked(one.verb)})"
        case Stance.ATTRIBUTES:
            return f"attributed activity to {whom}"
        case Stance.CHARGES | Stance.SANCTIONS:
            verb = "charged" if one.stance is Stance.CHARGES else "sanctioned"
            return f"{verb} {whom or 'somebody'} ({measure})"
        case Stance.URGES:
            return f"called on {whom or 'somebody'} ({_marked(one.verb)})"
        case Stance.ACTS:
            return f"took a measure ({measure})"
        case Stance.DECLINES:
            return _declined(one)
        case _:
            return _PLAIN[one.stance]


def _declined(one: Assertion) -> str:
    if one.note == _WITHHELD:
        return f"attributed it to nobody ({_marked(one.verb)})"
    if one.taken is None:
        return f"stood aside ({_marked(one.verb)})"
    only = "only considered or announced a measure" if one.note.startswith("considered") else "took no measure"
    return f"{only} ({_marked(one.measure or one.verb)})"


def _whom(one: Assertion) -> str:
    if one.accused is None:
        return ""
    return f"{_marked(one.accused)}, who is {_marked(one.means)}" if one.means is not None else _marked(one.accused)


def _sure(one: Assertion) -> str:
    return f", in its own words {_marked(one.confidence)}" if one.confidence is not None else ""


def _marked(quoted: Quoted) -> str:
    """In quotation marks, on one line; marks inside become single ones."""
    return f"“{flat(quoted.words)}”"


def flat(text: str) -> str:
    """On one line; double quotation marks become single ones, so that a quotation ends where it ends."""
    return " ".join(text.split()).translate(_QUOTES)
