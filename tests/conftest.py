"""Fixtures shared by all tests."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long something takes on a busy machine is no property of it.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Folder of real recordings beside the checkout; tests that need it skip, saying so, where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "corpora"
    if not folder.is_dir():
        pytest.skip("the recordings in ../shared/corpora are not on this machine")
    return folder
