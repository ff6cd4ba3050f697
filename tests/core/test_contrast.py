"""High contrast is a choice the browser keeps; without one the system's wish counts."""

import pytest


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
