"""Rule files in a folder."""

from pathlib import Path

from indicia.detection.sigma.files import rule_files


def test_a_folder_without_rules_is_told_with_all_their_names(tmp_path: Path) -> None:
    """YARA rules are rules, too."""
    (found,) = rule_files([tmp_path])
    assert found.reason == "the folder holds no rule file (*.yml, *.yaml, *.yar, *.yara, *.zip)"
