"""Where the rules of a scan come from besides the pack."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from indicia.errors import UsageError


class Sources(Struct, frozen=True, kw_only=True):
    """What the user brings; read where it lies, never copied."""

    rules: tuple[Path, ...] = ()
    """Sigma rules, correlations and filters, YARA rules: folders, files, zip archives."""
    indicators: tuple[Path, ...] = ()
    """Lists, CSV, STIX, MISP: folders, files, zip archives."""
    values: Path | None = None
    """Values of placeholders in Sigma rules."""
    pipelines: tuple[Path, ...] = ()
    """Field mappings for Sigma rules, as pySigma reads them."""
    allow: tuple[Path, ...] = ()
    """The site's allow list: Sigma filters with author, reason and end."""

    def paths(self) -> Iterator[Path]:
        """All of them."""
        yield from (*self.rules, *self.indicators, *self.pipelines, *self.allow)
        if self.values is not None:
            yield self.values

    def given(self) -> tuple[Path, ...]:
        """Rules and indicators, each path once."""
        return tuple(dict.fromkeys((*self.rules, *self.indicators)))

    def check(self) -> None:
        """Raises UsageError for the first path that is not there."""
        for path in self.paths():
            if not path.exists():
                raise UsageError(f"{path}: not found", hint="Name a file, a folder or a zip archive that exists.")

    def resolved(self) -> "Sources":
        """The same with absolute paths."""
        return Sources(
            rules=tuple(path.resolve() for path in self.rules),
            indicators=tuple(path.resolve() for path in self.indicators),
            values=self.values and self.values.resolve(),
            pipelines=tuple(path.resolve() for path in self.pipelines),
            allow=tuple(path.resolve() for path in self.allow),
        )

    def there(self) -> "Sources":
        """The same without what is gone."""
        return Sources(
            rules=tuple(path for path in self.rules if path.exists()),
            indicators=tuple(path for path in self.indicators if path.exists()),
            values=self.values if self.values and self.values.exists() else None,
            pipelines=tuple(path for path in self.pipelines if path.exists()),
            allow=tuple(path for path in self.allow if path.exists()),
        )
