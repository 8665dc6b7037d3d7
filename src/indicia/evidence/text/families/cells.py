"""What single columns of a log say of a record, told without decoding the rest of its line."""

from collections.abc import Hashable, Mapping

from msgspec import Struct

from indicia.evidence.text.families.form import Form
from indicia.evidence.text.families.layout import Layout
from indicia.model.record import Value


class ColumnCells(Struct, frozen=True):
    """Of the lines that `Measured` calls plain; see `tables.batch.Cells`."""

    form: Form
    layout: Layout

    @property
    def key(self) -> Hashable:
        """Fields follow from the kind of log and its columns."""
        return self.form.source, self.layout

    def columns_of(self, fields: frozenset[str]) -> tuple[int, ...] | None:
        """See `Cells`."""
        return self.form.columns_of(self.layout, fields)

    def fields_of(self, columns: tuple[int, ...], values: tuple[bytes, ...]) -> Mapping[str, Value] | None:
        """See `Cells`.  The encoding of a line depends on all of it, and doubled quotes would have to be undone."""
        texts = []
        for value in values:
            if not value.isascii() or (self.layout.quoted and b'"' in value):
                return None
            texts.append(value.decode("ascii"))
        return self.form.fields_of(self.layout, columns, texts)
