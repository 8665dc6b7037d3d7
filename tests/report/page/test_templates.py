"""The page templates and what they are compiled to."""

import pytest
from tests.report import results, rough_results

from indicia.model.assessment import Result
from indicia.report.page import compiled
from indicia.report.page import making as pages
from indicia.report.page import result as html
from indicia.report.page.compiled import COMPILED, TEMPLATES, Shipped, module_file, write_compiled


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """A folder with the templates compiled, which pages are made from."""
    folder = tmp_path / "compiled"
    write_compiled(pages.environment(), folder)
    monkeypatch.setattr(pages, "Shipped", lambda: Shipped(folder))
    html.template.cache_clear()
    yield folder
    html.template.cache_clear()


@pytest.mark.parametrize("make", [results.rich, results.blind, lambda: rough_results.hostile(0)])
def test_pages_are_the_same_compiled_and_not(make, shipped, monkeypatch):
    """What is compiled when the package is built, without filters and globals of ours, makes the same page."""
    result: Result = make()
    page = html.page(result)
    assert html.template().filename == str(module_file("page.html", (TEMPLATES / "page.html").read_text(), shipped))
    monkeypatch.setattr(pages, "Shipped", lambda: Shipped(shipped / "absent"))
    html.template.cache_clear()
    assert html.template().filename == str(TEMPLATES / "page.html")
    assert html.page(result) == page


def test_what_fits_no_text_is_not_used(shipped, tmp_path, monkeypatch):
    """A changed template is compiled anew, and so are all where another Jinja is installed."""
    before = module_file("head.html", "old", shipped)
    assert module_file("head.html", "new", shipped) != before
    monkeypatch.setattr(compiled.jinja2, "__version__", "0")
    assert module_file("head.html", "old", shipped) != before
    assert html.template().filename == str(TEMPLATES / "page.html")


def test_a_build_leaves_nothing_old_behind(shipped):
    """Modules of templates of before are taken away."""
    (shipped / "gone_html_0123456789abcdef.py").write_text("")
    names = {path.name for path in shipped.glob("*.py")}
    write_compiled(pages.environment(), shipped)
    assert names - {path.name for path in shipped.glob("*.py")} == {"gone_html_0123456789abcdef.py"}
    assert len(names) == 1 + len(list(TEMPLATES.iterdir()))


@pytest.mark.skipif(not COMPILED.is_dir(), reason="the package was not built here, only put on the path")
def test_the_package_is_built():
    """Where the package was installed, its templates are compiled in the way that pages ask for."""
    assert list(COMPILED.glob("page_html_*.py"))
