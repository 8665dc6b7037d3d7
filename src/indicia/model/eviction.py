"""What has to be done to put an intruder out, and whether later evidence shows that it was."""

from enum import StrEnum

from msgspec import Struct

from indicia.model.technique import Countermeasure


class StepState(StrEnum):
    """What a later collection shows about one step."""

    DONE = "done"
    NOT_DONE = "not done"
    CANNOT_TELL = "cannot tell"


class EvictionStep(Struct, frozen=True, kw_only=True):
    """One step of the plan for one host."""

    id: str
    """`EV-14`."""
    phase: str
    action: str
    why: str
    because: str
    """What on this host asks for it, or `always`."""
    findings: tuple[str, ...]
    mechanisms: tuple[str, ...]
    """Ways to stay that it clears and that this host shows or could hide."""
    proof: tuple[str, ...]
    """Evidence that shows that it is done."""
    no_proof: tuple[str, ...]
    """What does not show it."""
    depends_on: tuple[str, ...] = ()
    irreversible: bool = False
    done_by: str = ""
    countermeasures: tuple[Countermeasure, ...] = ()
    source: str = ""
    verified: bool = True
    here: tuple[str, ...] = ()
    """What it is about on this host, as far as findings name it: files, web paths, objects."""
    lines: tuple[str, ...] = ()
    """Lines of the collection plan that would show whether the ways it clears are there at all; for the step that
    collects, those that decide most."""
    check: str = ""
    """How a later collection can show it: `mechanisms`, `flaws`, `quiet`, … or `none`."""


class StepCheck(Struct, frozen=True, kw_only=True):
    """One step against a later collection."""

    step: str
    state: StepState
    why: str
    provable: bool = True
    """Whether evidence of a server could show it at all."""
    still_held: bool = False
    """The later evidence shows the intruder's hold in use or in place."""
    findings: tuple[str, ...] = ()
    """Ids of findings in the later result."""
    lines: tuple[str, ...] = ()
    """Lines of the collection plan that would decide."""
