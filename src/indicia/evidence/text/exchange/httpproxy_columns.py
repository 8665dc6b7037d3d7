"""Columns of HttpProxy logs, for files that lost their header."""

# fmt: off
COLUMNS = (
    "DateTime", "RequestId", "MajorVersion", "MinorVersion", "BuildVersion", "RevisionVersion",
    "ClientRequestId", "Protocol", "UrlHost", "UrlStem", "ProtocolAction", "AuthenticationType",
    "IsAuthenticated", "AuthenticatedUser", "Organization", "AnchorMailbox", "UserAgent", "ClientIpAddress",
    "ServerHostName", "HttpStatus", "BackEndStatus", "ErrorCode", "Method", "ProxyAction", "TargetServer",
    "TargetServerVersion", "RoutingType", "RoutingHint", "BackEndCookie", "ServerLocatorHost",
    "ServerLocatorLatency", "RequestBytes", "ResponseBytes", "TargetOutstandingRequests",
    "AuthModulePerfContext", "HttpPipelineLatency", "CalculateTargetBackEndLatency", "GlsLatencyBreakup",
    "TotalGlsLatency", "AccountForestLatencyBreakup", "TotalAccountForestLatency",
    "ResourceForestLatencyBreakup", "TotalResourceForestLatency", "ADLatency", "SharedCacheLatencyBreakup",
    "TotalSharedCacheLatency", "ActivityContextLifeTime", "ModuleToHandlerSwitchingLatency",
    "ClientReqStreamLatency", "BackendReqInitLatency", "BackendReqStreamLatency", "BackendProcessingLatency",
    "BackendRespInitLatency", "BackendRespStreamLatency", "ClientRespStreamLatency",
    "KerberosAuthHeaderLatency", "HandlerCompletionLatency", "RequestHandlerLatency",
    "HandlerToModuleSwitchingLatency", "ProxyTime", "CoreLatency", "RoutingLatency", "HttpProxyOverhead",
    "TotalRequestTime", "RouteRefresherLatency", "UrlQuery", "BackEndGenericInfo", "GenericInfo",
    "GenericErrors", "EdgeTraceId", "DatabaseGuid", "UserADObjectGuid", "PartitionEndpointLookupLatency",
    "RoutingStatus",
)
# fmt: on
"""The 74 columns of Exchange 2016 and 2019 as of 2023; older builds have fewer, the first ones in the same order."""
TRUSTED = 30
"""How many of the first columns stand at the same place in every build."""
PROTOCOLS = frozenset(
    {
        "autodiscover",
        "eas",
        "ecp",
        "ews",
        "mapi",
        "oab",
        "owa",
        "owacalendar",
        "powershell",
        "pushnotifications",
        "rest",
        "rpchttp",
        "rps",
    }
)
"""Values of the column `Protocol`, lower case."""
