"""Our engine and an evaluator written straight from the specification (`sigma_judge`) agree, rule by rule.

Records are invented from each rule's own words, so that nearly every rule is met, and missed by little.
"""

import os
import random
import zipfile
from fnmatch import fnmatchcase

import orjson
import pytest
import yaml
from tests.detection.seeing import read
from tests.detection.sigma_inventing import invented
from tests.detection.sigma_judge import judged

from indicia.detection.engine import Engine
from indicia.detection.sigma.rules import load_rules
from indicia.model.evidence import Kind

EVERY = int(os.environ.get("INDICIA_EVERY_RULE", "20"))
"""Each rule of so many is asked; 1 asks for all of them, which takes minutes."""
RECORDS = 8
"""Invented for each rule."""
SYSMON = "Microsoft-Windows-Sysmon/Operational"
CATEGORIES = {
    "process_creation": 1, "file_change": 2, "network_connection": 3, "process_termination": 5, "driver_load": 6,
    "image_load": 7, "create_remote_thread": 8, "raw_access_thread": 9, "process_access": 10, "file_event": 11,
    "registry_set": 13, "registry_event": 13, "create_stream_hash": 15, "pipe_created": 17, "wmi_event": 20,
    "dns_query": 22, "file_delete": 23, "process_tampering": 25, "file_executable_detected": 29,
}  # fmt: skip
"""Sigma specification 2.1, taxonomy: event ids of Sysmon."""
SERVICES = {"security": "Security", "system": "System", "application": "Application", "windefend": None}
SYSTEM = frozenset({"EventID", "Channel", "Provider_Name", "Computer", "Level", "Task", "Opcode", "Keywords"})
IN_HASHES = frozenset({"md5", "sha1", "sha256", "imphash"})
IN_4688 = {
    "Image": "NewProcessName", "ParentImage": "ParentProcessName", "ProcessId": "NewProcessId",
    "ParentProcessId": "ProcessId", "LogonId": "SubjectLogonId", "IntegrityLevel": "MandatoryLabel",
}  # fmt: skip


def _place(rule, fields, rng):
    """Channel and event id of a record that the rule is for; null where this test does not know any."""
    source = rule["logsource"]
    if source.get("category") in CATEGORIES:
        return SYSMON, CATEGORIES[source["category"]]
    channel = SERVICES.get(source.get("service", ""))
    text = str(fields.get("EventID", "1"))
    return (channel, int(text) if text.isdigit() else 1) if channel and "category" not in source else None


def _compare(rules, loaded, rng):
    """Both opinions on records for each rule; those that differ, and how often both said yes."""
    known = {rule.id for rule in loaded}
    asked, lines = [], []
    for rule in (rule for rule in rules if rule["id"] in known):
        for _ in range(RECORDS):
            fields = invented(rule, rng)
            place = _place(rule, fields, rng)
            if place is None or IN_HASHES & {name.lower() for name in fields}:
                continue
            system = {"Provider_Name": "P", "Computer": "H", **{k: v for k, v in fields.items() if k in SYSTEM}}
            system |= {"Channel": place[0], "EventID": place[1]}
            data = {name: value for name, value in fields.items() if name not in SYSTEM}
            written = data
            if place == (SYSMON, 1) and not data.keys() & (IN_4688.values() - IN_4688.keys()) and rng.random() < 0.5:
                # The same in the words of the Security log.
                written = {IN_4688.get(name, name): value for name, value in data.items()}
                system |= {"Channel": "Security", "EventID": 4688}
            asked.append((rule, {**data, **system}))
            lines.append(_event(system, written))
    batches = read(Kind.EVENTS_JSON, b"".join(lines))
    places = {sum(map(len, lines[:number])): number for number in range(len(lines))}
    hits = {
        (found.detector, places[found.record.at.offset])
        for found in Engine([rule.detector for rule in loaded]).scan(batches)
    }
    differ, both = [], 0
    for number, (rule, fields) in enumerate(asked):
        ours, theirs = (rule["id"], number) in hits, judged(rule, fields)
        both += ours and theirs
        if ours != theirs:
            differ.append((rule["title"], "ours" if ours else "theirs", fields, rule["detection"]))
    return differ, both, len(asked)


def _event(system, data):
    system = {**system, "Provider": {"#attributes": {"Name": system["Provider_Name"]}}}
    del system["Provider_Name"]
    return orjson.dumps({"Event": {"System": system, "EventData": data}}) + b"\n"


def test_the_rules_of_sigma_hq(corpora):
    """On records that each was meant for."""
    (path,) = (corpora / "sigma-rules").glob("*.zip")
    rules = []
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist())[::EVERY]:
            if name.endswith(".yml"):
                found = yaml.load_all(archive.read(name), Loader=yaml.CSafeLoader)
                rules += [rule for rule in found if isinstance(rule, dict) and "detection" in rule]
    named = {rule["id"] for rule in rules}
    loaded = [rule for rule in load_rules([path]).rules if rule.id in named]
    differ, both, asked = _compare(rules, loaded, random.Random(1))
    assert differ == []
    assert both > asked / 3 > 100


TEXTS = (
    "cmd.exe", "\\cmd.exe", "*\\whoami*", "a?c", "", "-enc", "/c -a", " --b", "C:\\Temp\\\\*", "a\\*b", "ÄÖ", "ſs",
    "\\\\\\\\srv\\\\share", "İ", "ΣΑΣ", "K", "foo bar", "*", "?", "5", "0x10", "true", "a*b*c", "\\?", "x\\\\", '"q"',
    "a\tb",
)  # fmt: skip
MODIFIERS = """
|||contains|startswith|endswith|contains all|cased|contains cased|windash|contains windash|windash contains all|re|re i
|re i s|re all|base64offset contains|base64 contains|wide base64offset contains|utf16be base64 contains|neq|contains neq
|contains all neq|lt|gte|cidr|exists|fieldref|fieldref contains|fieldref endswith cased|fieldref neq|cidr neq|re neq
""".replace("\n", "").split("|")
EXPRESSIONS = (
    "foo.*bar", "^a", "b$", "[a-c]{2,4}x", "\\\\cmd\\.exe$", "a|b|", "^$", "\\d+\\s\\w", "(ab)+c?", ".{5,}", "x(?!y)"
)  # fmt: skip
NAMES = ("sel", "sel_a", "sel_b", "_hidden", "_h2", "filter_main", "other")
FIELDS = ("A", "B", "C", "User")


def _value(modifiers, rng):
    kinds = {
        "re": EXPRESSIONS, "cidr": ("10.0.0.0/8", "::1/128", "0.0.0.0/0"), "exists": (True, False), "fieldref": FIELDS,
        "lt": (0, 5, 2.5), "gte": (-3, 1000), "base64": ("cmd", "é"), "base64offset": ("whoami", "aa"),
    }  # fmt: skip
    found = next((kinds[one] for one in modifiers if one in kinds), None)
    if found is None and modifiers in ([], ["neq"]) and rng.random() < 0.3:
        found = (None, 5, 16, 2.5, True)
    return rng.choice(found or TEXTS)


def _map(rng):
    found = {}
    for _ in range(rng.randint(1, 3)):
        modifiers = rng.choice(MODIFIERS).split()
        values = [_value(modifiers, rng) for _ in range(rng.choice((1, 1, 2, 3)))]
        single = "exists" in modifiers or rng.random() < 0.4
        found["|".join([rng.choice(FIELDS), *modifiers])] = values[0] if single else values
    return found


def _section(rng):
    words = [text for text in TEXTS if text]
    makers = (
        _map, _map, _map, lambda rng: [_map(rng) for _ in range(rng.randint(1, 3))], lambda rng: rng.sample(words, 2),
        lambda rng: {"|all": rng.sample(words, 2)}, lambda rng: [_map(rng), rng.choice(words)],
        lambda rng: rng.choice(words),
    )  # fmt: skip
    return rng.choice(makers)(rng)


def _condition(names, rng, depth=0):
    if depth < 3 and rng.random() < 0.6:
        left, right = _condition(names, rng, depth + 1), _condition(names, rng, depth + 1)
        return rng.choice((f"{left} and {right}", f"{left} or {right}", f"not {left}", f"({left})", f"not ({right})"))
    shown = [name for name in names if name[0] != "_"]
    patterns = [one for one in ("sel*", "s*", "*_a", "*") if any(fnmatchcase(name, one) for name in shown)]
    patterns += ["_h*"] * any(name[0] == "_" for name in names) + ["them"] * bool(shown)
    return rng.choice((*names, *(f"{count} of {one}" for count in ("1", "any", "all") for one in patterns)))


@pytest.mark.parametrize("seed", range(4))
def test_rules_that_nobody_would_write(tmp_path, seed):
    """Every modifier with most others, keywords, lists of maps, names with `_`, any condition."""
    rng = random.Random(seed)
    rules = []
    for number in range(60):
        detection = {name: _section(rng) for name in rng.sample(NAMES, rng.randint(1, 4))}
        detection["condition"] = _condition(list(detection), rng)
        source = {"product": "windows", "service": "application"}
        rules.append({"title": str(number), "id": str(number), "logsource": source, "detection": detection})
        (tmp_path / f"{number}.yml").write_text(yaml.safe_dump(rules[-1], allow_unicode=True), encoding="utf-8")
    loaded = load_rules([tmp_path])
    assert loaded.refused == ()
    differ, both, asked = _compare(rules, loaded.rules, rng)
    assert differ == []
    assert both > asked / 8 > 50
