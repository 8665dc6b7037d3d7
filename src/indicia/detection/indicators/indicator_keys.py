"""Keys of a table of indicators, as `token_keys` makes them of a text."""

import numpy as np

from indicia.detection.indicators.kinds import HASHES, Kind
from indicia.detection.indicators.table import Table
from indicia.detection.indicators.token_keys import DOT, PAD, Keys, Places, address_keys, addresses_at

_PADDING = b"\n" * PAD


def _rows_of(table: Table, *kinds: Kind) -> list[int]:
    rows: list[int] = table.of_kind(*kinds).tolist()
    return rows


def hash_keys(table: Table) -> Keys:
    """The first eight digits of each hash, as they stand in a text."""
    rows = table.of_kind(*HASHES)
    if not len(rows):
        return np.empty(0, dtype=np.uint64)
    kept = np.frombuffer(table.blob, dtype=np.uint8)
    places = table.places[rows].astype(np.int64)
    digits = np.frombuffer(b"0123456789abcdef", dtype=np.uint8).astype(np.uint64)
    key = np.zeros(len(rows), dtype=np.uint64)
    for place in range(4):
        byte = kept[places + place]
        key |= digits[byte >> 4] << np.uint64(16 * place)
        key |= digits[byte & 15] << np.uint64(16 * place + 8)
    return key


def network_ranges(table: Table) -> tuple[Keys, Keys] | None:
    """First and last addresses of the networks, those that touch joined, in order; null where there is none."""
    from ipaddress import IPv4Network, collapse_addresses

    networks = [IPv4Network(table.value(row)) for row in _rows_of(table, Kind.NET4)]
    if not networks:
        return None
    joined = list(collapse_addresses(networks))
    starts = np.array([int(network.network_address) for network in joined], dtype=np.uint64)
    ends = np.array([int(network.broadcast_address) for network in joined], dtype=np.uint64)
    return starts, ends


def padded_values(table: Table) -> bytes:
    """All values, each ended by a line feed."""
    return _PADDING + table.blob + _PADDING


def last_dots(table: Table, padded: bytes, *kinds: Kind) -> Places:
    """Place in the padded values of the last dot of each value of these kinds."""
    buffer = np.frombuffer(padded, dtype=np.uint8)
    rows = table.of_kind(*kinds)
    starts = table.places[rows].astype(np.int64) + PAD
    at = starts + table.lengths[rows]
    moving = np.arange(len(rows))
    while len(moving):
        at[moving] -= 1
        moving = moving[(buffer[at[moving]] != DOT) & (at[moving] > starts[moving])]
    return at


def url_hosts(table: Table) -> list[bytes]:
    """Hosts of the URLs, each once."""
    hosts: dict[bytes, None] = {}
    for row in _rows_of(table, Kind.URL):
        value = table.stored(row)
        end = min((at for at in (value.find(sign) for sign in (b"/", b"?", b":")) if at >= 0), default=len(value))
        hosts.setdefault(value[:end])
    return list(hosts)


def packed_keys(table: Table) -> Keys:
    """Keys of the addresses, made from their text as any log writes it."""
    rows = table.of_kind(Kind.IPV4)
    found = [np.empty(0, dtype=np.uint64)]
    for begin in range(0, len(rows), 100_000):
        texts = [b"%d.%d.%d.%d" % tuple(table.stored(row)) for row in rows[begin : begin + 100_000].tolist()]
        found.append(keys_of_addresses(*joined_values(texts)))
    return np.concatenate(found)


def keys_of_addresses(values: bytes, _last: Places) -> Keys:
    """Keys of addresses that stand line by line in a padded text."""
    buffer = np.frombuffer(values, dtype=np.uint8)
    begins, ends, _ = addresses_at(buffer, np.flatnonzero(buffer == DOT))
    return address_keys(buffer, begins, ends)


def joined_values(values: list[bytes]) -> tuple[bytes, Places]:
    """Values line by line in one padded text, and the place of the last dot of each that has one."""
    text = b"\n".join(values)
    ends = np.cumsum([len(value) + 1 for value in values], dtype=np.int64)
    dots = [
        int(end) - 1 - len(value) + dot + PAD
        for end, value in zip(ends, values, strict=True)
        if (dot := value.rfind(b".")) >= 0
    ]
    return _PADDING + text + _PADDING, np.array(dots, dtype=np.int64)
