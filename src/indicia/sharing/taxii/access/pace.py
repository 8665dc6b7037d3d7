"""How fast one may ask: a bucket for each token and each address, which fills evenly."""

import ipaddress
import threading
import time
from collections import OrderedDict

from msgspec import Struct

_REMEMBERED = 20_000


def crowd(address: str) -> str:
    """Whose an address is taken to be: of IPv6 a network of 64 bits is one subscriber's, who could use each once."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if found.version == 4:
        return address
    mapped = found.ipv4_mapped
    return str(mapped) if mapped is not None else str(ipaddress.ip_network((found, 64), strict=False))


class _Bucket(Struct):
    left: float
    at: float


class Pace:
    """At most `rate` a second in the long run, `burst` at once; a rate of 0 sets no limit."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, who: str, cost: float = 1.0) -> float:
        """Take from a bucket; 0, or the seconds after which there is enough in it again, and then nothing is taken."""
        if self._rate <= 0:
            return 0.0
        now = time.monotonic()
        with self._lock:
            bucket = self._buckets.pop(who, None) or _Bucket(self._burst, now)
            bucket.left = min(self._burst, bucket.left + (now - bucket.at) * self._rate)
            bucket.at = now
            self._buckets[who] = bucket
            if len(self._buckets) > _REMEMBERED:
                # The one that was idle longest is nearly full again.
                self._buckets.popitem(last=False)
            if bucket.left < cost:
                return (cost - bucket.left) / self._rate
            bucket.left -= cost
            return 0.0
