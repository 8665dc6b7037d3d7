"""Keys of officers and parties as they are handed in."""

from typing import TypeAlias

from indicia.statement.keys.announcement import Announcement
from indicia.statement.keys.pair import KeyPair

Keys: TypeAlias = dict[str, tuple[KeyPair, Announcement]]
