"""How far a scan is, told to whoever shows it."""

from typing import Protocol


class Progress(Protocol):
    """Receives what happens during a scan; all calls come from one thread."""

    def taking_in(self, size: int) -> None:
        """`size` more bytes were listed and hashed."""

    def reading(self, files: int, size: int) -> None:
        """Reading begins: so many files and bytes are to be read; both 0 when everything was read before."""

    def read(self, size: int) -> None:
        """One more file of `size` bytes was read."""

    def judging(self) -> None:
        """Everything was read; the answer is put together."""


class Silent:
    """Shows nothing."""

    def taking_in(self, size: int) -> None:
        """Nothing."""

    def reading(self, files: int, size: int) -> None:
        """Nothing."""

    def read(self, size: int) -> None:
        """Nothing."""

    def judging(self) -> None:
        """Nothing."""
