"""Records beyond what is kept of a rule are counted, and a note says of which rule."""

import msgspec
import yaml

from indicia.case import Case
from indicia.config import Settings
from indicia.detection.ruleset import load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge.packs.load import load_pack
from indicia.pipeline.scan import Order, scan


def test_the_note_names_the_rule_by_its_title(tmp_path):
    """Ids of rules say nothing to a person."""
    rule = {
        "title": "Any request",
        "id": "00000000-0000-4000-8000-00000000abcd",
        "logsource": {"category": "webserver"},
        "detection": {"a": {"cs-method": "GET"}, "condition": "a"},
    }
    (tmp_path / "rule.yml").write_text(yaml.safe_dump(rule))
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    lines = "".join(f"2021-03-02 01:00:{number:02d} GET /index.html 198.51.100.7 200\n" for number in range(50))
    (evidence / "u_ex210302.log").write_text(f"#Fields: date time cs-method cs-uri-stem c-ip sc-status\n{lines}")
    settings = Settings()
    limits = msgspec.structs.replace(settings.limits, sightings_per_detector=10)
    settings = msgspec.structs.replace(settings, limits=limits)
    ruleset = load_ruleset(load_pack(), Sources(rules=(tmp_path / "rule.yml",)), settings.limits)
    result = scan(Order(arguments=(evidence,), settings=settings), Case.create(tmp_path / "case"), ruleset)
    notes = [note for host in result.hosts for note in host.notes]
    assert (
        "evidence/u_ex210302.log: 40 further records of the rule “Any request” (00000000-0000-4000-8000-00000000abcd)"
        " were counted but not kept" in notes
    )
