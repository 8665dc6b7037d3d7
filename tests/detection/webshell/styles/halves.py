"""The two halves of the pages by style: one that the analysis was mended after, one that was only counted."""

import hashlib

from tests.detection.webshell.second_samples import Sample


def seen(page: Sample) -> bool:
    """Whether a page is of the half that the analysis was mended after; by the hash of its name, so by no choice."""
    return hashlib.sha256(page.name.encode()).digest()[0] % 2 == 0
