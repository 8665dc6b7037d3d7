"""Rows of logs, written by hand."""

IIS_HEAD = (
    "#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Date: 2021-03-03 00:00:00\n"
    "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) "
    "sc-status sc-substatus sc-win32-status time-taken\n"
)
PROXY_HEAD = (
    "DateTime,RequestId,MajorVersion,MinorVersion,BuildVersion,RevisionVersion,Protocol,UrlStem,AuthenticatedUser,"
    "AnchorMailbox,UserAgent,ClientIpAddress,ServerHostName,HttpStatus,BackEndStatus,Method,RoutingHint,UrlQuery\n"
    "#Software: Microsoft Exchange Server\n#Version: 15.01.2106.002\n#Log-type: HttpProxy Logs\n"
    "#Date: 2021-03-03T04:00:00.000Z\n"
    "#Fields: " + "DateTime,RequestId,MajorVersion,MinorVersion,BuildVersion,RevisionVersion,Protocol,UrlStem,"
    "AuthenticatedUser,AnchorMailbox,UserAgent,ClientIpAddress,ServerHostName,HttpStatus,BackEndStatus,Method,"
    "RoutingHint,UrlQuery\n"
)


def proxy_row(clock: str, anchor: str, status: int, client: str = "203.0.113.9") -> str:
    """One HttpProxy row of the front end."""
    return (
        f"2021-03-03T{clock}.000Z,5e58f5e5-1ddc-48d3-82c6-0199bc121640,15,1,2106,2,Ecp,/ecp/y.js,,{anchor},"
        f"ExchangeServicesClient/0.0.0.0,{client},EX07,{status},{status},POST,X-BEResource-Cookie,\n"
    )


def iis_row(clock: str, method: str, path: str, status: int, client: str = "203.0.113.9", query: str = "-") -> str:
    """One IIS request."""
    return f"2021-03-03 {clock} 10.0.0.7 {method} {path} {query} 443 - {client} agent - {status} 0 0 12\n"
