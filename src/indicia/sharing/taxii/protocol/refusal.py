"""A request that is refused, as TAXII says it."""


class Refusal(Exception):
    """Ends a request.  The words are fixed and tell nothing about what is stored.  Source: TAXII 3.6.1."""

    def __init__(self, status: int, title: str, description: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(title)
        self.status = status
        self.title = title
        self.description = description
        self.headers = headers or {}


def not_found() -> Refusal:
    """The one answer for what is not there and for what this token may not see."""
    return Refusal(404, "Not found", "There is nothing here for this token.")


def bad(description: str) -> Refusal:
    """The request does not make sense."""
    return Refusal(400, "Bad request", description)
