"""Rows of Exchange's other logs: ECP Server and Activity, EWS, CmdletInfra, OAB generator, message tracking."""

import csv
import hashlib
import io
from collections.abc import Sequence

from indicia.demo.estate import Estate
from indicia.demo.happening import EcpEntry, Note, Request
from indicia.demo.iis_rows import back_end
from indicia.demo.moment import Moment, clock, iso
from indicia.demo.server import Server

ECP_FIELDS = "TimeStamp,ServerName,EventId,EventData"

EWS_FIELDS = (
    "DateTime,RequestId,MajorVersion,MinorVersion,BuildVersion,RevisionVersion,Ring,ClientRequestId,AuthenticationType,"
    "IsAuthenticated,AuthenticatedUser,Organization,UserAgent,VersionInfo,ClientIpAddress,ServerHostName,FrontEndServer,"
    "SoapAction,HttpStatus,RequestSize,ResponseSize,ErrorCode,ImpersonatedUser,ProxyAsUser,ActAsUser,Cookie,"
    "CorrelationGuid,PrimaryOrProxyServer,TaskType,RemoteBackendCount,LocalMailboxCount,RemoteMailboxCount,LocalIdCount,"
    "RemoteIdCount,BeginBudgetConnections,EndBudgetConnections,BeginBudgetHangingConnections,EndBudgetHangingConnections,"
    "BeginBudgetAD,EndBudgetAD,BeginBudgetCAS,EndBudgetCAS,BeginBudgetRPC,EndBudgetRPC,BeginBudgetFindCount,"
    "EndBudgetFindCount,BeginBudgetSubscriptions,EndBudgetSubscriptions,MDBResource,MDBHealth,MDBHistoricalLoad,"
    "ThrottlingPolicy,ThrottlingDelay,ThrottlingRequestType,TotalDCRequestCount,TotalDCRequestLatency,TotalMBXRequestCount,"
    "TotalMBXRequestLatency,RecipientLookupLatency,ExchangePrincipalLatency,HttpPipelineLatency,CheckAccessCoreLatency,"
    "AuthModuleLatency,CallContextInitLatency,PreExecutionLatency,CoreExecutionLatency,TotalRequestTime,"
    "DetailedExchangePrincipalLatency,ClientStatistics,GenericInfo,AuthenticationErrors,GenericErrors,Puid,StartTime,"
    "ProcessId,TimeInGC,StartTotalMemory,EndTotalMemory,StartGCCounts,EndGCCounts,TokenBasedThrottlingPolicy,BudgetKey,"
    "CoinsCharged,CoinsChargedMethod,SidBudgetInfo,AppBudgetInfo,TenantBudgetInfo,ResourceAccessed,"
    "ResourceHealthBasedThreshold,ThrottledBy,BackoffHint,WorkClassification"
)

CMDLET_FIELDS = (
    "DateTime,StartTime,RequestId,ClientRequestId,MajorVersion,MinorVersion,BuildVersion,RevisionVersion,ServerHostName,"
    "ProcessId,ProcessName,ThreadId,CultureInfo,Organization,AuthenticatedUser,ExecutingUserSid,EffectiveOrganization,"
    "UserServicePlan,IsAdmin,ClientApplication,Cmdlet,Parameters,CmdletUniqueId,UserBudgetOnStart,ContributeToFailFast,"
    "RunspaceSettingsCreationHint,ADViewEntireForest,ADRecipientViewRoot,ADConfigurationDomainControllers,"
    "ADPreferredGlobalCatalogs,ADPreferredDomainControllers,ADUserConfigurationDomainController,"
    "ADUserPreferredGlobalCatalog,ADuserPreferredDomainControllers,ThrottlingInfo,DelayInfo,ThrottlingDelay,"
    "IsOutputObjectRedacted,CmdletProxyStage,CmdletProxyRemoteServer,CmdletProxyRemoteServerVersion,CmdletProxyMethod,"
    "ProxiedObjectCount,CmdletProxyLatency,OutputObjectCount,ParameterBinding,BeginProcessing,ProcessRecord,EndProcessing,"
    "StopProcessing,BizLogic,PowerShellLatency,UserInteractionLatency,ProvisioningLayerLatency,ActivityContextLifeTime,"
    "TotalTime,ErrorType,ExecutionResult,CacheHitCount,CacheMissCount,GenericLatency,GenericInfo,GenericErrors,ObjectGuid,"
    "ExternalDirectoryOrganizationId,ExternalDirectoryObjectId,NonPiiParameters"
)

HTTP_FIELDS = (
    "DateTime,StartTime,RequestId,MajorVersion,MinorVersion,BuildVersion,RevisionVersion,ClientRequestId,UrlHost,UrlStem,"
    "AuthenticationType,IsAuthenticated,AuthenticatedUser,Organization,ManagedOrganization,ClientIpAddress,ServerHostName,"
    "FrontEndServer,HttpStatus,SubStatus,ErrorCode,Action,CommandId,CommandName,SessionId,ShellId,FailFast,"
    "ContributeToFailFast,RequestBytes,ClientInfo,CPU,Memory,ActivityContextLifeTime,TotalTime,UrlQuery,GenericLatency,"
    "GenericInfo,GenericErrors"
)

OAB_FIELDS = "DateTime,ServerName,Component,Level,Message"

TRACKING_FIELDS = (
    "date-time,client-ip,client-hostname,source,event-id,message-id,recipient-address,message-subject,sender-address,"
    "original-client-ip"
)


def comments(kind: str, fields: str, at: Moment, build: str) -> str:
    """The five comment lines of a log of Exchange."""
    return (
        f"#Software: Microsoft Exchange Server\r\n#Version: {build}\r\n#Log-type: {kind}\r\n#Date: {iso(at)}\r\n"
        f"#Fields: {fields}\r\n"
    )


def _line(cells: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue()


def _wide(fields: str, values: dict[str, str]) -> str:
    return _line([values.get(name, "") for name in fields.split(",")])


def _build(server: Server, at: Moment) -> dict[str, str]:
    parts = server.build_at(clock(at)).split(".")
    return dict(zip(("MajorVersion", "MinorVersion", "BuildVersion", "RevisionVersion"), parts, strict=True))


def _pair(key: str, value: str) -> str:
    """`S:KEY=value`; a pair whose value holds a quote is put into single quotes, those inside doubled."""
    return "'S:" + f"{key}={value}".replace("'", "''") + "'" if "'" in value else f"S:{key}={value}"


def ecp_server_row(entry: EcpEntry, server: Server) -> str:
    """One cmdlet that the control panel ran."""
    pairs = (
        ("TIME", str(entry.taken)),
        ("SID", entry.session),
        ("CMD", entry.command),
        ("REQID", ""),
        ("URL", entry.url),
        ("REFERRER", ""),
        ("EX", entry.error),
        ("ACTID", entry.activity),
        ("RS", "0"),
        ("BLD", server.build_at(clock(entry.at))),
        ("TNAME", "<null>"),
        ("TID", ""),
        ("USID", entry.session),
        ("EDOID", ""),
        ("ACID", ""),
    )
    return _line((iso(entry.at), server.name, "ECP.Request", ";".join(_pair(key, value) for key, value in pairs)))


def ecp_activity_row(entry: EcpEntry, server: Server) -> str:
    """The same request in the activity log: its back-end address with the canary."""
    data = (
        f"S:PSA=<PII>{entry.user}</PII>;S:URL=https://{server.fqdn.lower()}:444{entry.url};"
        f"S:Bld={server.build_at(clock(entry.at))};S:ActID={entry.activity};Dbl:WLM.TS={entry.taken}"
    )
    return _line((iso(entry.at + 15), server.name, "Request", data))


def ews_row(request: Request, server: Server) -> str:
    """One SOAP call as the back end's EWS logged it; its RequestId is the back-end request's."""
    assert request.back is not None
    end = back_end(request)
    direct = not request.front
    values = {
        "DateTime": iso(end),
        "RequestId": request.back.activity,
        **_build(server, end),
        "Ring": "Unknown",
        "AuthenticationType": "Logon" if direct else "Kerberos",
        "IsAuthenticated": "true",
        "AuthenticatedUser": request.user,
        "UserAgent": request.agent.replace(",", " "),
        "VersionInfo": "Target=None;Req=Exchange2013/Exchange2013;",
        "ClientIpAddress": request.client,
        "ServerHostName": server.name,
        "FrontEndServer": "" if direct else server.fqdn,
        "SoapAction": request.soap,
        "HttpStatus": str(request.back.status),
        "RequestSize": str(request.sent),
        "CorrelationGuid": request.id,
        "PrimaryOrProxyServer": "PrimaryServer",
        "TaskType": "LocalTask",
        "TotalRequestTime": str(request.taken),
        "GenericInfo": f"SKU=Unknown;RequestHandler=Wcf;S:WLM.BT=Ews;Dbl:WLM.TS={request.taken}",
        "StartTime": iso(request.end - request.taken),
        "ProcessId": "9716",
    }
    return _wide(EWS_FIELDS, values)


def cmdlet_row(request: Request, server: Server, host: Estate) -> str:
    """One cmdlet of a remote PowerShell session."""
    assert request.back is not None
    unique = hashlib.md5(request.id.encode(), usedforsecurity=False).hexdigest()
    values = {
        "DateTime": iso(request.end),
        "StartTime": iso(request.end - request.taken),
        "RequestId": request.back.activity,
        **_build(server, request.end),
        "ServerHostName": server.name,
        "ProcessId": "15756",
        "ProcessName": "w3wp#MSExchangePowerShellAppPool",
        "ThreadId": "85",
        "AuthenticatedUser": request.user.split("\\", 1)[-1],
        "ExecutingUserSid": f"{host.sid}-1106",
        "IsAdmin": "False",
        "ClientApplication": "ActiveMonitor" if "ActiveMonitor" in request.query else "ManagementShell",
        "Cmdlet": request.cmdlet,
        "Parameters": request.parameters,
        "CmdletUniqueId": f"{unique[:8]}-{unique[8:12]}-{unique[12:16]}-{unique[16:20]}-{unique[20:]}",
        "TotalTime": str(request.taken),
        "ExecutionResult": "Success",
        "NonPiiParameters": request.parameters,
    }
    return _wide(CMDLET_FIELDS, values)


def http_row(request: Request, server: Server) -> str:
    """The PowerShell request itself, as the back end saw it."""
    assert request.back is not None
    values = {
        "DateTime": iso(request.end),
        "StartTime": iso(request.end - request.taken),
        "RequestId": request.back.activity,
        **_build(server, request.end),
        "UrlHost": server.fqdn,
        "UrlStem": "/powershell",
        "AuthenticationType": "Kerberos",
        "IsAuthenticated": "true",
        "AuthenticatedUser": request.user,
        "ClientIpAddress": request.client,
        "ServerHostName": server.name,
        "FrontEndServer": server.fqdn,
        "HttpStatus": str(request.back.status),
        "SubStatus": "0",
        "Action": request.action.rsplit(":", 1)[-1],
        "CommandName": request.cmdlet,
        "RequestBytes": str(request.sent),
        "ClientInfo": request.agent,
        "TotalTime": str(request.taken),
        "UrlQuery": f"?{request.query}",
    }
    return _wide(HTTP_FIELDS, values)


def note_row(note: Note, server: Server) -> str:
    """OAB generator or message tracking."""
    if note.log == "oabgen":
        return _line((iso(note.at), server.name, *note.cells))
    return _line((iso(note.at), *note.cells))
