"""The same event from EVTX and from the JSON beside it in SigmaHQ's regression data."""

from indicia.model.evidence import Kind
from indicia.model.record import Record, Value


def trimmed(record: Record) -> dict[str, Value]:
    """The fields without blanks at their ends: the twins were written by a version of the wheel that cut them off."""
    return {name: value.rstrip(" ") if isinstance(value, str) else value for name, value in record.fields.items()}


def test_twins_agree(corpora, read):
    """Each event log and its JSON twin give the same records, field by field, but for blanks at the end of values."""
    pairs, exact = 0, 0
    for log in sorted((corpora / "sigma-regression").rglob("*.evtx")):
        from_log, ledger = read(Kind.EVTX, log.read_bytes())
        from_twin, other = read(Kind.EVENTS_JSON, log.with_suffix(".json").read_bytes())
        assert not ledger.faults
        assert not other.faults
        left = [event.decode() for event in from_log]
        right = [event.decode() for event in from_twin]
        assert left
        assert [trimmed(record) for record in left] == [trimmed(record) for record in right]
        for one, two in zip(left, right, strict=True):
            assert (one.time, one.host, one.source, one.at.record_id) == (
                two.time,
                two.host,
                two.source,
                two.at.record_id,
            )
        pairs += 1
        exact += [record.fields for record in left] == [record.fields for record in right]
    assert (pairs, exact) == (84, 52)
