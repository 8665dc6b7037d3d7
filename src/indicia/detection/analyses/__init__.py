"""Purpose-made detectors, one file each; the list in `registry` is the order in which they run."""
