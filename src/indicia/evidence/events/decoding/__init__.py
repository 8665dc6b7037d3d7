"""One decoder for every form in which a Windows event is written, whichever reader it came through."""
