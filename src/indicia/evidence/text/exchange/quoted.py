"""Values of one CSV line, read as the widespread lenient parsers do, for lines of any length."""


def split_csv(line: str, sep: str, most: int = 0) -> list[str] | None:
    """The values; null when a quoted value does not end within the text.

    A value is quoted when its first character is `"`; `""` inside stands for one.  What follows the closing quote up to
    the separator is kept as text.  A quote elsewhere is text.  With `most` above 0 the last of so many values takes
    the rest of the line; it is unquoted only when the quotes enclose the whole of it.
    Source: RFC 4180 section 2, with the leniency of Python's csv module.
    """
    if '"' not in line:
        return line.split(sep, most - 1 if most else -1)
    values: list[str] = []
    at = 0
    while True:
        if most and len(values) == most - 1:
            return _with_rest(values, line[at:])
        if line.startswith('"', at):
            close = _closing_quote(line, at + 1)
            if close < 0:
                return None
            end = line.find(sep, close + 1)
            end = len(line) if end < 0 else end
            values.append(line[at + 1 : close].replace('""', '"') + line[close + 1 : end])
        else:
            end = line.find(sep, at)
            end = len(line) if end < 0 else end
            values.append(line[at:end])
        if end == len(line):
            return values
        at = end + 1


def _with_rest(values: list[str], rest: str) -> list[str] | None:
    if rest.startswith('"'):
        close = _closing_quote(rest, 1)
        if close < 0:
            return None
        if close == len(rest) - 1:
            rest = rest[1:-1].replace('""', '"')
    return [*values, rest]


def _closing_quote(line: str, at: int) -> int:
    """Place of the quote that ends the value; -1 when there is none."""
    while True:
        close = line.find('"', at)
        if close < 0 or not line.startswith('"', close + 1):
            return close
        at = close + 2
