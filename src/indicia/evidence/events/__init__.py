"""Windows events from EVTX, JSON and XML: three readers, one decoder.  Importing the package files the readers."""

from indicia.evidence.events import evtx, json, xml

__all__ = ["evtx", "json", "xml"]
