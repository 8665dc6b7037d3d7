"""One invented statement for all tests; who changes it works on a copy of its bundle."""

import shutil
from pathlib import Path

import pytest
from tests.statement.invented_bundle import World, empty_world, evidence_folder, keys_of_all, whole_world
from tests.statement.keys_kept import Keys

from indicia.model.statement import Marking


@pytest.fixture(scope="session")
def keys() -> Keys:
    return keys_of_all()


@pytest.fixture(scope="session")
def _packed(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Path:
    root = tmp_path_factory.mktemp("whole")
    world = whole_world(root, keys)
    world.pack(evidence=evidence_folder(root / "evidence")).save(root / "bundle")
    world.pack(Marking.GREEN).save(root / "green")
    world.pack().save(root / "bundle.tar")
    return root


@pytest.fixture
def bundle(_packed: Path, tmp_path: Path) -> Path:
    """Of whole, for readers who may see everything, with evidence."""
    return Path(shutil.copytree(_packed / "bundle", tmp_path / "bundle"))


@pytest.fixture
def green(_packed: Path, tmp_path: Path) -> Path:
    """For readers up to TLP:GREEN."""
    return Path(shutil.copytree(_packed / "green", tmp_path / "green"))


@pytest.fixture
def archive(_packed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(_packed / "bundle.tar", tmp_path / "bundle.tar"))


@pytest.fixture
def world(tmp_path: Path, keys: Keys) -> World:
    """Of its own, with version 1 and no position yet."""
    root = tmp_path / "world"
    root.mkdir()
    made = empty_world(root, keys)
    made.publish()
    return made
