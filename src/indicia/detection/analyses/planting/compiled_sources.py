"""Which script files a collection holds: what `page-compiled` compares compiled pages with.  A file consumer."""

from collections.abc import Callable
from typing import BinaryIO

from msgspec.structs import replace

from indicia.detection.analyses.planting.page_compiled import SOURCE
from indicia.detection.consumer import FileSeen
from indicia.model.record import Record, Sighting

_EXTENSIONS = frozenset({"aspx", "ashx", "asmx", "cshtml", "vbhtml"})
"""What ASP.NET compiles when it is asked for."""
_KEPT = ("Path", "Size", "SHA256")
_NOTHING = FileSeen()


class SourcePages:
    """Notes each page that ASP.NET could compile, without its content."""

    def look(self, record: Record, content: Callable[[], BinaryIO]) -> FileSeen:
        """One sighting for a page; nothing for any other file."""
        if record.fields.get("Extension") not in _EXTENSIONS:
            return _NOTHING
        fields = {name: record.fields[name] for name in _KEPT if name in record.fields}
        return FileSeen(sightings=(Sighting(detector=SOURCE, record=replace(record, fields=fields)),))
