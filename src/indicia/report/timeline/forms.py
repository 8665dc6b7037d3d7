"""The formats by name."""

from indicia.report.timeline.form import Form

NAMES = ("csv", "jsonl", "parquet")
_SUFFIXES = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".parquet": "parquet"}


def form_of(name: str) -> Form:
    """A format; `name` is one of `NAMES`."""
    if name == "jsonl":
        from indicia.report.timeline.as_jsonl import Jsonl

        return Jsonl()
    if name == "parquet":
        from indicia.report.timeline.as_parquet import Parquet

        return Parquet()
    from indicia.report.timeline.as_csv import Csv

    return Csv()


def name_for(suffix: str) -> str:
    """The format that a file's suffix asks for; CSV where it asks for none."""
    return _SUFFIXES.get(suffix.lower(), "csv")
