"""IIS W3C rows of a request: one of the front-end site, one of the back-end site."""

from indicia.demo.happening import BackEnd, Request
from indicia.demo.moment import Moment, date_time

FIELDS = (
    "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) "
    "sc-status sc-substatus sc-win32-status time-taken"
)


def header(at: Moment) -> str:
    """The four lines that come at the start of a file and after each restart."""
    date, time = date_time(at)
    return (
        "#Software: Microsoft Internet Information Services 10.0\r\n"
        f"#Version: 1.0\r\n#Date: {date} {time}\r\n#Fields: {FIELDS}\r\n"
    )


def _plus(value: str) -> str:
    return value.replace(" ", "+") if value else "-"


def front_row(request: Request, address: str) -> str:
    """Row of W3SVC1; Exchange appends its own ids to the query, separated by `&` and ended by `;`."""
    date, time = date_time(request.end)
    query = request.query or "-"
    if request.protocol:
        extra = "&encoding=;" if request.protocol == "Owa" else ""
        lead = f"{request.query}&" if request.query else "&"
        query = f"{lead}CorrelationID=<empty>;&cafeReqId={request.id};{extra}"
    server = request.client if request.client.startswith(("::1", "127.", "fe80")) else address
    return (
        f"{date} {time} {server} {request.method} {request.stem} {query.replace(' ', '+')} {request.port} "
        f"{request.user or '-'} {request.client} {_plus(request.agent)} {_plus(request.referer)} "
        f"{request.status} {request.substatus} {request.win32} {request.taken}\r\n"
    )


def back_row(request: Request, back: BackEnd, address: str) -> str:
    """Row of W3SVC2: ends just before the front end's and took less."""
    date, time = date_time(back_end(request))
    taken = max(0, request.taken - overhead(request.taken))
    server = back.client if back.client.startswith("::1") else address
    return (
        f"{date} {time} {server} {request.method} {back.stem} {_plus(back.query)} {back.port} {back.user or '-'} "
        f"{back.client} {_plus(back.agent)} - {back.status} 0 {request.win32} {taken}\r\n"
    )


def overhead(taken: int) -> int:
    """Milliseconds of a request that the front end itself spent."""
    return min(taken, 2 + taken // 50)


def back_end(request: Request) -> Moment:
    """Moment at which the back end was done."""
    return request.end - (1 if request.taken > 1 else 0)
