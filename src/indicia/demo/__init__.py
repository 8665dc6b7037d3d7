"""Invented servers for the demonstration, the tests and the benchmarks; inert look-alikes only."""

from dataclasses import replace
from pathlib import Path

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


def demo_servers() -> tuple[Server, ...]:
    """The three of the demonstration: held after its patch, only probed, quiet with logs that begin too late."""
    held = invent(Story.HELD, 20210303, name="EX01", density=8.0)
    probed = invent(Story.PROBED, 20210304, name="MAIL02", density=4.0, rotation_hours=168)
    quiet = invent(Story.QUIET_SHORT, 20210320, name="EX03", density=8.0)
    return (
        replace(held, form=Form.ZIP, event_form=EventForm.OTRF),
        replace(probed, form=Form.VELOCIRAPTOR, event_form=EventForm.VELOCIRAPTOR),
        replace(quiet, form=Form.FOLDER, event_form=EventForm.WINLOGBEAT),
    )


def write_demo(folder: Path) -> list[Path]:
    """Write the three into a folder: one zip, one Velociraptor zip, one folder; those already there stay."""
    return [write_server(server, folder) for server in demo_servers()]
