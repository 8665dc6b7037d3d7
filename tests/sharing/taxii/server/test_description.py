"""The server does what its own description says: Schemathesis reads it and asks what it can think of."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from ..served import GREEN, Served, thing

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")


def test_the_description_is_kept(shared: Served) -> None:
    """Every operation: statuses, media types and bodies as described, nothing without a token, no defect."""
    one = thing(GREEN)
    shared.post("green", one)
    raw = shared.ask("green", "/openapi.json").json
    known = {"root": ["api"], "collection": [shared.collection], "object": [one["id"]]}
    for path in raw["paths"].values():
        for parameter in path.get("parameters", []):
            if parameter["name"] in known:
                # Half of the requests are to reach what is there.
                parameter["schema"] = {"anyOf": [{"enum": known[parameter["name"]]}, parameter["schema"]]}
    schema = schemathesis.openapi.from_dict(raw)
    schema.config.update(base_url=shared.url)
    asked = []
    for result in schema.get_all_operations():
        operation = result.ok()

        def ask(case: Any) -> None:
            headers = {
                "Authorization": f"Bearer {shared.tokens['green']}",
                "Accept": "application/taxii+json;version=2.1",
            }
            case.call_and_validate(headers=headers)

        asked.append(operation.label)
        wanted = settings(
            max_examples=15,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        from hypothesis import given

        wanted(given(case=operation.as_strategy())(ask))()
    assert len(asked) == 11
