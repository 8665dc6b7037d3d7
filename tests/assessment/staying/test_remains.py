"""What is still there."""

from tests.assessment.build import finding, tree

from indicia.assessment.staying.remains import PRESENT, REMOVED, UNKNOWN, remains, still_in
from indicia.model.finding import Presence, Stage

FILE = r"c:\program files\microsoft\exchange server\v15\frontend\httpproxy\owa\auth\m.aspx"


def states(*findings, logs=None):
    """(thing, state) of each line."""
    return [(line.what, line.state) for line in remains(findings, logs)]


def test_a_file_and_its_web_path_are_one_thing() -> None:
    """One line for a page, whatever the findings call it; what stands now wins."""
    assert states(
        finding("F1", objects=[FILE], presence=Presence.UNKNOWN),
        finding("F2", objects=["/owa/auth/m.aspx"], presence=Presence.PRESENT),
    ) == [("/owa/auth/m.aspx", PRESENT)]


def test_events_and_probes_leave_nothing() -> None:
    """A command or a probe is no thing that remains."""
    assert states(finding(objects=["/a.aspx"])) == []
    assert states(finding(objects=["/a.aspx"], presence=Presence.UNKNOWN, stage=Stage.PROBED)) == []


def test_removed_leaves_a_trace() -> None:
    """A removal outweighs not knowing."""
    assert states(
        finding("F1", objects=["/a.aspx"], presence=Presence.UNKNOWN),
        finding("F2", objects=["/a.aspx"], presence=Presence.REMOVED),
    ) == [("/a.aspx", REMOVED)]


def test_the_fact_line_says_what_is_not_known() -> None:
    """Without a tree the answer is "cannot tell", with one it names what was looked at."""
    unknown = remains([finding(objects=["/a.aspx"], presence=Presence.UNKNOWN)], None)
    assert unknown[0].state == UNKNOWN
    assert "no file tree" in still_in(unknown, None, None)
    assert "cannot tell" in still_in((), None, None)
    assert "nothing found in the web folders" in still_in((), tree(), None)


def test_a_compiled_copy_and_a_canary_are_no_things_of_their_own() -> None:
    """A page's compiled copy is the page; a value that joins records is nothing that stays."""
    compiled = r"c:\windows\temporary asp.net files\owa\1\m.aspx.1a2b3c4d.compiled"
    assert states(
        finding("F1", objects=["/owa/auth/m.aspx"], presence=Presence.PRESENT),
        finding("F2", objects=[compiled, "canary1"], presence=Presence.PRESENT, joins={"canary": "Canary1"}),
    ) == [("/owa/auth/m.aspx", PRESENT)]


def test_what_lone_signs_name_is_there_perhaps() -> None:
    """Only what is proven past probing is said to be in the server."""
    there = remains([finding(objects=["/a.aspx"], presence=Presence.PRESENT)], tree())
    assert still_in(there, tree(), None).startswith("yes: /a.aspx is there")
    assert still_in(there, tree(), None, proven=False).startswith("perhaps: /a.aspx is there")
