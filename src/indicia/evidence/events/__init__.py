"""Windows events from EVTX, JSON, XML and CSV: a folder for each reader, one decoder, and what all of them share."""
