"""Event logs as Windows writes them: structure by our own walk, content by the `evtx` wheel or the compiled reader."""
