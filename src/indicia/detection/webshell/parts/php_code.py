"""The code of a page of PHP."""

import re

from indicia.detection.webshell.tokens.markup import TAG_SCRIPT_END, lines_of

PHP_OPEN = re.compile(
    r"<\?(?:php\b|=|(?!xml)(?=[\s(@$/#'\"]))|<script\s[^>]{0,100}language\s*=\s*[\"']?php[\"']?[^>]{0,100}>", re.I
)
PHP_CLEAR = re.compile(r"<\?(?:php\b|=)|<script\s[^>]{0,100}language\s*=\s*[\"']?php\b", re.I)


def php_code(text: str) -> str:
    """Code between the tags; strings and comments are heeded, since a closing tag may stand in a string."""
    pieces: list[str] = []
    lost: list[str] = []
    position = 0
    while (start := PHP_OPEN.search(text, position)) is not None:
        pieces.append(lines_of(text, position, start.start()))
        opening = start[0].lower()
        begin = start.end()
        if opening.startswith("<script"):
            close = TAG_SCRIPT_END.search(text, begin)
            end, after = (close.start(), close.end()) if close else (len(text), len(text))
        else:
            end = _php_end(text, begin, lost)
            after = min(len(text), end + 2)
        pieces.append(("echo " if opening == "<?=" else "") + text[begin:end] + ";")
        position = after
    pieces.append(lines_of(text, position, len(text)))
    return "".join(pieces)


_PHP_STOP = re.compile(
    r"\?>|'(?:[^'\\]+|\\.)*+'?|\"(?:[^\"\\]+|\\.)*+\"?|`(?:[^`\\]+|\\.)*+`?|/\*|(?:\#(?!\[)|//)[^\n?]*(?:\?(?!>)[^\n?]*)*"
    r"|<<<[ \t]*[\"']?(\w+)[\"']?\r?\n",
    re.DOTALL,
)


def _php_end(text: str, position: int, lost: list[str]) -> int:
    """Where the code ends that begins here; `lost` collects labels of texts that nothing closes."""
    while (found := _PHP_STOP.search(text, position)) is not None:
        if found[0] == "?>":
            return found.start()
        position = found.end()
        if found[0] == "/*":
            end = text.find("*/", position)
            position = len(text) if end < 0 else end + 2
        elif found[1] and found[1] not in lost and len(lost) < 5:
            end = text.find("\n" + found[1], position - 1)
            if end < 0:
                lost.append(found[1])
            else:
                position = end + 1
    return len(text)
