"""The compiled readers in the package are those of the sources beside it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "src/indicia/wasm"


def test_were_built_from_these_sources() -> None:
    said = subprocess.run(
        [sys.executable, ROOT / "scripts/wasm_sources.py"], capture_output=True, text=True, check=True
    ).stdout
    assert said == (BUILT / "sources.txt").read_text(), "run scripts/wasm"


def test_are_built_anew_to_the_byte(tmp_path: Path) -> None:
    if not _target():
        pytest.skip("no rustup with the target wasm32-unknown-unknown on this machine")
    subprocess.run(
        [ROOT / "scripts/wasm", tmp_path],
        check=True,
        env={**os.environ, "CARGO_TARGET_DIR": str(tmp_path / "target"), "CARGO_NET_OFFLINE": "true"},
    )
    for module in sorted(BUILT.glob("*.wasm")):
        assert (tmp_path / module.name).read_bytes() == module.read_bytes(), module.name


def _target() -> bool:
    rustup = shutil.which("rustup")
    if rustup is None:
        return False
    said = subprocess.run(
        [rustup, "target", "list", "--installed"], capture_output=True, text=True, check=False, cwd=ROOT / "wasm"
    )
    return "wasm32-unknown-unknown" in said.stdout
