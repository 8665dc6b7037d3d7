"""`ledger/keys.json`: which log it is, and which witnesses are asked for, as somebody who hands on a bundle says.

    {"format": "indicia-log-keys/1", "log": "name+id+key", "witnesses": ["name+id+key", …]}

Nobody signs it.  Keys that were seen before, or that the reader names, go before it.
"""

from msgspec import Struct

from indicia.statement.canonical import Row, canonical, parsed
from indicia.statement.ledger.note import COSIGNATURE, ED25519, VerifierKey, verifier_key

FORMAT = "indicia-log-keys/1"
MOST_WITNESSES = 100


class LogKeys(Struct, frozen=True):
    """Public keys."""

    log: VerifierKey
    witnesses: tuple[VerifierKey, ...]

    def to_bytes(self) -> bytes:
        """The file."""
        return canonical({"format": FORMAT, "log": self.log.text, "witnesses": [one.text for one in self.witnesses]})


def log_keys_of(data: bytes, where: str) -> LogKeys:
    """Read one.  Raises StatementError, also for a key of the wrong kind and one that is there twice."""
    row = Row(parsed(data, where), where)
    if row.text("format") != FORMAT:
        row.wrong(f"not `{FORMAT}`")
    log = verifier_key(row.text("log"), where)
    witnesses = tuple(verifier_key(one, where) for one in row.texts("witnesses")[: MOST_WITNESSES + 1])
    row.close()
    if log.algorithm != ED25519 or any(one.algorithm != COSIGNATURE for one in witnesses):
        row.wrong("a log signs with keys of kind 1, a witness with keys of kind 4")
    if len(witnesses) > MOST_WITNESSES:
        row.wrong(f"more than {MOST_WITNESSES} witnesses")
    publics = [log.public, *(one.public for one in witnesses)]
    if len(set(publics)) < len(publics):
        row.wrong("one key is there twice: it would count as two witnesses, or the log would witness itself")
    return LogKeys(log, witnesses)
