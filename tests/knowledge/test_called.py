"""Who is called by a name: every claim with source and day, nothing merged."""

from datetime import date
from pathlib import Path

import orjson
import pytest

from indicia.cli.main import main
from indicia.errors import UsageError
from indicia.knowledge.actors.clusters import shipped_actors
from indicia.knowledge.called import Called, called
from indicia.knowledge.kept.store import Store
from indicia.knowledge.recognise import recognise

GROUP = "intrusion-set--00000000-0000-4000-8000-00000000000"


def group(number: int, name: str, id: str, *aliases: str, **more: object) -> dict[str, object]:
    return {
        "type": "intrusion-set",
        "id": f"{GROUP}{number}",
        "name": name,
        "aliases": [name, *aliases],
        "modified": f"2024-0{number}-01T00:00:00.000Z",
        "external_references": [{"source_name": "mitre-attack", "external_id": id}],
        **more,
    }


def keep(store: Store, what: object, name: str) -> None:
    data = orjson.dumps(what)
    known = recognise(data, name)
    assert known is not None, name
    store.put(data, known, name)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A bundle with a group that was given up for another, and a galaxy that sees it otherwise."""
    held = Store(tmp_path)
    revoked = {
        "type": "relationship",
        "relationship_type": "revoked-by",
        "source_ref": f"{GROUP}2",
        "target_ref": f"{GROUP}1",
    }
    matrix = {
        "type": "x-mitre-collection",
        "name": "Enterprise ATT&CK",
        "x_mitre_version": "17.0",
        "modified": "2025-04-22T00:00:00.000Z",
    }
    technique = {"type": "attack-pattern", "name": "Wading", "id": "attack-pattern--1"}
    objects = [
        matrix,
        technique,
        group(1, "Grey Heron", "G9001", "APT 77"),
        group(2, "Old Heron", "G9002", "Marsh Bird", revoked=True),
        group(3, "Left Heron", "G9003", x_mitre_deprecated=True),
        revoked,
    ]
    keep(held, {"type": "bundle", "id": "bundle--x", "objects": objects}, "enterprise-attack.json")
    galaxy = {
        "type": "threat-actor",
        "name": "Threat Actor",
        "uuid": "x",
        "version": 9,
        "values": [
            {"value": "Marsh Bird", "uuid": "u-1", "meta": {"synonyms": ["Reed"]}},
            {"value": "Grey Heron", "uuid": "u-2", "meta": {"synonyms": ["G9001", "Bog Bird"]}},
        ],
    }
    keep(held, galaxy, "threat-actor.json")
    return held


def ask(name: str, store: Store, until: date | None = None) -> tuple[Called, ...]:
    return called(name, shipped_actors(), store, until)


def test_sources_stand_side_by_side(store: Store) -> None:
    """The catalogue calls it another name of one group, the galaxy a group of its own; both are shown."""
    found = {one.label: one for one in ask("marsh-bird", store)}
    assert set(found) == {"Grey Heron (G9001)", "Marsh Bird (MISP galaxy)"}
    heron = found["Grey Heron (G9001)"]
    assert [(one.first, one.by, one.day) for one in heron.asked] == [
        (False, "ATT&CK enterprise 17.0", date(2024, 2, 1)),
    ]
    assert {one.name for one in heron.others} == {"Grey Heron", "APT 77", "Old Heron", "Bog Bird"}
    assert heron.shared == (("Marsh Bird (MISP galaxy)", ("Marsh Bird",)),)
    assert [one.name for one in found["Marsh Bird (MISP galaxy)"].others] == ["Reed"]
    assert ask("Left Heron", store) == ()


def test_by_id_and_as_of_a_day(store: Store) -> None:
    """An id finds the same; what has no day or was said later is not known on a day."""
    assert [one.label for one in ask("g9001", store)] == ["Grey Heron (G9001)"]
    (early,) = ask("G9001", store, date(2024, 1, 15))
    assert {one.name for one in early.others} == {"Grey Heron", "APT 77"}
    assert ask("G9001", store, date(2023, 1, 1)) == ()


def test_the_shipped_facts_serve_alone(tmp_path: Path) -> None:
    """Names with who says so, who disagrees, what others say is behind it; in March 2021 only what was said then."""
    empty = Store(tmp_path)
    (now,) = ask("silk typhoon", empty)
    assert now.label == "HAFNIUM (G0125)" and now.conflicts
    assert [link.day for link in now.links] == sorted(link.day for link in now.links)
    (then,) = ask("Hafnium", empty, date(2021, 3, 31))
    assert {one.name for one in (*then.asked, *then.others)} == {"HAFNIUM"}
    assert [link.by for link in then.links] == ["Microsoft", "DomainTools"]
    assert then.conflicts == ()
    with pytest.raises(UsageError, match="no name"):
        ask("!?", empty)


def test_the_command(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    """0 where somebody is called so, 1 where nobody is, 4 for a day that is none."""
    into = ["--into", str(store.folder)]
    assert main(["knowledge", "actor", "Marsh Bird", *into]) == 0
    shown = capsys.readouterr().out
    assert "2 clusters" in shown and "The name alone does not say which" in shown
    assert main(["knowledge", "actor", "Marsh Bird", "--json", *into]) == 0
    assert {one["entity"] for one in orjson.loads(capsys.readouterr().out)} == {"attack:G9001", "misp:u-1"}
    assert main(["knowledge", "actor", "Wood Owl", *into]) == 1
    assert "Nobody" in capsys.readouterr().out
    assert main(["knowledge", "actor", "APT40", "--until", "soon", *into]) == 4
