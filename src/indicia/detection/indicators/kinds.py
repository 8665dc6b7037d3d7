"""Kinds of indicators."""

from enum import IntEnum


class Kind(IntEnum):
    """What an indicator is a value of; the number is what the table keeps."""

    MD5 = 1
    SHA1 = 2
    SHA256 = 3
    IPV4 = 4
    IPV6 = 5
    NET4 = 6
    NET6 = 7
    DOMAIN = 8
    """A name and everything below it."""
    HOST = 9
    """A name, and nothing below it."""
    URL = 10
    NAME = 11
    """A file name without a folder."""
    PATH = 12
    """A file path of any drive, or a path in a web address; compared from its end, part by part."""
    EMAIL = 13
    AGENT = 14
    REGISTRY = 15
    MUTEX = 16
    TEXT = 17
    """Any other text that has to stand in a value."""
    PATTERN = 18
    """A STIX pattern."""


HASHES = frozenset({Kind.MD5, Kind.SHA1, Kind.SHA256})
ADDRESSES = frozenset({Kind.IPV4, Kind.IPV6, Kind.NET4, Kind.NET6})
TEXTS = frozenset({Kind.AGENT, Kind.REGISTRY, Kind.MUTEX, Kind.TEXT})
"""Looked for as a piece of a value, see `tokens.text_form`."""

WORDS = {
    Kind.MD5: "File hash",
    Kind.SHA1: "File hash",
    Kind.SHA256: "File hash",
    Kind.IPV4: "Address",
    Kind.IPV6: "Address",
    Kind.NET4: "Network",
    Kind.NET6: "Network",
    Kind.DOMAIN: "Domain",
    Kind.HOST: "Host name",
    Kind.URL: "URL",
    Kind.NAME: "File name",
    Kind.PATH: "Path",
    Kind.EMAIL: "E-mail address",
    Kind.AGENT: "User agent",
    Kind.REGISTRY: "Registry key",
    Kind.MUTEX: "Mutex",
    Kind.TEXT: "Text",
    Kind.PATTERN: "Pattern",
}
"""How a title begins."""
