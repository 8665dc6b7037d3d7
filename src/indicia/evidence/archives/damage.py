"""What can be wrong with one member of an archive; each ends as a fault with its reason."""


class Damaged(Exception):
    """The bytes of a member (or the rest of an archive) cannot be had; the text says why and where."""


class CutOff(Damaged):
    """The packed bytes of a member end early; what came before the end is as it was."""


class Locked(Damaged):
    """A member needs a password that was not given."""


class OverLimit(Damaged):
    """One member passed a limit; the text names the limit.  The rest of the archive is still read."""


class Spent(OverLimit):
    """A limit that holds for the whole archive is used up: nothing more of it is read."""
