"""What became of each push, for the one who pushed.  Source: TAXII 4.3."""

import sqlite3
import uuid
from collections.abc import Sequence

import orjson

from indicia.sharing.taxii.protocol.wire import moment, now
from indicia.sharing.taxii.store.adding import Outcome

KEPT = 7 * 86_400 * 1_000_000
"""Microseconds for which a status can be asked for."""

_MOST = 200
"""Statuses of one token."""


def keep(connection: sqlite3.Connection, token: int, root: int, outcomes: Sequence[Outcome]) -> bytes:
    """Keep it and return it as JSON; old ones go."""
    made = now()
    name = str(uuid.uuid4())
    good = [_detail(one) for one in outcomes if one.stored]
    failed = [_detail(one) for one in outcomes if not one.stored]
    status: dict[str, object] = {
        "id": name,
        "status": "complete",
        "request_timestamp": moment(made),
        "total_count": len(outcomes),
        "success_count": len(good),
        "failure_count": len(failed),
        "pending_count": 0,
    }
    if good:
        status["successes"] = good
    if failed:
        status["failures"] = failed
    body = orjson.dumps(status)
    connection.execute("DELETE FROM status WHERE made < ?", (made - KEPT,))
    # A sender reads its newest; without an end whoever may write could fill the disk with what was said of nothing.
    connection.execute(
        "DELETE FROM status WHERE token = ? AND made < (SELECT made FROM status WHERE token = ? ORDER BY made DESC "
        f"LIMIT 1 OFFSET {_MOST - 2})",
        (token, token),
    )
    connection.execute("INSERT INTO status VALUES (?, ?, ?, ?, ?)", (name, token, root, made, body.decode()))
    return body


def kept(connection: sqlite3.Connection, token: int, root: int, name: str) -> bytes | None:
    """A status of this token in this API root."""
    row = connection.execute(
        "SELECT body FROM status WHERE id = ? AND token = ? AND root = ? AND made >= ?",
        (name, token, root, now() - KEPT),
    ).fetchone()
    return None if row is None else bytes(row[0])


def _detail(one: Outcome) -> dict[str, str]:
    detail = {"id": one.id}
    if one.version:
        detail["version"] = one.version
    if one.message:
        detail["message"] = one.message
    return detail
