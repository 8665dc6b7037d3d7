"""The page in a real browser: nothing injected, no sideways scrolling on a phone, and whole on paper."""

import base64
import os
import re
import shutil
import struct
import subprocess
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from tests.report import besides, results, rough_results

from indicia.model.assessment import Result
from indicia.report.page import result as html

pytestmark = pytest.mark.browser
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_PROBE = """
<script>
const frame = document.querySelector("iframe");
function measure() {
  const page = frame.contentDocument, root = page.documentElement;
  const every = [...page.querySelectorAll("*")];
  const bad = every.filter(e => /^(script|iframe|object|embed|img|link|form|base)$/i.test(e.localName));
  const handlers = every.flatMap(e => [...e.attributes]).filter(a => /^on/i.test(a.name));
  const hidden = page.querySelectorAll("main h1").length;
  const wide = every.filter(e => !e.closest(".scroll") && e.getBoundingClientRect().right > root.clientWidth + 1);
  document.title = JSON.stringify({scroll: root.scrollWidth, bad: bad.length, handlers: handlers.length,
    heads: hidden, all: every.length, wide: wide.map(e => e.localName + "." + e.className).slice(0, 5)});
}
frame.contentDocument.readyState === "complete" && frame.contentDocument.body ? measure() : 0;
frame.addEventListener("load", measure);
</script>
"""


@pytest.fixture(scope="session")
def browser() -> str:
    """A Chromium on this machine."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine")
    return found


def run(browser: str, folder: Path, *arguments: str) -> str:
    """Run the browser without a window, a profile or a network; its standard output."""
    done = subprocess.run(
        [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--hide-scrollbars", f"--user-data-dir={folder / 'profile'}",
            *arguments,
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        env=os.environ | {"HOME": str(folder)},
    )  # fmt: skip
    return done.stdout


def measured(browser: str, folder: Path, page: str, width: int) -> dict[str, object]:
    """What a page measures and holds in a frame of that width.

    The page forbids scripts to itself; the frame around it, which is the test's own, may look into it.
    """
    outer = folder / f"outer-{width}.html"
    frame = f'<iframe width="{width}" height="900" style="border:0" srcdoc="{escape(page)}"></iframe>'
    outer.write_text(
        f"<!DOCTYPE html><meta charset=utf-8><title></title><body style='margin:0'>{frame}{_PROBE}", "utf-8"
    )
    dom = run(browser, folder, f"--window-size={width + 100},1000", "--dump-dom", outer.as_uri())
    title = re.search(r"<title>(\{.*?\})</title>", dom)
    assert title is not None, "the frame never loaded"
    import json

    found: dict[str, object] = json.loads(title.group(1).replace("&quot;", '"').replace("&amp;", "&"))
    return found


@pytest.mark.parametrize("name", ["rich", "hostile", "many", "beside", "hostile beside"])
def test_a_phone_does_not_scroll_sideways(name: str, browser: str, tmp_path: Path) -> None:
    """At 360 px nothing but the drawing in its own box is wider than the screen; nothing was injected."""
    makers: dict[str, Callable[[], Result]] = {
        "rich": results.rich,
        "hostile": rough_results.hostile,
        "many": lambda: results.many(3),
        "beside": lambda: besides.with_beside(results.rich()),
        "hostile beside": lambda: rough_results.hostile(3, besides.with_beside(results.rich())),
    }
    result = makers[name]()
    found = measured(browser, tmp_path, html.page(result), 360)
    assert found["scroll"] == 360
    assert found["wide"] == []
    assert (found["bad"], found["handlers"], found["heads"]) == (0, 0, 1)


def test_a_desktop_does_not_either(browser: str, tmp_path: Path) -> None:
    """At 1200 px the same holds for the hostile page with its long words."""
    found = measured(browser, tmp_path, html.page(rough_results.hostile(3)), 1200)
    assert found["scroll"] == 1200
    assert (found["bad"], found["handlers"]) == (0, 0)


def test_the_browser_sees_the_elements_that_were_written(browser: str, tmp_path: Path) -> None:
    """Its tree of the hostile page has as many elements as the page has tags: no text became markup."""
    page = html.page(rough_results.hostile(7))
    file = tmp_path / "page.html"
    file.write_text(page, "utf-8")
    dom = run(browser, tmp_path, "--dump-dom", file.as_uri())
    tag = re.compile(r"<([a-z][a-z0-9]*)[ >/]")
    style = re.compile(r"<style>.*?</style>", re.DOTALL)
    assert sorted(tag.findall(style.sub("", dom))) == sorted(tag.findall(style.sub("", page)))


@pytest.mark.parametrize("width", [360, 1200])
def test_a_picture_of_it(width: int, browser: str, tmp_path: Path) -> None:
    """A picture of the asked size that is not one colour."""
    file, picture = tmp_path / "page.html", tmp_path / "page.png"
    file.write_text(html.page(results.rich()), "utf-8")
    run(browser, tmp_path, f"--screenshot={picture}", f"--window-size={width},1600", file.as_uri())
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">II", data[16:24]) == (width, 1600)
    assert len(data) > 20_000


def test_paper_has_the_records_too(browser: str, tmp_path: Path) -> None:
    """Printed, closed details are open: the page takes more sheets than one whose records were taken out."""
    page = html.page(results.rich())
    bare = re.sub(r"<details>.*?</details>", "", page, flags=re.DOTALL)
    sheets = []
    for name, text in (("whole", page), ("bare", bare)):
        file, paper = tmp_path / f"{name}.html", tmp_path / f"{name}.pdf"
        file.write_text(text, "utf-8")
        run(browser, tmp_path, f"--print-to-pdf={paper}", "--no-pdf-header-footer", file.as_uri())
        data = paper.read_bytes()
        assert data.startswith(b"%PDF")
        sheets.append(len(re.findall(rb"/Type\s*/Page\b(?!s)", data)))
    assert sheets[0] >= sheets[1] + 3


def test_dark_is_dark(browser: str, tmp_path: Path) -> None:
    """Where the reader prefers dark, the paper is dark: the pictures of both differ."""
    file = tmp_path / "page.html"
    file.write_text(html.page(results.quiet()), "utf-8")
    pictures = []
    for scheme in ("0", "1"):
        picture = tmp_path / f"{scheme}.png"
        run(
            browser, tmp_path, f"--blink-settings=preferredColorScheme={scheme}", f"--screenshot={picture}",
            "--window-size=600,600", file.as_uri(),
        )  # fmt: skip
        pictures.append(base64.b64encode(picture.read_bytes()))
    assert pictures[0] != pictures[1]
