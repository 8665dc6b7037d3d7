"""Servers that `--host` names on the command line."""

from collections.abc import Iterable, Sequence

from indicia.errors import UsageError

_SHOWN = 20


def servers_of(names: Sequence[str], there: Iterable[str], where: str = "this case") -> list[str]:
    """The servers that these names mean, each once: the full name or its first label, in any case; none for no names.

    Raises UsageError for a name that is no server's, with the servers there are.
    """
    servers = list(dict.fromkeys(there))
    found: dict[str, None] = {}
    for name in names:
        lower = name.lower()
        meant = [one for one in servers if lower in {one.lower(), one.lower().partition(".")[0]}]
        if not meant:
            shown = ", ".join(servers[:_SHOWN]) or "none"
            raise UsageError(f"no server {name} in {where}", hint=f"Servers here: {shown}.")
        found |= dict.fromkeys(meant)
    return list(found)
