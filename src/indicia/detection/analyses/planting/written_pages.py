"""Pages written into web-served folders, as records tell of them, and which of them are somebody's ordinary work."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec import Struct, field

from indicia.detection.analyses.common.builds_seen import builds_seen
from indicia.detection.analyses.common.fieldtext import basename, moment, number, text
from indicia.detection.analyses.common.registry import HostView, Seen
from indicia.detection.analyses.common.routes import security, sysmon
from indicia.detection.analyses.common.webfolder import (
    Folder,
    folder_of,
    is_script,
    script_in_web_folder,
    web_path,
    windows,
)
from indicia.detection.analyses.planting.deployments import deployed, habitual
from indicia.detection.analyses.planting.page_writers import (
    at_the_desk,
    from_inside,
    installs,
    only_the_web,
    over_the_web,
)
from indicia.detection.detector import Binding, Detector
from indicia.detection.usage.in_use import in_use_before, no_exchange

_PATH = script_in_web_folder("TargetFilename")
CREATED = Detector("shell-written/created", (Binding(sysmon(11, 15), _PATH),))
AFTER = Detector("shell-written/after", (Binding(sysmon(2, 23, 26), _PATH),))
OBJECT = Detector("shell-written/object", (Binding(security(4663), script_in_web_folder("ObjectName")),))
SHARE = Detector("shell-written/share", (Binding(security(5145), script_in_web_folder("RelativeTargetName")),))
_WRITE, _DELETE = 0x2 | 0x4, 0x10000
"""Access rights of a file object: write or append data; delete."""
_FEW, _AT_ONCE = 3, timedelta(minutes=1)
"""Pages of one folder that the worker of a site writes together where it installs an extension."""


class Page(Struct):
    """What is known of one page from records of writes and of what came after."""

    path: str
    written: list[Seen] = field(default_factory=list)
    later: list[Seen] = field(default_factory=list)
    images: dict[str, None] = field(default_factory=dict)
    """Writers as recorded; `System` is the kernel: a write that came over a share."""
    deleted: list[Seen] = field(default_factory=list)
    timed: list[Seen] = field(default_factory=list)
    """Changes of its creation time."""


def pages(view: HostView) -> Mapping[str, Page]:
    """Pages written on this host by anything but an installer or a deployment of a site, by path in lower case."""
    found = every(view)
    setting_up = set_up(found)
    return {path: page for path, page in found.items() if path not in setting_up}


def planted(view: HostView) -> frozenset[str]:
    """Pages whose use tells of a break-in: not those that somebody edited at the desk or below the site's root, nor
    those of a site whose own application writes pages all the time."""
    found = pages(view)
    own = own_work(found) if _keeps_writing(found) else frozenset()
    before = in_use(view, found)
    return frozenset(
        path
        for path, page in found.items()
        if path not in own
        and path not in before
        and not edited(path, page)
        and (from_inside(page.images) or not of_site(path))
    )


def from_the_web(view: HostView) -> Mapping[str, datetime]:
    """Addresses of single pages below the site's root that a worker process wrote, with the time of the first write."""
    found: dict[str, datetime] = {}
    written = every(view)
    own = own_work(written)
    for path, page in written.items():
        times = [time for seen in page.written if (time := moment(seen))]
        if of_site(path) and over_the_web(page.images) and times and path not in own:
            for address in _addresses(path):
                found[address] = min(found.get(address, times[0]), *times)
    return found


def of_site(path: str) -> bool:
    """Whether a page lies below the site's root, where Exchange has none."""
    return folder_of(path) is Folder.SITE


def edited(path: str, page: Page) -> bool:
    """Whether somebody signed in copied or edited it; nobody has a page to edit under `aspnet_client`."""
    return folder_of(path) is not Folder.ASPNET_CLIENT and at_the_desk(page.images)


def in_use(view: HostView, found: Mapping[str, Page]) -> frozenset[str]:
    """Pages below the site's root that people used before anybody wrote them here: somebody brought them up to date."""
    asked: dict[str, datetime] = {}
    for path, page in found.items():
        times = [time for seen in page.written if (time := moment(seen))]
        if of_site(path) and times and not over_the_web(page.images):
            asked.update(dict.fromkeys(_addresses(path), min(times)))
    used = in_use_before(view.extracts, asked)
    return frozenset(path for path in found if of_site(path) and used.intersection(_addresses(path)))


def _addresses(path: str) -> tuple[str, ...]:
    r"""Where a page answers when `wwwroot` is the root of the site, and when the folder below it is."""
    whole = web_path(path)
    inner = whole[whole.find("/", 1) :]
    return (whole, inner) if whole.count("/") > 1 else (whole,)


def other_site(view: HostView) -> bool:
    """Whether the host is known to serve something else than Exchange."""
    return not view.headers and no_exchange(view.extracts) and not builds_seen(view)


def set_up(found: Mapping[str, Page]) -> frozenset[str]:
    """Pages below the site's root, where Exchange has none, that came with many others, not from the web server."""
    return deployed(
        (path, basename(text(seen, "Image", "ProcessName")), moment(seen))
        for path, page in found.items()
        if of_site(path) and not over_the_web(page.images)
        for seen in page.written
    )


def own_work(found: Mapping[str, Page]) -> frozenset[str]:
    """Pages below the site's root that only the web server's worker wrote, where it often does or several at once.

    That is how content management installs extensions and keeps templates; a single page is how a shell comes.
    """
    own = _of_worker(found)
    if _keeps_writing(found):
        return frozenset(own)
    writes = ((path, path.rpartition("\\")[0], moment(seen)) for path, page in own.items() for seen in page.written)
    return deployed(writes, _FEW, _AT_ONCE)


def _keeps_writing(found: Mapping[str, Page]) -> bool:
    """Whether the web server's worker writes pages of its site on many days over months."""
    return habitual(time for page in _of_worker(found).values() for seen in page.written if (time := moment(seen)))


def _of_worker(found: Mapping[str, Page]) -> dict[str, Page]:
    return {path: page for path, page in found.items() if of_site(path) and only_the_web(page.images)}


def every(view: HostView) -> Mapping[str, Page]:
    """Every page written by anything but an installer, by path in lower case."""
    found: dict[str, Page] = {}
    for seen in view.of(CREATED.id):
        _write(found, text(seen, "TargetFilename"), seen, text(seen, "Image"))
    for seen in view.of(OBJECT.id):
        if (number(seen, "AccessMask") or 0) & _WRITE:
            _write(found, text(seen, "ObjectName"), seen, text(seen, "ProcessName"))
    for seen in view.of(SHARE.id):
        if (number(seen, "AccessMask") or 0) & _WRITE:
            _write(found, _share_path(seen), seen, "")
    for seen in view.of(AFTER.id):
        page = found.get(windows(text(seen, "TargetFilename")))
        if page is not None:
            (page.timed if text(seen, "EventID") == "2" else page.deleted).append(seen)
    for detector in (OBJECT, SHARE):
        for seen in view.of(detector.id):
            path = windows(text(seen, "ObjectName")) if detector is OBJECT else windows(_share_path(seen))
            mask = number(seen, "AccessMask") or 0
            # A share's record lists every right asked for; a handle for both is a write, not a removal.
            if path in found and mask & _DELETE and not mask & _WRITE:
                found[path].deleted.append(seen)
    return {path: page for path, page in found.items() if page.written}


def _write(found: dict[str, Page], path: str, seen: Seen, image: str) -> None:
    plain = windows(path)
    page = found.setdefault(plain, Page(path))
    if not is_script(plain) or (folder_of(plain) is not Folder.ASPNET_CLIENT and installs(image)):
        return
    page.written.append(seen)
    if image:
        page.images.setdefault(image)


def _share_path(seen: Seen) -> str:
    r"""`\\*\C$` and a relative path give the path on the host; another share keeps its name."""
    share, relative_path = text(seen, "ShareName"), text(seen, "RelativeTargetName")
    drive = share.rsplit("\\", 1)[-1]
    return f"{drive[0]}:\\{relative_path}" if len(drive) == 2 and drive[1] == "$" else f"{share}\\{relative_path}"
