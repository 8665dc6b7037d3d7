"""Which sites answer what cannot be there with success, so that a status of 200 shows nothing."""

import pytest

from indicia.detection.usage.answering import hollow_logs

PRODUCTS = (
    "/_layouts/15/start.aspx", "/desktopmodules/x/dialog.aspx", "/umbraco/login.aspx", "/sitecore/login/default.aspx",
    "/ckeditor/connector.aspx", "/owa/auth/x1.aspx", "/owa/auth/x2.aspx", "/aspnet_client/help.aspx",
    "/aspnet_client/system_web/a.aspx",
)  # fmt: skip
"""What scanners ask any site for: pages of products of which one server runs one or two."""
LANGUAGES = tuple(f"/s{number}{end}" for number in range(8) for end in (".php", ".jsp", ".asp", ".cgi", ".cfm"))


def asked(web, stems, status=200, method="GET"):
    for number, stem in enumerate(stems):
        web.ask(number, f"203.0.113.{number}", method, stem, status=status, agent="-")
    return web


def hollow(web):
    return bool(hollow_logs(web.people(3).extracts()))


def test_an_error_page_of_asp_net_with_status_200(web):
    """It answers as eight products at once, while scripts in other languages are not found."""
    assert hollow(asked(asked(web, PRODUCTS), LANGUAGES, 404))


def test_a_filter_that_shows_attackers_a_page_of_its_own(web):
    """It answers for four languages, and does not know the fifth."""
    known = [stem for stem in LANGUAGES if not stem.endswith(".cfm")]
    assert hollow(asked(asked(web, known), [stem for stem in LANGUAGES if stem.endswith(".cfm")], 404))


@pytest.mark.parametrize(
    ("answered", "refused"),
    [
        (PRODUCTS[5:], LANGUAGES),
        ((*PRODUCTS[:3], "/owa/auth/logon.aspx"), PRODUCTS[4:]),
        (PRODUCTS[2:6], ()),
        ([stem for stem in LANGUAGES if stem.endswith((".php", ".asp"))], ()),
        (["/index.php", "/status.php", "/old.asp", "/form.asp", *PRODUCTS[5:]], LANGUAGES),
    ],
    ids=["one-product", "products-refused", "few-pages", "two-languages", "languages-refused"],
)
def test_a_site_of_which_an_answer_says_something(web, answered, refused):
    """With one of the signs missing, what answered is there: pages planted on a server that refuses others count."""
    assert not hollow(asked(asked(web, refused, 404), answered))


def test_answers_to_posts_alone_say_nothing(web):
    """Whoever posts may have planted what answers."""
    assert not hollow(asked(web, PRODUCTS, method="POST"))
