"""A small collection of one attacked server, written by hand: enough for the whole way from files to verdict."""

from pathlib import Path

import pytest
from tests.pipeline.rows import IIS_HEAD, PROXY_HEAD, iis_row, proxy_row


@pytest.fixture
def attacked(tmp_path: Path) -> Path:
    """Folder of a server whose front end was made to call its back end."""
    root = tmp_path / "triage" / "C"
    iis = root / "inetpub/logs/LogFiles/W3SVC1"
    proxy = root / "Program Files/Microsoft/Exchange Server/V15/Logging/HttpProxy/Ecp"
    iis.mkdir(parents=True)
    proxy.mkdir(parents=True)
    (iis / "u_ex210303.log").write_text(
        IIS_HEAD
        + "".join(iis_row(f"0{hour}:00:00", "GET", "/owa/auth/logon.aspx", 200, "192.0.2.44") for hour in range(9))
        + iis_row("04:10:00", "POST", "/owa/auth/Current/themes/resources/logon.css", 200)
    )
    (proxy / "HttpProxy_2021030304-1.LOG").write_text(
        PROXY_HEAD
        + proxy_row("04:10:01", "ServerInfo~a]@EX07.example.org:444/autodiscover/autodiscover.xml?#", 200)
        + proxy_row("04:10:02", "ServerInfo~a]@EX07.example.org:444/mapi/emsmdb/?#", 200)
        + proxy_row("04:10:03", "ServerInfo~a]@EX07.example.org:444/ecp/proxyLogon.ecp?#", 241)
    )
    return tmp_path / "triage"
