"""Kept catalogues: told by content, named after it, checked whenever they are used."""

import gzip
from datetime import date
from pathlib import Path

import orjson
import pytest

from indicia.errors import RulesetError
from indicia.knowledge.kept.kinds import KnowledgeKind
from indicia.knowledge.kept.store import Store
from indicia.knowledge.kept.unpacking import unpacked
from indicia.knowledge.recognise import recognise
from indicia.pipeline.fetched.knowledge import keep_knowledge

from ..product.test_kev import ENTRY, catalogue

ATTACK = orjson.dumps(
    {
        "type": "bundle",
        "objects": [
            {
                "type": "x-mitre-collection",
                "name": "Enterprise ATT&CK",
                "x_mitre_version": "18.1",
                "modified": "2025-11-12T00:00:00.000Z",
            },
            {"type": "attack-pattern", "name": "x", "modified": "2025-01-01T00:00:00.000Z"},
        ],
    }
)
GALAXY = orjson.dumps({"type": "threat-actor", "name": "Threat actor", "uuid": "x", "version": 349, "values": []})
D3FEND = b'@prefix d3f: <http://d3fend.mitre.org/o#> .\n<x> a owl:Ontology ;\n  owl:versionInfo "1.2.0" .\n'


@pytest.mark.parametrize(
    ("data", "kind", "name", "version", "day"),
    [
        (catalogue(ENTRY), KnowledgeKind.KEV, "kev", "2026.01.01", date(2026, 1, 1)),
        (ATTACK, KnowledgeKind.ATTACK, "enterprise-attack", "18.1", date(2025, 11, 12)),
        (GALAXY, KnowledgeKind.MISP_GALAXY, "threat-actor", "349", None),
        (D3FEND, KnowledgeKind.D3FEND, "d3fend", "1.2.0", None),
        (b"\xef\xbb\xbf" + catalogue(ENTRY), KnowledgeKind.KEV, "kev", "2026.01.01", date(2026, 1, 1)),
    ],
)
def test_kinds_by_content(data, kind, name, version, day) -> None:
    """The name of the file does not matter, nor whether it is packed."""
    for content in (data, unpacked(gzip.compress(data), "x")):
        found = recognise(content, "anything.bin")
        assert (found.kind, found.name, found.version, found.day) == (kind, name, version, day)


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"[1]", b'{"type": "bundle", "objects": []}', b'{"values": 1, "type": "x"}', b"\x00" * 99]
)
def test_anything_else(data) -> None:
    """No kind."""
    assert recognise(data, "x") is None


def test_damaged_files_are_refused() -> None:
    """A torn archive and torn JSON name the file."""
    with pytest.raises(RulesetError, match=r"x\.gz: damaged"):
        unpacked(gzip.compress(catalogue(ENTRY))[:-20], "x.gz")
    with pytest.raises(RulesetError, match="not readable"):
        recognise(catalogue(ENTRY)[:-20], "x.json")
    with pytest.raises(RulesetError, match="not readable"):
        recognise(ATTACK[:-9], "x.json")


def test_kept_and_read_again(tmp_path: Path) -> None:
    """What is kept comes back unpacked; the newest edition counts; the same content is kept once."""
    store = Store(tmp_path / "store")
    assert store.entries() == () and store.newest(KnowledgeKind.KEV) is None
    older = catalogue(ENTRY, catalogVersion="2025.12.01", dateReleased="2025-12-01T00:00:00Z")
    (tmp_path / "a.json").write_bytes(catalogue(ENTRY))
    (tmp_path / "b.json.gz").write_bytes(gzip.compress(older))
    (tmp_path / "readme.txt").write_text("nothing")
    (tmp_path / "broken.json").write_bytes(catalogue(ENTRY)[:-5])
    (tmp_path / "link.json").symlink_to(tmp_path / "a.json")
    done = list(keep_knowledge([tmp_path], [], store))
    assert sorted(Path(item.source).name for item in done if item.kept) == ["a.json", "b.json.gz"]
    assert [Path(item.source).name for item in done if item.refused] == ["broken.json"]
    newest = store.newest(KnowledgeKind.KEV)
    assert newest.version == "2026.01.01" and newest.origin == "a.json"
    assert store.read(newest) == catalogue(ENTRY)
    assert {store.read(item) for item in store.entries(KnowledgeKind.KEV)} == {catalogue(ENTRY), older}
    assert [item.there for item in keep_knowledge([tmp_path / "a.json"], [], store)] == [True]
    store.remove(newest.sha256[:10])
    assert store.newest(KnowledgeKind.KEV).version == "2025.12.01"
    with pytest.raises(RulesetError, match="0 kept files"):
        store.remove("ffff")


def test_a_named_file_has_to_be_one(tmp_path: Path) -> None:
    """Of a folder what is none of the kinds is passed over; a file that was named is refused."""
    path = tmp_path / "x.txt"
    path.write_text("hello")
    (done,) = keep_knowledge([path], [], Store(tmp_path / "store"))
    assert done.refused is not None and "neither KEV" in str(done.refused)
    (gone,) = keep_knowledge([tmp_path / "none"], [], Store(tmp_path / "store"))
    assert "cannot be read" in str(gone.refused)
    (plain,) = keep_knowledge([], ["http://example.test/x"], Store(tmp_path / "store"))
    assert "only https" in str(plain.refused)


def test_what_was_changed_since_is_not_used(tmp_path: Path) -> None:
    """Content that no longer has its hash is an error, a description that cannot be read a problem in the list."""
    (tmp_path / "a.json").write_bytes(catalogue(ENTRY))
    store = Store(tmp_path / "store")
    list(keep_knowledge([tmp_path / "a.json"], [], store))
    kept = store.newest(KnowledgeKind.KEV)
    kept.path.write_bytes(catalogue())
    with pytest.raises(RulesetError, match="changed since"):
        store.read(kept)
    kept.path.with_suffix(".json").write_text("{")
    assert store.entries()[0].problem and store.newest(KnowledgeKind.KEV) is None


def test_the_stored_files(corpora: Path, tmp_path: Path) -> None:
    """ATT&CK, D3FEND, KEV and three galaxies of the recordings are told from everything else there."""
    store = Store(tmp_path / "store")
    done = list(keep_knowledge([corpora / "cti"], [], store))
    assert not [item.source for item in done if item.refused]
    assert sorted((item.kept.kind, item.kept.name) for item in done if item.kept) == [
        ("attack", "enterprise-attack"),
        ("d3fend", "d3fend"),
        ("kev", "kev"),
        ("misp-galaxy", "mitre-attack-pattern"),
        ("misp-galaxy", "mitre-intrusion-set"),
        ("misp-galaxy", "threat-actor"),
    ]
    assert store.newest(KnowledgeKind.ATTACK).version == "18.1 by its name"
