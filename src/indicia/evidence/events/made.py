"""An event that a reader put into JSON itself, as it is handed on."""

from functools import partial

from indicia.evidence.events.clock import SYSMON, SysmonClock
from indicia.evidence.events.decoding.loading import RAW
from indicia.evidence.events.decoding.shapes import Route, event_of
from indicia.evidence.events.spans import Tally
from indicia.tables.batch import Event


class Maker:
    """Makes events of one file, and counts them."""

    def __init__(self, sha256: str) -> None:
        self.tally = Tally()
        self.clock = SysmonClock()
        self._sha256 = sha256

    def make(self, text: bytes, route: Route | None, offset: int, length: int, line: int, written: str) -> Event:
        """The event in a JSON text; `written` is how it stands in the evidence.  Without a route it has no id."""
        provider, event_id, time, channel, host = (
            (route.provider, route.event_id, route.time, route.channel, route.host) if route else ("", -1, "", "", "")
        )
        self.tally.add(channel, host, time, event_id)
        if provider == SYSMON and self.clock.open:
            self.clock.see(time, text)
        decode = partial(event_of, self._sha256, offset, length, line, text, written[:RAW])
        return Event(channel, provider, event_id, text, decode)
