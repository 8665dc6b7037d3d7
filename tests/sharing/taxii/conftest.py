"""A server for the tests of one file."""

from collections.abc import Iterator

import pytest

pytest.importorskip("starlette", reason="the extra `share` is not installed")
pytest.importorskip("uvicorn", reason="the extra `share` is not installed")
