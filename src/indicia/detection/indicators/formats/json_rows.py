"""JSON that is a list of flat objects, such as the feed files of MSTIC."""

from collections.abc import Iterator, Mapping, Sequence

import orjson

from indicia.detection.indicators.formats.rows import columns_named, given_of_row, plain_name
from indicia.detection.indicators.given import Bad, Given

_LISTS = ("indicators", "iocs", "data", "values", "value", "items", "results", "observables")


def rows_in(document: object) -> Sequence[object] | None:
    """The list of objects or values in a document; null when there is none."""
    if isinstance(document, list):
        return document
    if isinstance(document, Mapping):
        for name, inner in document.items():
            if plain_name(str(name)) in _LISTS and isinstance(inner, list):
                return inner
    return None


def read_json_rows(rows: Sequence[object]) -> Iterator[Given | Bad]:
    """One indicator an object, its keys read as the columns of a CSV file; a bare text is a value by itself.

    Hashes in a nested object (`AdditionalMetadata` of MSTIC: `FileMd5`, `FileSha1`) are indicators as well.
    """
    for number, row in enumerate(rows, 1):
        if isinstance(row, str):
            yield Given(row, place=f"entry {number}")
        elif not isinstance(row, Mapping):
            yield Bad(orjson.dumps(row).decode()[:80], f"entry {number}", "neither a text nor an object")
        else:
            yield from _of_object(row, number)


def _of_object(row: Mapping[object, object], number: int) -> Iterator[Given | Bad]:
    flat = [(str(name), "" if value is None else str(value)) for name, value in row.items() if _is_plain(value)]
    columns = columns_named([name for name, _ in flat])
    if not columns.header:
        yield Bad(
            orjson.dumps(row, option=orjson.OPT_NON_STR_KEYS).decode()[:80], f"entry {number}", "it names no value"
        )
        return
    place = f"entry {number}"
    given = [item._replace(place=place) for item in given_of_row([value for _, value in flat], number, columns)]
    yield from given
    like = next((item for item in given if isinstance(item, Given)), None)
    for inner in row.values():
        if like is None or not isinstance(inner, Mapping):
            continue
        for name, value in inner.items():
            kind = plain_name(str(name)).removeprefix("file")
            if kind in {"md5", "sha1", "sha256"} and isinstance(value, str) and value.strip():
                yield like._replace(value=value, type=kind, pattern=False)


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float)
