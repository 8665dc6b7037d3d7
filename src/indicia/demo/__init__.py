"""Invented servers for the demonstration, the tests and the benchmarks; inert look-alikes only."""

from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from indicia.demo.collection import write_server
from indicia.demo.server import EventForm, Form, Server, Story, Truth, invent
from indicia.demo.stories import truth_of

__all__ = [
    "EventForm",
    "Form",
    "Server",
    "Story",
    "Truth",
    "demo_servers",
    "invent",
    "truth_of",
    "write_demo",
    "write_server",
]


_WHOLE = datetime(2021, 3, 10, tzinfo=UTC)


def demo_servers() -> tuple[Server, ...]:
    """The five of the demonstration.

    Held after its patch; cleaned, but for a module; only probed; quiet with logs that begin too late; updated before
    anything happened, with all that can be exported.
    """
    held = invent(Story.HELD, 20210303, name="EX01", density=8.0)
    probed = invent(Story.PROBED, 20210304, name="MAIL02", density=4.0, rotation_hours=168)
    cleaned = invent(Story.CLEANED, 20210308, name="EX04", density=4.0, page="supp0rt.aspx", exported=True)
    updated = invent(
        Story.QUIET_WHOLE, 20210302, name="MAIL05", density=2.0, rotation_hours=168, end=_WHOLE, exported=True
    )
    quiet = invent(Story.QUIET_SHORT, 20210320, name="EX03", density=8.0)
    return (
        replace(held, form=Form.ZIP, event_form=EventForm.OTRF),
        replace(cleaned, form=Form.KAPE, event_form=EventForm.EVTX_DUMP),
        replace(probed, form=Form.VELOCIRAPTOR, event_form=EventForm.VELOCIRAPTOR),
        replace(quiet, form=Form.FOLDER, event_form=EventForm.WINLOGBEAT),
        replace(updated, form=Form.FOLDER, event_form=EventForm.OTRF),
    )


def write_demo(folder: Path) -> list[Path]:
    """Write the five into a folder: a zip, a Velociraptor zip, three folders; those already there stay."""
    return [write_server(server, folder) for server in demo_servers()]
