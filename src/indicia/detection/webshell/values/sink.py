"""Where a script acts on a value, and what the parts and layers of one script have in common."""

from dataclasses import dataclass, field
from enum import Enum

from msgspec import Struct

from indicia.detection.webshell.tokens.languages import Language
from indicia.detection.webshell.tokens.tokens import Group, Node
from indicia.detection.webshell.values.value import NOTHING, Held, Trail, Value


class Effect(Enum):
    """What a script does with a value."""

    EVALUATES = "evaluates"
    RUNS = "starts a program from"
    LOADS = "loads and runs code from"
    COMPILES = "compiles and runs"
    CALLS = "calls the function named by"
    DESERIALIZES = "builds objects from"
    INCLUDES = "includes the file named by"
    FORWARDS = "runs the page named by"
    TRANSFORMS = "runs the style sheet"
    WRITES = "writes a file from"
    UPLOADS = "keeps an uploaded file under"
    DELETES = "deletes what is named by"
    LISTS = "lists the folder named by"
    READS = "shows the file named by"
    MOVES = "moves or copies what is named by"
    CONNECTS = "connects to the host named by"
    SENDS = "passes on over a connection"
    QUERIES = "puts to a database"
    ASKS = "asks the address named by"
    PASSES = "passes the body on with a request"
    SETS = "sets in the registry what is named by"
    DISCLOSES = "gives away"
    APPENDS = "keeps a log of"
    ACCOUNTS = "makes the account named by"
    CONFIGURES = "changes the web server with"
    LOOKS = "shows the key of the registry named by"
    MAILS = "sends mail with"
    UNPACKS = "unpacks an archive into"
    TALKS = "sends commands to a service of the machine itself from"
    TABLES = "shows the table named by"
    STAMPS = "changes the times or attributes of what is named by"
    SERVICES = "starts or stops the service named by"


RUN = frozenset({Effect.EVALUATES, Effect.LOADS, Effect.COMPILES, Effect.RUNS})
"""By which a value is executed."""


class Sink(Struct, frozen=True):
    """One place where a script acts on a value."""

    effect: Effect
    line: int
    code: str
    trail: Trail | None
    """From the request; null where no request is to be seen."""
    hidden: str = ""
    """Why what is acted on is hidden."""
    content: Trail | None = None
    """Of a written file: where its content comes from."""
    place: str | None = None
    """Of a written file: its path or the end of it, where constant."""
    layer: str = ""
    """In which decoded text; empty for the script itself."""
    fixed: bool = False
    """Whether a program that is fixed is started, and no command shell reads its arguments."""
    argument: bool = False
    """Whether a program that is fixed is started as long as a command shell reads no second command."""


Answers = dict[int, dict[str, Held]]
"""By place: what is known of parameters there."""


@dataclass(slots=True)
class Function:
    """A function of the script: what it was given, and what it gives back."""

    params: list[str]
    inputs: dict[str, Value] = field(default_factory=dict)
    given_in: dict[str, int] = field(default_factory=dict)
    """When each parameter was given something last: how often the page was read before that."""
    locals: dict[str, Value] = field(default_factory=dict)
    result: Value = NOTHING
    language: Language | None = None
    """In which it is written; another part of the page may call it."""
    body: Group | None = None
    """Null in Basic, whose functions have no brackets."""
    lines: list[list[Node]] = field(default_factory=list)
    """The statements of a short function of Basic without a loop."""
    loops: bool = False
    rest: bool = False
    """Whether the last parameter is a list of all that is left."""
    answers: Answers = field(default_factory=dict)
    """By the place where it gives something back: what that says of its parameters where it is a yes."""
    refusals: Answers = field(default_factory=dict)
    """The same where it is a no."""
    passes: Answers = field(default_factory=dict)
    """By the place where it is left: what is known of its parameters there."""
    never: bool = False
    """Whether it always ends the page or throws."""
    saying: dict[str, dict[str, Held]] = field(default_factory=dict)
    """While it is read: what it may give back, with what that says of its parameters."""
    says: dict[str, dict[str, Held]] = field(default_factory=dict)
    """The same as it was read before."""
    ends: bool = False
    """Whether it ends the page wherever it is called."""
    references: frozenset[str] = frozenset()
    """Parameters whose changes the caller sees; of VBScript, where that is the rule, not kept."""


class Shared:
    """What the parts and layers of one script have in common."""

    def __init__(self) -> None:
        self.sinks: dict[tuple[Effect, str, int], Sink] = {}
        self.layers: list[str] = []
        """Decoded texts that were read as code, described."""
        self.opaque: list[tuple[int, str]] = []
        """Places that run hidden text which could not be worked out, with the reason."""
        self.cut = False
        self.tokens = 0
        self.given: set[str] = set()
        """Engines of scripts that were given the request itself."""
        self.commands = False
        """Whether a command for a database starts programs."""
        self.ends = False
        """Whether programs of the server are ended or its logs emptied."""
        self.unknown: dict[tuple[Effect, int], tuple[str, str]] = {}
        """Places that run what nothing is known of, by what they do and the line: the code, and what is told of it."""
        self.shell = False
        """Whether a command shell is started."""
        self.saves: dict[tuple[str, int], bool] = {}
        """Places that keep an uploaded file: whether they do it outside of what a site runs."""
        self.seals = False
        """Whether what a request sends is sealed with a key of the site."""
        self.brought = False
        """Whether a file is moved or copied to where a site may run it."""


def weight_of(sink: Sink) -> tuple[int, int, int, int, int, int]:
    """Lower is better proof."""
    return (
        sink.trail is None,
        sink.fixed,
        sink.argument,
        sink.trail.rank if sink.trail else 0,
        (sink.content.rank if sink.content else 9),
        # Of one connection, that it is one of many counts.
        sink.effect is Effect.CONNECTS and not sink.hidden,
    )
