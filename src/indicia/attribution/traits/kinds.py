"""What each kind of trait can say, as numbers.

The caps follow the classes of a note on attribution: exclusive code up to 100 to 1, infrastructure that the group rents
30, shared kits 3, texts of a client 2 to 10; they are proposals and not fitted to any fleet.
"""

import math
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from indicia.model.trait import TraitKind


class Block(StrEnum):
    """Kinds that follow from each other: one choice of the intruder.  Only blocks are taken as independent."""

    SHELL = "web shell"
    PAGE = "page"
    ADDRESS = "address"
    AGENT = "client program"
    REQUEST = "request"
    MAILBOX = "mailboxes"
    COMMAND = "commands"
    IMPLANT = "implant"
    MOMENT = "moment"
    """The same address came to both hosts within minutes."""


BLOCKS = tuple(Block)


class KindFacts(Struct, frozen=True):
    """Numbers of one kind; weights are natural logarithms of likelihood ratios."""

    block: Block
    expected: float
    """Part of hosts of other visitors that show one given value, where nothing is known of the value."""
    kept: float
    """How often another host of the same campaign shows the value too."""
    cap: float
    """The most that one shared value says."""


FACTS: Mapping[TraitKind, KindFacts] = {
    TraitKind.SHELL_HASH: KindFacts(Block.SHELL, 0.002, 0.5, math.log(100)),
    TraitKind.SHELL_CODE: KindFacts(Block.SHELL, 0.003, 0.5, math.log(80)),
    TraitKind.PASSWORD: KindFacts(Block.SHELL, 0.005, 0.6, math.log(60)),
    TraitKind.PAGE: KindFacts(Block.PAGE, 0.01, 0.4, math.log(30)),
    TraitKind.PAGE_NAME: KindFacts(Block.PAGE, 0.015, 0.4, math.log(20)),
    TraitKind.CLIENT: KindFacts(Block.ADDRESS, 0.005, 0.4, math.log(30)),
    TraitKind.VISIT: KindFacts(Block.MOMENT, 0.003, 0.3, math.log(10)),
    TraitKind.AGENT: KindFacts(Block.AGENT, 0.05, 0.6, math.log(10)),
    TraitKind.FORGED: KindFacts(Block.REQUEST, 0.03, 0.6, math.log(15)),
    TraitKind.MARKER: KindFacts(Block.REQUEST, 0.002, 0.5, math.log(50)),
    TraitKind.MAILBOX: KindFacts(Block.MAILBOX, 0.05, 0.4, math.log(8)),
    TraitKind.COMMAND: KindFacts(Block.COMMAND, 0.02, 0.5, math.log(20)),
    TraitKind.IMPLANT: KindFacts(Block.IMPLANT, 0.005, 0.5, math.log(50)),
    TraitKind.TOOL_HASH: KindFacts(Block.IMPLANT, 0.003, 0.5, math.log(60)),
}
KINDS = tuple(TraitKind)

KNOWN_CAP = math.log(3)
"""The most that a value says of which a list knows that several groups use it."""
BLOCK_CAP = 1.5
"""A block says at most so many times what its strongest shared value may; each further value counts half the last."""
AGAINST: Mapping[Block, float] = {
    Block.SHELL: 1.2,
    Block.AGENT: 0.5,
    Block.REQUEST: 0.5,
    Block.COMMAND: 0.3,
}
"""What it says against one campaign that both hosts show values of a block and share none.

Addresses and page names change from host to host even with one group, so their difference says nothing.
"""
APART = 6.0
"""What it says against one campaign that both got past probing on one server and share no address, page or token there.

Who returns to a server mostly uses what he left; two groups that both hit the same servers are told apart by this.
"""
AGAINST_KINDS: Mapping[Block, frozenset[TraitKind]] = {
    Block.SHELL: frozenset({TraitKind.PASSWORD, TraitKind.SHELL_CODE}),
    Block.AGENT: frozenset({TraitKind.AGENT}),
    Block.REQUEST: frozenset({TraitKind.FORGED}),
    Block.COMMAND: frozenset({TraitKind.COMMAND}),
}
"""Which kinds have to be there for the difference to count; the hash of a settings dump differs on every host."""
ADDRESS_HALF_DAYS, ADDRESS_DAYS = 7, 45
"""Addresses are rented: after so many days between two uses an address says half as much, after so many nothing."""
