"""HttpProxy rows: the front end's own record of each request, every latency adding up to the total."""

from indicia.demo.estate import Estate
from indicia.demo.happening import Request
from indicia.demo.iis_rows import back_end, overhead
from indicia.demo.moment import Moment, clock, iso
from indicia.demo.server import Server

_OLD = (
    "DateTime,RequestId,MajorVersion,MinorVersion,BuildVersion,RevisionVersion,ClientRequestId,Protocol,UrlHost,UrlStem,"
    "ProtocolAction,AuthenticationType,IsAuthenticated,AuthenticatedUser,Organization,AnchorMailbox,UserAgent,"
    "ClientIpAddress,ServerHostName,HttpStatus,BackEndStatus,ErrorCode,Method,ProxyAction,TargetServer,"
    "TargetServerVersion,RoutingType,RoutingHint,BackEndCookie,ServerLocatorHost,ServerLocatorLatency,RequestBytes,"
    "ResponseBytes,TargetOutstandingRequests,AuthModulePerfContext,HttpPipelineLatency,CalculateTargetBackEndLatency,"
    "GlsLatencyBreakup,TotalGlsLatency,AccountForestLatencyBreakup,TotalAccountForestLatency,"
    "ResourceForestLatencyBreakup,TotalResourceForestLatency,ADLatency,SharedCacheLatencyBreakup,"
    "TotalSharedCacheLatency,ActivityContextLifeTime,ModuleToHandlerSwitchingLatency,ClientReqStreamLatency,"
    "BackendReqInitLatency,BackendReqStreamLatency,BackendProcessingLatency,BackendRespInitLatency,"
    "BackendRespStreamLatency,ClientRespStreamLatency,KerberosAuthHeaderLatency,HandlerCompletionLatency,"
    "RequestHandlerLatency,HandlerToModuleSwitchingLatency,ProxyTime,CoreLatency,RoutingLatency,HttpProxyOverhead,"
    "TotalRequestTime,RouteRefresherLatency,UrlQuery,BackEndGenericInfo,GenericInfo,GenericErrors"
)
_NEW = "EdgeTraceId,DatabaseGuid,UserADObjectGuid,PartitionEndpointLookupLatency,RoutingStatus"


def columns(build: str) -> str:
    """Column names of a build: Exchange 2013 (15.0) has five fewer."""
    return _OLD if build.startswith("15.0.") else f"{_OLD},{_NEW}"


def version(build: str) -> str:
    """`15.01.2106.006`."""
    major, minor, number, revision = build.split(".")
    return f"{int(major):02d}.{int(minor):02d}.{int(number):04d}.{int(revision):03d}"


def header(at: Moment, build: str) -> str:
    """A plain row of names, then the comment lines."""
    names = columns(build)
    return (
        f"{names}\r\n#Software: Microsoft Exchange Server\r\n#Version: {version(build)}\r\n"
        f"#Log-type: HttpProxy Logs\r\n#Date: {iso(at)}\r\n#Fields: {names}\r\n"
    )


def _cell(value: str) -> str:
    """A comma inside a value is written as a blank."""
    return value.replace(",", " ")


def row(request: Request, server: Server, host: Estate) -> str:
    """The row; columns that only passed-on requests fill stay empty where the front end answered."""
    build = server.build_at(clock(request.end))
    major, minor, number, revision = build.split(".")
    total, spent = request.taken, overhead(request.taken)
    worked = total - spent
    proxied, answered = bool(request.target), request.back is not None
    begin = request.end - total
    info = [f"BeginRequest={iso(begin)}", "CorrelationID=<empty>"]
    if proxied:
        info += ["ProxyState-Run=None", "FEAuth=BEVersion-1942063431"]
        if answered:
            done = iso(back_end(request))
            info += [
                f"BeginGetResponse={iso(begin + min(spent, total))}",
                f"OnResponseReady={done}",
                f"EndGetResponse={done}",
                "ProxyState-Complete=ProxyResponseData",
            ]
        else:
            info.append("ProxyState-Complete=PrepareServerRequest")
    info += ["SharedCacheGuard=0", f"EndRequest={iso(request.end)}"]
    generic = ";".join(info) + ";"
    passed = f"{version(build)[:11]}000" if proxied else ""
    size = request.received if answered or request.received else ""
    query = f"?{_cell(request.query)}" if request.query else ""
    streams = f"0,0,0,{worked},0,0,0,0,0,{total},0,{worked},{spent},{spent},{spent},{total}"
    alone = f",,,,,,,,0,{total},0,,{spent},,{spent},{total}"
    cells = (
        f"{iso(request.end)},{request.id},{major},{minor},{number},{revision},{_cell(request.client_request)},"
        f"{request.protocol},{request.host},{_cell(request.stem)},{request.action},{request.auth},"
        f"{'true' if request.user else 'false'},{request.user},,{_cell(request.anchor)},{_cell(request.agent)},"
        f"{request.client},{server.name},{request.status},{request.back.status if request.back else ''},,"
        f"{request.method},{'Proxy' if proxied else ''},{_cell(request.target)},{passed},"
        f"{'IntraForest' if proxied else ''},{request.hint},{_cell(request.cookie)},,,{request.sent},"
        f"{size},,,0,{1 if proxied else ''},,0,,0,,0,0,,0,{total},0,"
        f"{streams if answered else alone},,{query},,{generic},{_cell(request.error)}"
    )
    if build.startswith("15.0."):
        return cells + "\r\n"
    return f"{cells},,,,,{'CafeV1' if proxied else ''}\r\n"
