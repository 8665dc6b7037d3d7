"""The rest of a collected drive: harmless files of the web folders, and the configuration of IIS.

The product's own pages are not ours to ship, so the tree holds none: style sheets, pictures and configuration stand
for "the web folders were collected".
"""

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from indicia.demo.cleaning import MODULE, MODULE_IMAGE
from indicia.demo.estate import Estate
from indicia.demo.happening import Planted
from indicia.demo.moment import DAY, moment
from indicia.demo.server import Server, Story
from indicia.model.finding import Stage

_FRONT = "Program Files/Microsoft/Exchange Server/V15/FrontEnd/HttpProxy"
_AREAS = ("owa", "ecp", "EWS", "Autodiscover", "sync", "OAB", "PowerShell", "mapi", "rpc")
_GIF = bytes.fromhex("47494638396101000100800000000000ffffff2c00000000010001000002024401003b")

_MODULES = (
    ("HttpLoggingModule", r"%windir%\System32\inetsrv\loghttp.dll"),
    ("UriCacheModule", r"%windir%\System32\inetsrv\cachuri.dll"),
    ("TokenCacheModule", r"%windir%\System32\inetsrv\cachtokn.dll"),
    ("StaticCompressionModule", r"%windir%\System32\inetsrv\compstat.dll"),
    ("DefaultDocumentModule", r"%windir%\System32\inetsrv\defdoc.dll"),
    ("StaticFileModule", r"%windir%\System32\inetsrv\static.dll"),
    ("AnonymousAuthenticationModule", r"%windir%\System32\inetsrv\authanon.dll"),
    ("BasicAuthenticationModule", r"%windir%\System32\inetsrv\authbas.dll"),
    ("WindowsAuthenticationModule", r"%windir%\System32\inetsrv\authsspi.dll"),
    ("RequestFilteringModule", r"%windir%\System32\inetsrv\modrqflt.dll"),
    ("IsapiModule", r"%windir%\System32\inetsrv\isapi.dll"),
    ("IsapiFilterModule", r"%windir%\System32\inetsrv\filter.dll"),
    ("ManagedEngineV4.0_64bit", r"%windir%\Microsoft.NET\Framework64\v4.0.30319\webengine4.dll"),
    ("PasswordExpiryModule", r"%SystemRoot%\system32\rpcproxy\rpcproxy.dll"),
    ("kerbauth", r"C:\Program Files\Microsoft\Exchange Server\V15\Bin\kerbauth.dll"),
    ("WSMan", r"C:\Windows\system32\wsmsvc.dll"),
    ("exppw", r"C:\Program Files\Microsoft\Exchange Server\V15\ClientAccess\Owa\auth\exppw.dll"),
    ("cafe_exppw", r"C:\Program Files\Microsoft\Exchange Server\V15\FrontEnd\HttpProxy\bin\exppw.dll"),
)


def web_folders(server: Server, host: Estate) -> Iterator[Planted]:
    """Files that the installer put there two months before the logs begin."""
    written = moment(server.start) - 60 * DAY
    base = ".".join(server.build.split(".")[:3])
    themes = f"{_FRONT}/owa/auth/{base}/themes/resources"
    yield Planted(path=f"{themes}/logon.css", content=b"body { font-family: sans-serif; }\r\n", written=written)
    yield Planted(path=f"{themes}/lgnbotl.gif", content=_GIF, written=written)
    yield Planted(
        path=f"{_FRONT}/ecp/{base}/themes/default/main.css", content=b"body { margin: 0; }\r\n", written=written
    )
    for area in _AREAS:
        yield Planted(path=f"{_FRONT}/{area}/web.config", content=_web_config(area, host), written=written)
    yield Planted(path="inetpub/wwwroot/iisstart.png", content=_GIF, written=written)
    yield Planted(path="inetpub/wwwroot/aspnet_client/system_web/4_0_30319/dots.gif", content=_GIF, written=written)


def _web_config(area: str, host: Estate) -> bytes:
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\r\n<configuration>\r\n  <appSettings>\r\n'
        f'    <add key="Area" value={quoteattr(area)} />\r\n'
        f'    <add key="PublicName" value={quoteattr(host.public)} />\r\n'
        "  </appSettings>\r\n  <system.webServer>\r\n    <modules>\r\n"
        '      <add name="HttpProxy" '
        'type="Microsoft.Exchange.HttpProxy.ProxyModule,Microsoft.Exchange.HttpProxy.Common" />\r\n'
        "    </modules>\r\n  </system.webServer>\r\n</configuration>\r\n"
    )
    return text.encode()


def application_host(server: Server) -> Planted:
    """applicationHost.config: the two sites of Exchange, their folders, usual modules, and one left behind."""
    front = r"C:\Program Files\Microsoft\Exchange Server\V15\FrontEnd\HttpProxy"
    back = r"C:\Program Files\Microsoft\Exchange Server\V15\ClientAccess"
    front_apps = "".join(
        f'          <application path="/{area}" applicationPool="MSExchange{area}AppPool">\r\n'
        f'            <virtualDirectory path="/" physicalPath="{front}\\{area}" />\r\n          </application>\r\n'
        for area in _AREAS
    )
    back_apps = "".join(
        f'          <application path="/{area}" applicationPool="MSExchange{area}AppPool">\r\n'
        f'            <virtualDirectory path="/" physicalPath="{back}\\{area}" />\r\n          </application>\r\n'
        for area in ("owa", "ecp", "exchweb", "Autodiscover", "sync", "OAB", "PowerShell-Proxy")
    )
    left = ((MODULE, MODULE_IMAGE),) if server.story is Story.CLEANED and server.reach >= Stage.OPERATED else ()
    native = (*_MODULES, *left)
    modules = "".join(f'        <add name="{name}" image="{image}" />\r\n' for name, image in native)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\r\n<configuration>\r\n  <system.applicationHost>\r\n    <sites>\r\n'
        '      <site name="Default Web Site" id="1">\r\n          <application path="/">\r\n'
        '            <virtualDirectory path="/" physicalPath="%SystemDrive%\\inetpub\\wwwroot" />\r\n'
        f"          </application>\r\n{front_apps}        <bindings>\r\n"
        '          <binding protocol="http" bindingInformation="*:80:" />\r\n'
        '          <binding protocol="https" bindingInformation=":443:" />\r\n        </bindings>\r\n      </site>\r\n'
        '      <site name="Exchange Back End" id="2" serverAutoStart="true">\r\n          <application path="/">\r\n'
        f'            <virtualDirectory path="/" physicalPath="{back}" />\r\n          </application>\r\n'
        f"{back_apps}        <bindings>\r\n"
        '          <binding protocol="http" bindingInformation="*:81:" />\r\n'
        '          <binding protocol="https" bindingInformation="*:444:" />\r\n        </bindings>\r\n      </site>\r\n'
        "      <siteDefaults>\r\n"
        '        <logFile logFormat="W3C" directory="%SystemDrive%\\inetpub\\logs\\LogFiles" />\r\n'
        "      </siteDefaults>\r\n    </sites>\r\n  </system.applicationHost>\r\n  <system.webServer>\r\n"
        f"    <globalModules>\r\n{modules}    </globalModules>\r\n  </system.webServer>\r\n</configuration>\r\n"
    )
    path = "Windows/System32/inetsrv/config/applicationHost.config"
    return Planted(path=path, content=text.encode(), written=moment(server.start) - 60 * DAY)
