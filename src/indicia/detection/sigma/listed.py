"""Lists of texts in rules: authors write a single text too, and a text with a colon, which YAML takes for a mapping."""


def listed(value: object) -> tuple[str, ...]:
    """The texts, each on one line; empty for null."""
    if value is None:
        return ()
    return tuple(map(_line, value)) if isinstance(value, list) else (_line(value),)


def _line(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{_line(key)}: {_line(said)}" for key, said in value.items())
    return "" if value is None else " ".join(str(value).split())
