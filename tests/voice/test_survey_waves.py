"""A wave about every department is chosen with one box; customer groups have a trend that tells no small group."""

import re

import pytest

from app.core.database import db, transaction
from app.core.documents.content import LineChart, silently
from app.core.i18n import speaking
from app.organization.queries import departments_on
from app.reports.documents import survey_results
from app.voice.models import SurveyWave
from app.voice.queries.surveys import departments_of
from tests.factories import voice_surveys as made

FORM = {"name": "2026", "year": "2026", "way": "answered", "opens_on": "2026-11-23", "closes_on": "2026-11-30"}


def box_of(page):
    return re.search(r'<input[^>]*name="every_department"[^>]*>', page)[0]


def ticked(page):
    return [tag for tag in re.findall(r'<input[^>]*name="departments"[^>]*>', page) if "checked" in tag]


def test_one_box_asks_about_every_department(as_, cast):
    survey = made.committed(made.survey, cast)
    client = as_(cast.choi)
    sent = {**FORM, "every_department": "y", "departments": [str(cast.civil)]}
    answer = client.post(f"/voice/surveys/{survey}/waves", data=sent)
    assert answer.status_code == 302
    wave = db.session.query(SurveyWave).one()
    every = {unit.id for unit in departments_on()}
    assert len(every) > 2
    assert set(departments_of(wave.id)) == every
    page = client.get(f"/voice/survey-waves/{wave.id}/edit").text
    assert ("checked" in box_of(page), ticked(page)) == (True, [])
    client.post(f"/voice/survey-waves/{wave.id}", data={**FORM, "departments": [str(cast.civil), str(cast.roads)]})
    assert set(departments_of(wave.id)) == {cast.civil, cast.roads}
    page = client.get(f"/voice/survey-waves/{wave.id}/edit").text
    assert ("checked" in box_of(page), len(ticked(page))) == (False, 2)


def test_a_wave_about_the_whole_office_is_not_about_every_department(as_, cast):
    survey = made.committed(made.survey, cast)
    client = as_(cast.choi)
    client.post(f"/voice/surveys/{survey}/waves", data=FORM)
    wave = db.session.query(SurveyWave).one()
    assert list(departments_of(wave.id)) == []
    assert "checked" not in box_of(client.get(f"/voice/survey-waves/{wave.id}/edit").text)


def test_a_refused_form_keeps_the_box(as_, cast):
    survey = made.committed(made.survey, cast)
    answer = as_(cast.choi).post(f"/voice/surveys/{survey}/waves", data={**FORM, "name": "", "every_department": "y"})
    assert answer.status_code == 422
    assert "checked" in box_of(answer.text)


@pytest.mark.parametrize("size", [(1280, 900), (360, 740)])
def test_the_box_is_ticked_with_the_keyboard_and_hides_the_sixty(visit, cast, size):
    survey = made.committed(made.survey, cast)
    visitor = visit(cast.choi, size=size, language="en")
    page = visitor.page
    page.goto(f"/voice/surveys/{survey}/waves/new")
    box, others = page.locator("[name=every_department]"), page.locator("[name=departments]")
    assert others.first.is_visible()
    box.focus()
    page.keyboard.press("Space")
    assert (box.is_checked(), others.first.is_visible()) == (True, False)
    assert visitor.axe() == []
    page.keyboard.press("Space")
    assert others.first.is_visible()


@pytest.fixture
def groups(cast, app):
    with transaction():
        return [made.group(cast, name).id for name in ("상인", "주민", "여행자")]


def closed_waves(cast, groups, *by_wave):
    """Closed waves of one survey: for each the answers of the groups, as steps of the first question."""
    with transaction():
        record = made.survey(cast)
        for at, given in enumerate(by_wave):
            wave = made.wave(cast, record, name=f"{at + 1}회차", departments=[cast.civil], groups=groups)
            for group_id, steps in zip(groups, given, strict=True):
                made.answer(wave, made.steps(*steps), department_id=cast.civil, group_id=group_id)
            made.closed(wave)
        return wave.id


MANY_LOW, MANY_HIGH, FEW, EIGHT = (0, 0, 20), (0, 0, 0, 20), (0, 0, 0, 0, 2), (0, 0, 8)


def trend_rows(page):
    part = page.partition('id="group-trend"')[2].partition("</section>")[0]
    return [re.sub(r"<[^>]+>", " ", row).split() for row in re.findall(r"<tr>.*?</tr>", part, re.DOTALL)]


def test_groups_have_a_line_each_over_the_waves(as_, cast, groups):
    number = closed_waves(
        cast, groups, (MANY_LOW, MANY_HIGH, MANY_LOW), (MANY_HIGH, MANY_HIGH, MANY_LOW), (MANY_HIGH, MANY_HIGH, EIGHT)
    )
    page = as_(cast.choi).get(f"/voice/survey-waves/{number}").text
    assert "Changed most: 상인, from 50.0 to 75.0 (+25.0)." in page
    rows = trend_rows(page)
    assert ["1회차", "상인", "50.0", "20"] in rows
    assert ["3회차", "여행자", "50.0", "8"] in rows
    assert len(rows) == 1 + 9


def test_a_small_group_and_the_one_that_would_tell_it_have_a_gap(as_, cast, groups):
    number = closed_waves(
        cast, groups, (MANY_LOW, EIGHT, FEW), (MANY_HIGH, EIGHT, MANY_LOW), (MANY_HIGH, EIGHT, MANY_LOW)
    )
    page = as_(cast.choi).get(f"/voice/survey-waves/{number}").text
    rows = {(row[0], row[1]): row[2:] for row in trend_rows(page)[1:]}
    assert rows["1회차", "상인"] == ["50.0", "20"]
    assert rows["1회차", "주민"] == rows["1회차", "여행자"] == ["–", "–"], "28 of 30 less 20 would tell the two"
    assert rows["2회차", "여행자"] == ["50.0", "20"]


def test_no_trend_of_groups_beside_one_department(as_, cast, groups):
    number = closed_waves(cast, groups, (MANY_LOW, MANY_HIGH, MANY_LOW), (MANY_HIGH, MANY_HIGH, MANY_LOW))
    client = as_(cast.choi)
    assert 'id="group-trend"' in client.get(f"/voice/survey-waves/{number}").text
    assert 'id="group-trend"' not in client.get(f"/voice/survey-waves/{number}?department={cast.civil}").text


def test_one_wave_with_groups_is_no_trend(as_, cast, groups):
    number = closed_waves(cast, groups, (MANY_LOW, MANY_HIGH, MANY_LOW))
    assert 'id="group-trend"' not in as_(cast.choi).get(f"/voice/survey-waves/{number}").text


def test_the_report_draws_the_same_lines(cast, groups):
    number = closed_waves(cast, groups, (MANY_LOW, EIGHT, FEW), (MANY_HIGH, EIGHT, MANY_LOW))
    with speaking("ko"):
        document = survey_results.build(cast.choi, {"wave_id": number}, silently)
    charts = [part for part in document.parts if isinstance(part, LineChart)]
    assert [[(one.name, len(one.values)) for one in chart.series] for chart in charts][-1] == [("상인", 2)]
