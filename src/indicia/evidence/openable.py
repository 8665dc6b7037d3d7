"""What cannot be opened as a collection, said before anything long begins."""

from collections.abc import Sequence
from contextlib import closing

from indicia.errors import PasswordError
from indicia.evidence.archives.damage import Damaged, Locked
from indicia.evidence.archives.formats import TELLING_BYTES, Format, archive_format, closed_format, image_format
from indicia.evidence.archives.zip_lock import require_unlocked
from indicia.evidence.arguments import Argument
from indicia.evidence.walk import open_evidence


def require_openable(argument: Argument, passwords: Sequence[str], members: int) -> None:
    """Find out whether an archive given by name opens at all; at most so many members of it are looked at.

    Raises PasswordError.  What is damaged is said where it lies when the argument is read.
    """
    if argument.folder:
        return
    try:
        with open_evidence(argument.path) as file:
            found = archive_format(file.read(TELLING_BYTES))
        if found is Format.ZIP:
            require_unlocked(argument.path, passwords, members)
        elif found is Format.SEVEN_ZIP:
            from indicia.evidence.archives.seven_zip import read_seven_zip  # its library takes long to import

            with closing(read_seven_zip(argument.path, passwords)) as read:
                next(read, None)
    except Locked as locked:
        raise PasswordError(
            f"{argument.label}: {locked}", hint="Give the password with --password; it may be given several times."
        ) from None
    except (Damaged, OSError):
        return


def why_closed(start: bytes, size: int) -> str:
    """Why a file that begins like this holds a collection and cannot be opened; empty when it is none, or can be."""
    image = image_format(start, size)
    if image:
        return f"disk image ({image}): not read yet. Mount it read-only and scan the folder it is mounted on"
    closed = closed_format(start)
    return f"{closed} archive: cannot be opened. Unpack it and scan the folder" if closed else ""
