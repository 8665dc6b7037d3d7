"""Windows events from EVTX, JSON and XML: three readers, one decoder."""
