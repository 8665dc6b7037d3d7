"""How values stand in the sentence of a finding."""

import time

import pytest

from indicia.detection.rule_findings import _short


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("net user x P@ss-w0rd /add", "net user x … /add"),
        ("cmd /c net1.exe  user bob Winter-99", "cmd /c net1.exe user bob …"),
        ("/login?user=a&password=hunter2&x=1", "/login?user=a&password=…&x=1"),
        ('{"Password": "hunter2", "a": 1}', '{"Password": "…", "a": 1}'),
        ("Authorization: Bearer abcdefghijklmnopqrstuvwxyz", "Authorization: Bearer …"),
        (r"psexec \\\\mx1 -u adm -p hunter2 cmd", r"psexec \\\\mx1 -u adm -p … cmd"),
        ("net user bob /delete", "net user bob /delete"),
        ("powershell -nop -w hidden -enc AAAA", "powershell -nop -w hidden -enc AAAA"),
        ("ssh -p 22 mx1 passwords.txt", "ssh -p 22 mx1 passwords.txt"),
        ("a\n\tb “c”", 'a b "c"'),
        ("x" * 101, "x" * 99 + "…"),
    ],
)
def test_a_value_in_a_sentence(value, shown):
    """On one line, cut, and without what a word says is secret: sentences are shared, records are not."""
    assert _short(value) == shown


@pytest.mark.parametrize(
    "value", ["x", "password ", "net user ", " \t\n ", "“", "token=a&", "-u a -p b ", "net user x "]
)
def test_a_value_of_megabytes(value):
    """Takes no longer than a short one."""
    before = time.process_time()
    shown = _short(value * (2**22 // len(value)))
    assert time.process_time() - before < 0.2
    assert len(shown) <= 100
    assert shown.endswith("…")
