"""Contrast of the page's colours, computed from its style sheet."""

import re
from importlib.resources import files

import pytest

CSS = files("indicia.report.page").joinpath("templates", "page.css").read_text("utf-8")
THEMES = ("light", "dark", "paper")


def colours(theme: str) -> dict[str, str]:
    """Name → hex colour of a theme; what a later theme does not name it takes from the first."""
    blocks = [
        dict(re.findall(r"--([a-z]+):#([0-9a-f]{3,6})\b", block)) for block in re.findall(r":root\{([^}]*)\}", CSS)
    ]
    assert len(blocks) == len(THEMES)
    return blocks[0] | blocks[THEMES.index(theme)]


def luminance(colour: str) -> float:
    """Relative luminance.  Source: WCAG 2.2, "relative luminance"."""
    full = "".join(2 * digit for digit in colour) if len(colour) == 3 else colour
    parts = [int(full[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio.  Source: WCAG 2.2, "contrast ratio"."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["paper", "tint"])
@pytest.mark.parametrize("ink", ["ink", "soft", "link", "red", "amber", "violet", "green"])
def test_text_can_be_read(theme: str, ground: str, ink: str) -> None:
    """At least 4.5 to 1 for all text, on the page and on what is tinted (WCAG 2.2, 1.4.3)."""
    found = colours(theme)
    assert contrast(found[ink], found[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_marked_values_and_the_verdict_can_be_read(theme: str) -> None:
    """Text on the marker, and the verdict word on its own colour."""
    found = colours(theme)
    assert contrast(found["ink"], found["mark"]) >= 4.5
    assert contrast(found["paper"], found["red"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_the_drawing_can_be_seen(theme: str) -> None:
    """Edges of bars, marks on bars and the patch line: at least 3 to 1 (WCAG 2.2, 1.4.11)."""
    found = colours(theme)
    assert contrast(found["edge"], found["paper"]) >= 3
    for ink in ("red", "amber", "ink"):
        assert contrast(found[ink], found["bar"]) >= 3
        assert contrast(found[ink], found["paper"]) >= 3
