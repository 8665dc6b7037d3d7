"""From an export over a server to an import: for two audiences in one collection, each gets its own whole."""

from contextlib import closing
from pathlib import Path

import orjson
from materials import everything, export
from test_stix import ATTACK

from indicia.model.imported import Imported
from indicia.model.statement import Marking
from indicia.sharing.loss import Loss
from indicia.sharing.material import choose
from indicia.sharing.stix.attack import AttackIds
from indicia.sharing.stix.importing import import_stix
from indicia.sharing.stix.write import write_stix
from indicia.sharing.taxii.client.connection import Connection, Credentials
from indicia.sharing.taxii.client.places import find
from indicia.sharing.taxii.client.pull import pull
from indicia.sharing.taxii.client.push import push

from .served import AMBER, GREEN, Served


def _exported(ceiling: Marking) -> bytes:
    out = bytearray()
    write_stix(choose(everything(), ceiling).material, out.extend, Loss(), AttackIds(ATTACK))
    return bytes(out)


def _pulled(served: Served, who: str, folder: Path) -> Imported:
    out = folder / f"{who}.jsonl"
    with closing(Connection(served.url + "/taxii2/", Credentials(secret=served.tokens[who]), tries=1)) as connection:
        pull(connection, find(connection, ""), out, folder / f"{who}.state", limit=17)
    return import_stix(out.read_bytes(), who)


def test_two_audiences_share_a_collection(served: Served, tmp_path: Path) -> None:
    """Nothing is refused, in either order; AMBER readers get the AMBER export back, GREEN ones the GREEN case."""
    for ceiling in (AMBER, GREEN, AMBER):
        things = orjson.loads(_exported(ceiling))["objects"]
        with closing(Connection(f"{served.url}/api/", Credentials(secret=served.tokens["amber"]), tries=1)) as to:
            assert push(to, find(to, ""), things).failures == ()
    amber, green = _pulled(served, "amber", tmp_path), _pulled(served, "green", tmp_path)
    kept = choose(everything(), AMBER).material
    assert amber.troubles == ()
    assert {one.id: one for one in amber.cases[0].findings} == {one.id: one for one in kept.cases[0].findings}
    assert amber.cases[0].hosts == kept.cases[0].result.hosts
    assert amber.statements[0].claims == kept.statements[0].claims
    assert [one.answer for one in amber.attributions] == list(kept.attributions)
    assert len(green.cases[0].findings) == len(choose(everything(), GREEN).material.cases[0].findings)
    assert green.cases[0].marking is GREEN and not green.attributions
    data = (tmp_path / "green.jsonl").read_bytes()
    secret = [one.sentence.encode() for one in kept.statements[0].claims if one.effective is AMBER]
    assert secret and not any(sentence in data for sentence in secret)


def test_a_statement_alone_is_as_open_as_it_says(served: Served) -> None:
    """Its claims reach whom they are for, though nobody gave the export a marking."""
    told = choose(everything(), None).material
    data, _ = export(write_stix, choose(type(told)(statements=told.statements), None).material)
    things = orjson.loads(data)["objects"]
    assert not any(one["type"] == "extension-definition" and "identity" not in one["created_by_ref"] for one in things)
    with closing(Connection(f"{served.url}/api/", Credentials(secret=served.tokens["red"]), tries=1)) as to:
        done = push(to, find(to, ""), things)
    assert done.failures == ()
    assert any(one["type"] == "extension-definition" for one in served.ask("clear", "objects/").json["objects"])
