"""One request as log platforms export it and servers log it as JSON, in the forms that these document."""

import csv
import io
import json

CLIENT, SERVER = "198.51.100.7", "192.0.2.10"
STEM, QUERY = "/aspnet_client/inert%20page.aspx", "note=a%2Bb&x=1"
AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Tester/1.0"
JOINED = AGENT.replace(" ", "+")
REFERER = "https://mail.example.test/owa/"
TARGET = f"{STEM}?{QUERY}"
W3C = f"2021-03-02 04:15:30 {SERVER} POST {STEM} {QUERY} 443 - {CLIENT} {JOINED} {REFERER} 200 0 0 123"
NCSA = f'{CLIENT} - - [02/Mar/2021:05:15:30 +0100] "POST {TARGET} HTTP/1.1" 200 512 "{REFERER}" "{AGENT}"'


def as_csv(*rows, separator=","):
    """Rows with the names of the first as a header."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=separator, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def lines(*documents):
    return "".join(json.dumps(one, separators=(",", ":")) + "\n" for one in documents)


AZURE = {
    "TenantId": "11111111-2222-3333-4444-555555555555", "SourceSystem": "OpsManager",
    "TimeGenerated": "2021-03-02T04:15:30Z", "Computer": "MX1.example.test", "sSiteName": "W3SVC1",
    "sComputerName": "MX1", "sIP": SERVER, "csMethod": "POST", "csUriStem": STEM, "csUriQuery": QUERY,
    "sPort": 443, "csUserName": "", "cIP": CLIENT, "csUserAgent": JOINED, "csReferer": REFERER,
    "csHost": "mail.example.test", "scStatus": "200", "scSubStatus": "0", "scWin32Status": "0", "scBytes": 512,
    "csBytes": 77, "TimeTaken": 123, "FileUri": "", "RemoteIPCountry": "Nowhere", "Type": "W3CIISLog",
}  # fmt: skip
PORTAL = {f"{name} [UTC]" if name == "TimeGenerated" else name: value for name, value in AZURE.items()}
PORTAL["TimeGenerated [UTC]"] = "3/2/2021, 4:15:30.000 AM"
API = {
    "tables": [
        {
            "name": "PrimaryResult",
            "columns": [
                {"name": name, "type": "long" if isinstance(value, int) else "string"} for name, value in AZURE.items()
            ],
            "rows": [list(AZURE.values())],
        }
    ]
}
ECS = {
    "@timestamp": "2021-03-02T04:15:30.000Z",
    "agent": {"name": "MX1", "type": "filebeat", "version": "7.17.0"},
    "event": {"module": "iis", "dataset": "iis.access", "kind": "event", "duration": 123000000},
    "source": {"address": CLIENT, "ip": CLIENT},
    "destination": {"address": SERVER, "ip": SERVER, "port": 443},
    "http": {
        "request": {"method": "POST", "referrer": REFERER, "body": {"bytes": 77}},
        "response": {"status_code": 200, "body": {"bytes": 512}},
    },
    "url": {"original": TARGET, "path": STEM, "query": QUERY, "extension": "aspx"},
    "user_agent": {"original": AGENT, "name": "Other"},
    "iis": {"access": {"sub_status": 0, "win32_status": 0, "site_name": "W3SVC1"}},
    "host": {"name": "MX1", "os": {"family": "windows"}},
    "log": {"file": {"path": "C:\\inetpub\\logs\\LogFiles\\W3SVC1\\u_ex210302.log"}, "offset": 4711},
    "tags": ["iis", "front"],
}


def dotted(document, path=""):
    """As Kibana names columns."""
    found = {}
    for name, value in document.items():
        if isinstance(value, dict):
            found |= dotted(value, f"{path}{name}.")
        else:
            found[path + name] = ", ".join(value) if isinstance(value, list) else value
    return found


KIBANA = dotted(ECS) | {"@timestamp": "Mar 2, 2021 @ 04:15:30.000", "http.response.body.bytes": "1,512"}
HIT = {"_index": ".ds-filebeat-7.17.0", "_id": "a1", "_score": None, "_source": ECS, "sort": [1614658530000]}
SEARCH = {"took": 3, "timed_out": False, "hits": {"total": {"value": 1, "relation": "eq"}, "hits": [HIT]}}
FIELDS = {"_index": "x", "_id": "a1", "fields": {name: [value] for name, value in dotted(ECS).items()}}
SPLUNK_IIS = {
    "_raw": W3C, "_time": "2021-03-02T04:15:30.000+0000", "host": "MX1", "index": "iis", "source": "u_ex210302.log",
    "sourcetype": "ms:iis:auto", "c_ip": CLIENT, "cs_method": "POST", "cs_uri_stem": STEM, "cs_uri_query": QUERY,
    "cs_User_Agent": JOINED, "cs_Referer": REFERER, "sc_status": "200", "sc_substatus": "0", "sc_win32_status": "0",
    "s_ip": SERVER, "s_port": "443", "time_taken": "123", "date": "2021-03-02", "time": "04:15:30",
}  # fmt: skip
SPLUNK_ACCESS = {
    "_raw": NCSA, "_time": "1614658530.000", "host": "www1", "source": "/var/log/access.log",
    "sourcetype": "access_combined", "clientip": CLIENT, "method": "POST", "uri": TARGET, "uri_path": STEM,
    "uri_query": QUERY, "status": "200", "bytes": "512", "referer": REFERER, "useragent": AGENT, "version": "1.1",
    "user": "-", "ident": "-",
}  # fmt: skip
SPLUNK_RAW = {name: SPLUNK_ACCESS[name] for name in ("_raw", "_time", "host", "source", "sourcetype")}
SPLUNK_RAW_IIS = {name: SPLUNK_IIS[name] for name in ("_raw", "_time", "host", "source", "sourcetype")}
NGINX = {
    "time_local": "02/Mar/2021:05:15:30 +0100", "remote_addr": CLIENT, "remote_user": "", "request":
    f"POST {TARGET} HTTP/1.1", "status": "200", "body_bytes_sent": "512", "request_time": "0.123",
    "http_referrer": REFERER, "http_user_agent": AGENT,
}  # fmt: skip
NGINX_APART = {
    "msec": "1614658530.000", "remote_addr": CLIENT, "request_method": "POST", "request_uri": TARGET, "uri":
    "/aspnet_client/inert page.aspx", "args": QUERY, "server_protocol": "HTTP/1.1", "status": 200, "bytes_sent": 512,
    "http_host": "mail.example.test", "http_user_agent": AGENT, "http_referer": REFERER, "request_time": 0.123,
    "upstream_response_time": "0.120", "http_x_forwarded_for": "",
}  # fmt: skip
APACHE = {
    "time": "2021-03-02T05:15:30+0100", "remoteIP": CLIENT, "host": "mail.example.test", "request": STEM,
    "query": f"?{QUERY}", "method": "POST", "status": "200", "userAgent": AGENT, "referer": REFERER,
}  # fmt: skip
CADDY = {
    "level": "info", "ts": 1614658530.0, "logger": "http.log.access.log0", "msg": "handled request",
    "request": {
        "remote_ip": CLIENT, "remote_port": "41342", "client_ip": CLIENT, "proto": "HTTP/2.0", "method": "POST",
        "host": "mail.example.test", "uri": TARGET,
        "headers": {"User-Agent": [AGENT], "Referer": [REFERER], "Accept": ["*/*"]},
        "tls": {"resumed": False, "version": 772},
    },
    "bytes_read": 77, "user_id": "", "duration": 0.123, "size": 512, "status": 200,
    "resp_headers": {"Server": ["Caddy"]},
}  # fmt: skip
TRAEFIK = {
    "ClientAddr": f"{CLIENT}:41342", "ClientHost": CLIENT, "ClientPort": "41342", "ClientUsername": "-",
    "DownstreamContentSize": 512, "DownstreamStatus": 200, "Duration": 123000000, "OriginStatus": 200,
    "RequestAddr": "mail.example.test", "RequestContentSize": 77, "RequestHost": "mail.example.test",
    "RequestMethod": "POST", "RequestPath": TARGET, "RequestPort": "-", "RequestProtocol": "HTTP/1.1",
    "StartLocal": "2021-03-02T05:15:30+01:00", "StartUTC": "2021-03-02T04:15:30Z", "entryPointName": "web",
    "level": "info", "msg": "", "request_Referer": REFERER, "request_User-Agent": AGENT,
    "time": "2021-03-02T04:15:31Z",
}  # fmt: skip
NXLOG = {
    "EventReceivedTime": "2021-03-02 05:16:00", "SourceModuleName": "iis", "SourceModuleType": "im_file",
    "date": "2021-03-02", "time": "04:15:30", "s-ip": SERVER, "cs-method": "POST", "cs-uri-stem": STEM,
    "cs-uri-query": QUERY, "s-port": "443", "cs-username": None, "c-ip": CLIENT, "cs(User-Agent)": JOINED,
    "cs(Referer)": REFERER, "sc-status": "200", "sc-substatus": "0", "sc-win32-status": "0", "time-taken": "123",
}  # fmt: skip
DOCKER = {"log": NCSA + "\n", "stream": "stdout", "time": "2021-03-02T04:15:30.123456789Z"}
APP_SERVICE = {
    "TimeGenerated": "2021-03-02T04:15:30Z", "Category": "AppServiceHTTPLogs", "CsMethod": "POST", "CsUriStem": STEM,
    "CsUriQuery": QUERY, "SPort": "443", "CIp": CLIENT, "UserAgent": AGENT, "Referer": REFERER, "ScStatus": 200,
    "CsHost": "mail.example.test", "TimeTaken": 123, "ComputerName": "RD1",
}  # fmt: skip

JSON = {
    "azure lines": lines(AZURE),
    "azure array": json.dumps([AZURE, AZURE], indent=2),
    "azure interface": json.dumps(API),
    "azure interface, printed": json.dumps(API, indent=1),
    "app service": lines(APP_SERVICE),
    "event hub": json.dumps({"records": [{"time": "2021-03-02T04:15:30Z", "properties": APP_SERVICE}]}),
    "ecs lines": lines(ECS),
    "ecs dotted": lines(dotted(ECS)),
    "search": json.dumps(SEARCH),
    "hits": lines(HIT),
    "fields": lines(FIELDS),
    "splunk iis": lines({"preview": False, "offset": 0, "result": SPLUNK_IIS}),
    "splunk access": lines({"preview": False, "result": SPLUNK_ACCESS, "lastrow": True}),
    "splunk raw": lines({"preview": False, "result": SPLUNK_RAW}),
    "splunk raw iis": lines({"result": SPLUNK_RAW_IIS}),
    "splunk results": json.dumps({"preview": False, "init_offset": 0, "results": [SPLUNK_ACCESS]}),
    "nginx": lines(NGINX),
    "nginx apart": lines(NGINX_APART),
    "caddy": lines(CADDY),
    "traefik": lines(TRAEFIK),
    "nxlog": lines(NXLOG),
    "docker": lines(DOCKER),
}
CSV = {
    "azure": as_csv(AZURE),
    "portal": "\ufeff" + as_csv(PORTAL, PORTAL | {"TimeGenerated [UTC]": "3/25/2021, 4:15:30.000 PM"}),
    "kibana": as_csv(KIBANA),
    "splunk iis": as_csv(SPLUNK_IIS),
    "splunk access": as_csv(SPLUNK_ACCESS),
    "splunk raw": as_csv(SPLUNK_RAW),
    "splunk raw iis": as_csv(SPLUNK_RAW_IIS),
    "raw alone": as_csv({"_raw": NCSA}),
    "log parser": as_csv(
        {"LogFilename": "C:\\u_ex210302.log", "LogRow": "5", **{k: v or "" for k, v in NXLOG.items()}}
    ),
    "semicolons": as_csv(AZURE, separator=";"),
}
