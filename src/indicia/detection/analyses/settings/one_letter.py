"""Values that one damaged byte makes of each other."""


def one_letter_off(one: str, other: str) -> bool:
    """Whether the texts differ, without case, by one letter that is another, gone, or too much."""
    one, other = one.lower(), other.lower()
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or one == other:
        return False
    at = next((number for number, letter in enumerate(one) if letter != other[number]), len(one))
    return one[at + (len(one) == len(other)) :] == other[at + 1 :]
