"""Accepting what was only suggested."""

import json
from pathlib import Path

import pytest

from indicia.cli.main import main

PROSE = (
    "The actors planted web shells on the mail servers. They dumped the memory of LSASS with a tool of their own. "
    "Administrators should look for web shells in all folders."
)


def techniques(shown: str) -> dict[str, tuple[bool, bool]]:
    (report,) = json.loads(shown)["reports"]
    return {
        one["value"]: (one["suggested"], one["accepted"]) for one in report["mentions"] if one["kind"] == "technique"
    }


def test_only_what_is_named_is_accepted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The others stay suggestions; what stands in advice is none."""
    path = tmp_path / "report.txt"
    path.write_text(PROSE, "utf-8")
    assert main(["read", str(path), "--json"]) == 0
    assert techniques(capsys.readouterr().out) == {"T1505.003": (True, False), "T1003.001": (True, False)}
    assert main(["read", str(path), "--json", "--accept", "t1505.003"]) == 0
    assert techniques(capsys.readouterr().out) == {"T1505.003": (False, True), "T1003.001": (True, False)}
    assert main(["read", str(path), "--accept", "all"]) == 0
    shown = capsys.readouterr().out
    assert "suggested, accepted" in shown and "not yet accepted" not in shown
    assert main(["read", str(path), "--json", "--accept", "all", "--least", "0.99"]) == 0
    assert techniques(capsys.readouterr().out) == {"T1505.003": (True, False), "T1003.001": (True, False)}


def test_what_nothing_suggests_cannot_be_accepted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is an error, with the id."""
    path = tmp_path / "report.txt"
    path.write_text(PROSE, "utf-8")
    assert main(["read", str(path), "--accept", "T1486"]) == 4
    assert "T1486" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["read", str(path), "--accept", "all", "--least", "7"])
