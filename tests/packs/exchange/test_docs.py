"""The page on the Exchange pack."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_page_shows_the_pack_as_it_is():
    """docs/packs/exchange.md is what scripts/pack-docs writes from the pack."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "pack_docs.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
