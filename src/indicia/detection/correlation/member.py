"""One event as a member of a correlation, as the store hands it to the windows."""

from typing import Any

Member = tuple[Any, ...]
"""(position, tick, time, part, owner, identity, group and value keys …)"""
FIRST_KEY = 6
"""Where the keys of a member begin."""
NUMBER = r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{1,30})?|0x[0-9a-f]{1,16})"
"""What `value_sum` and its kin take for a number."""
