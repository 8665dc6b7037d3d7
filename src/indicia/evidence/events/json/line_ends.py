"""Where lines of a text end."""


def line_ends(text: bytes, position: int, most: int) -> list[int]:
    """Where the lines from a place on end, as many as are asked for."""
    find = text.find
    found: list[int] = []
    add = found.append
    stop = position - 1
    for _ in range(most):
        stop = find(b"\n", stop + 1)
        if stop < 0:
            break
        add(stop)
    return found
