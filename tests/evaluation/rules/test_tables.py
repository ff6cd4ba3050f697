from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid, Refused
from app.evaluation.rules.methods import bands, direct, grades, yes_no

STEPS = [{"threshold": 80, "points": 60}, {"threshold": 90, "points": 80}, {"threshold": 100, "points": 100}]
DAYS = [{"threshold": 3, "points": 100}, {"threshold": 5, "points": 80}, {"threshold": 7, "points": 60}]


def test_a_band_includes_its_threshold_going_up():
    parameters = bands.BandsParameters.parse({"bands": STEPS, "otherwise": 40})
    actuals = ("79.9", "80", "99.99", "100", "130")
    assert [bands.score(Decimal(a), parameters).score for a in actuals] == [40, 60, 80, 100, 100]


def test_a_band_includes_its_threshold_going_down():
    parameters = bands.BandsParameters.parse({"bands": DAYS, "direction": "down"})
    found = [bands.score(Decimal(a), parameters) for a in ("0", "3", "3.1", "7", "7.1")]
    assert [f.score for f in found] == [100, 100, 80, 60, 0]
    assert [str(found[i].derivation[0]) for i in (2, 4)] == [
        "3.1 lies in the band up to 5: 80 points",
        "7.1 reaches none of the bands: 0 points",
    ]


def test_the_best_band_of_a_kept_value_may_lie_in_the_middle():
    rows = [{"threshold": 18, "points": 50}, {"threshold": 20, "points": 100}, {"threshold": 26, "points": 50}]
    parameters = bands.BandsParameters.parse({"bands": rows, "direction": "keep"})
    assert [bands.score(Decimal(a), parameters).score for a in (10, 19, 22, 30)] == [0, 50, 100, 50]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "table of bands is empty"),
        ({"bands": list(reversed(STEPS))}, "must rise"),
        ({"bands": DAYS}, "better band cannot earn fewer"),
        ({"bands": STEPS, "direction": "down"}, "better band cannot earn fewer"),
        ({"bands": STEPS, "otherwise": 70}, "better band cannot earn fewer"),
        ({"bands": [{"threshold": 1, "points": -1}]}, "cannot be below 0"),
    ],
)
def test_bands_that_contradict_themselves_are_refused(values, sentence):
    with pytest.raises(Refused, match=sentence):
        bands.BandsParameters.parse(values)


@pytest.mark.parametrize("rows", ["80", [80, 90], [{"threshold": 1}], [{"threshold": 1, "points": 2, "color": "red"}]])
def test_bands_of_the_wrong_shape_are_invalid(rows):
    with pytest.raises(Invalid):
        bands.BandsParameters.parse({"bands": rows})


def test_the_standard_grades():
    parameters = grades.GradesParameters.parse({})
    assert [grades.score(label, parameters).score for label in "ABCDE"] == [100, 90, 80, 70, 60]


def test_the_published_scale_of_forty_points():
    shares = [grades.score(label, grades.GradesParameters()).score for label in "ABCDE"]
    assert [40 * share / 100 for share in shares] == [40, 36, 32, 28, 24]
    assert [20 * share / 100 for share in shares] == [20, 18, 16, 14, 12]


def test_an_office_may_name_its_own_grades():
    parameters = grades.GradesParameters.parse(
        {"steps": [{"label": "탁월", "share": 100}, {"label": " 보통 ", "share": "75"}]}
    )
    found = grades.score(grades.read(" 보통"), parameters)
    assert (found.score, str(found.derivation[0])) == (75, "Grade 보통 earns 75 of 100")


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([], "at least one grade"),
        ([("A", 100), ("A", 90)], "appears twice"),
        ([("A", 101)], "between 0 and 100"),
        ([("A", 80), ("B", 90)], "must fall"),
    ],
)
def test_scales_that_contradict_themselves_are_refused(steps, sentence):
    with pytest.raises(Refused, match=sentence):
        grades.GradesParameters.parse({"steps": [{"label": label, "share": share} for label, share in steps]})


def test_a_grade_outside_the_scale_is_refused():
    with pytest.raises(Refused, match="no grade “F”; the scale is A, B, C, D, E"):
        grades.score("F", grades.GradesParameters())
    with pytest.raises(Refused, match="must be a grade"):
        grades.read(90)


def test_done_is_100_and_not_done_is_0():
    found = [yes_no.score(yes_no.read(actual), yes_no.YesNoParameters()).score for actual in (True, "1", 1, False, "0")]
    assert found == [100, 100, 100, 0, 0]


@pytest.mark.parametrize("actual", ["2", "yes", 1.0])
def test_half_done_is_refused(actual):
    with pytest.raises(Refused, match=r"1 \(done\) or 0"):
        yes_no.read(actual)


@given(st.decimals(min_value=0, max_value=100, places=3))
def test_a_rating_is_its_own_score(rating):
    assert direct.score(rating, direct.DirectParameters.parse({})).score == rating


@pytest.mark.parametrize("rating", ["-0.1", "100.1"])
def test_a_rating_beyond_the_scale_is_refused(rating):
    with pytest.raises(Refused, match="between 0 and 100"):
        direct.score(Decimal(rating), direct.DirectParameters())
