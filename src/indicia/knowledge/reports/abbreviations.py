"""Words that carry a full stop without ending a sentence."""

_NEVER_LAST = frozenset(
    """mr mrs ms messrs dr prof rev hon gen brig lt col maj capt cmdr adm sgt cpl gov sen rep amb sec pres supt det insp
    v vs cf e.g eg i.e ie viz ca approx a.k.a aka al fig figs no nos nr art arts para paras pp vol ch eq app
    st mt ft jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri
    z.b bzw d.h u.a vgl mme mlle incl excl esp resp ver rev ed eds p.o""".split()
)
"""In lower case, without the last full stop.  What they announce follows in the same sentence."""
_SOMETIMES_LAST = frozenset(
    """inc corp ltd co llc plc gmbh bros u.s u.k u.n e.u u.s.a u.a.e d.c l.a a.m p.m am pm etc jr sr ph.d m.d b.a m.a
    dept univ assn intl int'l govt est min max""".split()
)
"""These end a sentence where a word follows that usually begins one."""
_ONLY_BEFORE_DIGITS = frozenset({"no", "nos", "nr", "fig", "figs", "art", "arts", "app", "ch", "eq", "ed", "pp", "p"})
"""Words of their own otherwise ("They said no.")."""
_OPENERS = frozenset(
    """the a an this that these those it its they their there he she his her we our you your i in on at by for from
    with to of as if when while after before since although though because however but and or so then thus also
    meanwhile moreover furthermore additionally according both each every some many most all no not one two what who
    why how where which last next earlier later yesterday today
    is are was were has have had can could may might will would should do does did""".split()
)
_MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())


def carries_on(before: str, after: str) -> bool:
    """Whether the full stop between two words belongs to the first one and ends nothing.

    `before` is the word in front of the full stop without it, `after` the word that follows, as written.
    """
    word = before.lower().lstrip("(['\"“‘«")
    opener = after.strip("\"'“”‘’()[]«»,;:").lower() in _OPENERS
    if word in _ONLY_BEFORE_DIGITS:
        return after[:1].isdigit() or (len(after) > 1 and after[0] == "#")
    if word in _MONTHS and word in {"mar", "dec", "may"}:
        return after[:1].isdigit() or not opener
    if word in _NEVER_LAST:
        return True
    if word in _SOMETIMES_LAST or (len(word) == 1 and word.isalpha() and before.strip("([").isupper()):
        return not opener or after[:1].islower()
    # Initials: J.R., N.S.A., letters that each carry a full stop.
    parts = word.split(".")
    return len(parts) > 1 and all(len(part) == 1 and part.isalpha() for part in parts) and not opener
