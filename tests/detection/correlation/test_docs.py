"""The example of the documentation is a rule that works: it fires on a true sample and not on any look-alike."""

import re
from pathlib import Path

import pytest
import yaml

from indicia.detection.conditions.evaluate import View, compile_condition
from indicia.detection.correlation.correlation import Kind

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "correlation.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[1]

REFUSED = {"EventID": 4625, "IpAddress": "203.0.113.9", "TargetUserName": "Anna"}
DONE = {"EventID": 4624, "LogonType": 3, "IpAddress": "203.0.113.9", "TargetUserName": "anna"}


def sample(*, number=20, every=10, after=60, refused=None, done=None):
    """(second, fields): refused logons in a row, and a success so many seconds after the last."""
    events = [(place * every, {**REFUSED, **(refused or {})}) for place in range(number)]
    return [*events, ((number - 1) * every + after, {**DONE, **(done or {})})]


@pytest.mark.parametrize(
    ("events", "count"),
    [
        (sample(), 1),
        (sample(number=19), 0),
        (sample(every=40), 0),
        (sample(after=3601), 0),
        (sample(after=-3600), 0),
        (sample(done={"TargetUserName": "berta"}), 0),
        (sample(done={"IpAddress": "203.0.113.10"}), 0),
        (sample(done={"LogonType": 5}), 0),
        (sample(done={"EventID": 4634}), 0),
        (sample(refused={"EventID": 4771}), 0),
        (sample(refused={"IpAddress": "-"}, done={"IpAddress": "-"}), 0),
        (sample(refused={"IpAddress": "127.0.0.1"}, done={"IpAddress": "127.0.0.1"}), 0),
        (sample(refused={"TargetUserName": "MX$"}, done={"TargetUserName": "MX$"}), 0),
    ],
)
def test_example(world, tools, events, count):
    """The true sample is found; each look-alike fails one criterion."""
    loaded = tools.load(EXAMPLE)
    assert not loaded.refused
    rules = {}
    for document in filter(lambda one: "detection" in one, yaml.safe_load_all(EXAMPLE)):
        rules[document["id"]] = tools.rule(document)
    rows = []
    for number, (second, fields) in enumerate(events):
        item = tools.record(second, number, **fields)
        rows += [
            (name, item)
            for name, rule in rules.items()
            if any(compile_condition(one.condition)(View(item.fields)) for one in rule.detector.bindings)
        ]
    world.log(loaded, rows)
    found = world.findings(loaded)
    assert [finding.title for finding in found] == ["Guessed password"] * count


def test_page_names_every_type():
    """Each correlation type stands in the documentation."""
    assert not [kind for kind in Kind if f"`{kind.value}`" not in PAGE]
