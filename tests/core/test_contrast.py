"""High contrast is a choice the browser keeps; without one the system's wish counts."""

import re
from pathlib import Path

import pytest

from app.core.charts.frame import BEST_FIRST, PALETTE


def test_the_choice_is_kept_and_taken_back(as_, cast):
    client = as_(cast.kim)
    assert "data-contrast" not in client.get("/").text
    answer = client.post("/contrast-choices", data={"contrast": "more", "next": "/reports"})
    assert (answer.status_code, answer.location) == (302, "/reports")
    page = client.get("/").text
    assert '<html lang="en" data-contrast="more">' in page
    assert 'name="contrast" value="normal"' in page
    client.post("/contrast-choices", data={"contrast": "normal", "next": "/"})
    assert 'data-contrast="normal"' in client.get("/").text


@pytest.mark.parametrize("typed", ["", "loud", '"><script>'])
def test_what_is_no_choice_changes_nothing(as_, cast, typed):
    client = as_(cast.kim)
    client.post("/contrast-choices", data={"contrast": typed, "next": "//evil.example"})
    assert "data-contrast" not in client.get("/").text


def test_a_broken_cookie_is_no_choice(as_, cast):
    client = as_(cast.kim)
    client.set_cookie("opum_contrast", '"><script>')
    assert "<script>" not in client.get("/").text.partition("<body")[0].replace("<script src", "")


def test_everybody_may_choose_before_signing_in(anonymous):
    assert anonymous.post("/contrast-choices", data={"contrast": "more", "next": "/"}).status_code == 302


ROOT = Path(__file__).parents[2]
COLOUR = re.compile(r"#[0-9a-fA-F]{6}|rgba\([^)]*\)")
STRONG = dict(re.findall(r'"([^"]+)": "([^"]+)",', (ROOT / "static/js/contrast.js").read_text(encoding="utf-8")))


def test_every_colour_of_a_chart_has_one_of_high_contrast():
    """A colour that stands in no map would stay pale where somebody needs it dark."""
    places = [*(ROOT / "app/core/charts").glob("*.py"), *(ROOT / "app/reports/figures").glob("*.py")]
    drawn = {colour for path in places for colour in COLOUR.findall(path.read_text(encoding="utf-8"))}
    assert drawn > set(PALETTE)
    assert drawn - STRONG.keys() == set()


@pytest.mark.parametrize("palette", [PALETTE, BEST_FIRST])
def test_colours_that_stand_beside_one_another_stay_different_and_dark(palette):
    strong = [STRONG[colour] for colour in palette]
    assert len(set(strong)) == len(strong)
    assert min(contrast_with_white(colour) for colour in strong) >= 4.5


def contrast_with_white(colour):
    """The ratio of WCAG 2.2 between a colour and white paper."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 1.05 / (luminance + 0.05)
