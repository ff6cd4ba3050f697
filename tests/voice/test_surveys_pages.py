"""Surveys from the template to the result, as pages show them."""

import re

import pytest
from sqlalchemy import select

from app.core.database import db, transaction
from app.voice.enums.surveys import SurveyState, WaveState, WaveWay
from app.voice.models import Survey, SurveyQuestion, SurveyText, SurveyWave
from app.voice.queries.survey_templates import survey_templates
from app.voice.services import surveys as services
from tests.factories import voice_surveys as made


def head(**changed):
    given = {
        "title_ko": "민원 만족도",
        "title_en": "",
        "introduction_ko": "",
        "introduction_en": "",
        "purpose": "service_satisfaction",
        "audience": "public",
        "conversion": "linear",
        "minimum": "5",
        "value": "",
        "department_id": "",
    }
    return {**given, **changed}


QUESTION = {"kind": "scale", "words_ko": "친절하였습니까?", "points": "5", "weight": "1", "required": "y"}


def test_there_are_seven_templates_with_questions_that_can_be_asked(write, cast):
    found = survey_templates()
    assert list(found) == [
        "service_satisfaction",
        "phone_kindness",
        "five_stars",
        "innovation_level",
        "cs_capability",
        "cooperation",
        "citizen_panel",
    ]
    for template in found.values():
        names = (
            "title_ko",
            "title_en",
            "introduction_ko",
            "introduction_en",
            "purpose",
            "audience",
            "conversion",
            "value",
        )
        given = {name: getattr(template, name) for name in names}
        survey = services.write_survey(actor=cast.choi, content=made.content(**given), questions=template.questions)
        services.release_survey(actor=cast.choi, survey=survey)
        assert survey.state is SurveyState.READY
    assert sum(one.weight for one in found["phone_kindness"].questions if one.points) == 100
    stars = [one.words_ko for one in found["five_stars"].questions]
    assert stars == ["첫인사", "안내", "말투", "답변", "끝인사"]


def test_a_survey_is_begun_from_a_template_and_asked(as_, cast):
    client = as_(cast.choi)
    assert "Five stars of kindness" in client.get("/voice/surveys/new").text
    page = client.get("/voice/surveys/new?template=five_stars").text
    assert "친절 OSS제(별 다섯) 조사" in page
    answer = client.post("/voice/surveys?template=five_stars", data=head(title_ko="별 다섯", purpose="five_stars"))
    shown = client.get(answer.location).text
    assert "First greeting" in shown
    assert "(x − 1) ÷ (k − 1) × 100" in shown
    survey_id = int(answer.location.split("/")[3].split("?")[0])
    client.post(f"/voice/surveys/{survey_id}/releases")
    form = {"name": "2026", "year": "2026", "way": "answered", "opens_on": "2026-11-23", "closes_on": "2026-11-30"}
    answer = client.post(f"/voice/surveys/{survey_id}/waves", data={**form, "departments": [str(cast.civil)]})
    assert client.post(f"{answer.location}/openings").status_code == 302
    wave = db.session.query(SurveyWave).one()
    assert (wave.state, wave.opened_by_id) == (WaveState.OPEN, cast.choi.id)
    assert "Figures are shown once the wave has closed" in client.get(answer.location).text


def test_the_preview_is_what_the_citizen_sees_in_both_languages(as_, cast):
    survey = made.committed(made.survey, cast)
    page = as_(cast.kim).get(f"/voice/surveys/{survey}/preview?language=ko").text
    assert "친절하였습니까?" in page
    assert "매우 만족" in page
    assert 'type="radio"' in page
    assert "Was the staff kind?" in as_(cast.kim).get(f"/voice/surveys/{survey}/preview?language=en").text


def test_questions_are_added_moved_changed_and_taken_out(as_, cast):
    survey = made.committed(made.survey, cast, ready=False)
    client = as_(cast.choi)
    client.post(f"/voice/surveys/{survey}/questions", data={**QUESTION, "words_ko": "셋째"})
    ids = {row.words_ko: row.id for row in db.session.query(SurveyQuestion)}
    client.post(f"/voice/survey-questions/{ids['셋째']}/moves", data={"direction": "up"})
    client.post(f"/voice/survey-questions/{ids['바라는 점']}/removals")
    client.post(
        f"/voice/survey-questions/{ids['셋째']}", data={**QUESTION, "words_ko": "바뀐 셋째", "labels": "나쁨|Bad\n좋음"}
    )
    rows = db.session.query(SurveyQuestion).order_by(SurveyQuestion.number).all()
    assert [(row.number, row.words_ko) for row in rows] == [(1, "친절하였습니까?"), (2, "바뀐 셋째")]
    assert rows[1].labels == {"ko": ["나쁨", "좋음"], "en": ["Bad", "좋음"]}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"points": "6"}, "Choose a scale of 5, 7 or 10 steps."),
        ({"points": "x"}, "Choose a scale of 5, 7 or 10 steps."),
        ({"labels": "하나\n둘\n셋"}, "Name all 5 steps, or only the first and the last."),
        ({"kind": "choice", "options": "하나뿐"}, "Write 2 to 20 answers, one on each line."),
        ({"kind": "matrix", "rows": ""}, "Write 1 to 20 lines."),
        ({"words_ko": ""}, "This field is required."),
        ({"weight": "-1"}, "At least 0."),
    ],
)
def test_a_question_nobody_could_answer_comes_back_with_its_words(as_, cast, given, said):
    survey = made.committed(made.survey, cast, ready=False)
    answer = as_(cast.choi).post(
        f"/voice/surveys/{survey}/questions", data={**QUESTION, "words_en": "Kept words", **given}
    )
    assert answer.status_code == 422
    assert "Kept words" in answer.text
    assert said in answer.text
    assert db.session.query(SurveyQuestion).filter_by(survey_id=survey).count() == 2


@pytest.mark.parametrize("minimum", ["4", "0", "4.5", "5.5", "x"])
def test_no_survey_shows_fewer_than_five(as_, cast, minimum):
    answer = as_(cast.choi).post("/voice/surveys", data=head(minimum=minimum))
    assert answer.status_code == 422
    assert db.session.query(Survey).count() == 0


def test_what_was_asked_once_is_changed_only_as_a_new_edition(as_, cast):
    with transaction():
        survey = made.survey(cast)
        made.wave(cast, survey)
        number = survey.id
    client = as_(cast.choi)
    question = db.session.query(SurveyQuestion.id).filter_by(survey_id=number, number=1).scalar()
    answer = client.post(f"/voice/survey-questions/{question}", data={**QUESTION, "words_ko": "다른 말"})
    assert answer.status_code == 409
    assert client.post(f"/voice/surveys/{number}", data=head(minimum="9")).status_code == 409
    page = client.post(f"/voice/surveys/{number}/editions").location
    edition = db.session.query(Survey).filter_by(root_id=number).one()
    assert (edition.edition, edition.state, page) == (2, SurveyState.DRAFT, f"/voice/surveys/{edition.id}")
    assert db.session.query(SurveyQuestion).filter_by(survey_id=edition.id).count() == 2


def test_a_survey_without_questions_is_not_ready_and_a_draft_is_not_opened(as_, cast):
    with transaction():
        survey = made.survey(cast, ready=False)
        wave = made.wave(cast, survey, opened=False)
        ids = survey.id, wave.id
    client = as_(cast.choi)
    assert client.post(f"/voice/survey-waves/{ids[1]}/openings").status_code == 422
    for (question,) in db.session.query(SurveyQuestion.id).all():
        client.post(f"/voice/survey-questions/{question}/removals")
    assert client.post(f"/voice/surveys/{ids[0]}/releases").status_code == 422


def test_a_coordinator_writes_for_the_own_department_only(as_, cast):
    client = as_(cast.kang)
    assert client.post("/voice/surveys", data=head(department_id=str(cast.traffic))).status_code == 302
    assert client.post("/voice/surveys", data=head(department_id=str(cast.roads))).status_code == 422
    assert client.post("/voice/surveys", data=head()).status_code in {403, 422}
    other = made.committed(made.survey, cast, ready=False)
    assert client.post(f"/voice/surveys/{other}/questions", data=QUESTION).status_code == 403


def test_an_open_wave_shows_no_figure_however_many_have_answered(as_, cast):
    with transaction():
        wave = made.wave(cast, made.survey(cast), departments=[cast.civil])
        made.answer(wave, made.steps(0, 0, 0, 3, 17), department_id=cast.civil)
        number = wave.id
    page = as_(cast.choi).get(f"/voice/survey-waves/{number}").text
    assert "96.3" not in page
    assert client_export(as_, cast, number).count(b"96.3") == 0


def client_export(as_, cast, number):
    answer = as_(cast.choi).post(f"/list-exports/survey-results?wave_id={number}", data={"format": "csv"})
    return answer.get_data()


def test_the_result_shows_score_shares_and_interval(as_, cast):
    """Seeds: 86.6 % very satisfied, 12.8 % satisfied (of 500: 433, 64, and 3 others)."""
    with transaction():
        number = made.result(cast, {cast.civil: made.steps(0, 0, 3, 64, 433)}).id
    page = as_(cast.kim).get(f"/voice/survey-waves/{number}").text
    assert "Very satisfied 86.6 %, Satisfied 12.8 %" in page
    assert "96.5" in page
    assert "(50 × 3 + 75 × 64 + 100 × 433) ÷ 500 = 96.50" in page
    assert "83.3–89.3" in page


def test_a_department_under_five_and_the_one_that_would_tell_it_stay_hidden(as_, cast):
    given = {cast.civil: made.steps(0, 0, 0, 0, 20), cast.roads: made.steps(0, 0, 8), cast.traffic: made.steps(3)}
    with transaction():
        number = made.result(cast, given).id
    page = as_(cast.choi).get(f"/voice/survey-waves/{number}").text
    assert row_of(page, "민원봉사과") == ["20", "100.0", "100.0–100.0"]
    assert row_of(page, "도로과") == ["not shown", "not shown", "–"]
    assert row_of(page, "교통과") == ["not shown", "not shown", "–"]
    hidden = as_(cast.choi).get(f"/voice/survey-waves/{number}?department={cast.traffic}").text
    assert "No figures to show" in hidden
    text = client_export(as_, cast, number).decode("utf-8-sig")
    assert [line.split(",")[2] for line in text.splitlines() if line.startswith(("도로과", "교통과"))] == ["", ""]


def row_of(page, name):
    row = re.search(rf"<tr>\s*<th[^>]*>{name}</th>(.*?)</tr>", page, re.DOTALL).group(1)
    return [
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", cell)).strip() for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)
    ]


def test_fewer_than_five_in_all_show_nothing(as_, cast):
    with transaction():
        number = made.result(cast, {cast.civil: made.steps(0, 0, 0, 0, 4)}).id
    page = as_(cast.choi).get(f"/voice/survey-waves/{number}").text
    assert "No figures to show" in page
    assert "100.0" not in page


def test_texts_come_without_a_department_that_is_hidden(as_, cast):
    written = [{"1": 5, "2": f"<b>글 {n}</b>"} for n in range(6)]
    few = [{"1": 2, "2": f"적은 곳 {n}"} for n in range(2)]
    with transaction():
        number = made.result(cast, {cast.civil: written, cast.roads: few, cast.traffic: [*written, *few]}).id
    page = as_(cast.choi).get(f"/voice/survey-waves/{number}/texts").text
    assert page.count("&lt;b&gt;글") == 12
    assert "도로과" not in page.split("<main")[1]
    assert as_(cast.yoon).get(f"/voice/survey-waves/{number}/texts").status_code == 403
    own = as_(cast.lee).get(f"/voice/survey-waves/{number}/texts?department={cast.traffic}")
    assert own.status_code == 200
    assert "적은 곳" in own.text
    assert as_(cast.lee).get(f"/voice/survey-waves/{number}/texts?department={cast.civil}").status_code == 403


def test_a_text_of_a_closed_survey_is_taken_in_as_a_voice_without_a_way_back(as_, cast):
    written = [{"1": 5, "2": f"<b>글 {n}</b>"} for n in range(6)]
    few = [{"1": 2, "2": f"적은 곳 {n}"} for n in range(2)]
    with transaction():
        number = made.result(cast, {cast.civil: written, cast.roads: few, cast.traffic: [*written, *few]}).id
    tower = as_(cast.choi)
    ways = re.findall(r"new\?text=(\d+)", tower.get(f"/voice/survey-waves/{number}/texts").text)
    forms = [tower.get(f"/voice/customer-voices/new?text={way}").text for way in ways]
    chosen = [re.findall(r'<option selected value="(\d*)"', form) for form in forms]
    for form, units in zip(forms, chosen, strict=True):
        assert 'value="survey"' in form
        assert "적은 곳" in form or "&lt;b&gt;글" in form
        assert set(units) <= {"", str(cast.traffic)}, "neither who is too few nor whom it would tell by subtraction"
    assert any(str(cast.traffic) in units for units in chosen)
    path = f"/voice/customer-voices/new?text={ways[0]}"
    assert [as_(who).get(path).status_code for who in (cast.lee, cast.yoon, cast.kim)] == [403, 403, 403]
    assert tower.get("/voice/customer-voices/new?text=7").status_code == 404
    with transaction():
        open_one = made.result(cast, {cast.civil: written[:2]}, name="적은 회차").id
    hidden = db.session.scalars(select(SurveyText.id).where(SurveyText.wave_id == open_one)).all()
    assert [tower.get(f"/voice/customer-voices/new?text={one}").status_code for one in hidden] == [404, 404]


def test_the_trend_goes_over_the_waves_of_all_editions(as_, cast):
    with transaction():
        first = made.survey(cast)
        made.result(cast, {cast.civil: made.steps(0, 0, 10)}, record=first, name="2025")
        second = services.new_edition(actor=cast.choi, survey=first)
        services.release_survey(actor=cast.choi, survey=second)
        number = made.result(cast, {cast.civil: made.steps(0, 0, 0, 10)}, record=second, name="2026").id
    page = as_(cast.choi).get(f"/voice/survey-waves/{number}").text
    assert "From 50.0 to 75.0: up by 25.0." in page


def test_the_trend_tells_the_last_step_and_the_whole_way(as_, cast):
    steps = [("2024", made.steps(0, 0, 10)), ("2025", made.steps(0, 0, 0, 0, 10)), ("2026", made.steps(0, 0, 0, 10))]
    with transaction():
        first = made.survey(cast)
        number = [made.result(cast, {cast.civil: given}, record=first, name=name).id for name, given in steps][-1]
    page = as_(cast.choi).get(f"/voice/survey-waves/{number}").text
    assert "The last wave has 75.0: −25.0 against the one before, +25.0 against the first." in page


def test_every_wave_says_whose_turn_it_is(as_, cast):
    with transaction():
        record = made.survey(cast)
        draft = made.wave(cast, record, name="draft", opened=False).id
        asked = made.wave(cast, record, name="asked").id
        tables = made.wave(cast, record, name="tables", way=WaveWay.ENTERED)
        number = tables.id
    tower, staff = as_(cast.choi), as_(cast.kim)
    assert "then open the wave at the foot of this page" in tower.get(f"/voice/survey-waves/{draft}").text
    assert "The control tower opens the wave" in staff.get(f"/voice/survey-waves/{draft}").text
    assert "make the first link" in tower.get(f"/voice/survey-waves/{asked}").text
    assert "the control tower makes the links" in staff.get(f"/voice/survey-waves/{asked}").text
    assert "The first table is missing" in tower.get(f"/voice/survey-waves/{number}").text
    with transaction():
        made.table(cast, db.session.get_one(SurveyWave, number))
    assert "1 tables wait for a colleague" in tower.get(f"/voice/survey-waves/{number}").text


def test_a_wave_is_refused_where_its_days_or_its_name_are_wrong(as_, cast):
    survey = made.committed(made.survey, cast)
    client = as_(cast.choi)
    form = {"name": "2026", "year": "2026", "way": "answered", "opens_on": "2026-11-30", "closes_on": "2026-11-23"}
    answer = client.post(f"/voice/surveys/{survey}/waves", data=form)
    assert answer.status_code == 422
    assert 'value="2026-11-30"' in answer.text
    good = {**form, "closes_on": "2026-11-30"}
    assert client.post(f"/voice/surveys/{survey}/waves", data=good).status_code == 302
    assert client.post(f"/voice/surveys/{survey}/waves", data=good).status_code == 422
    assert db.session.query(SurveyWave).filter_by(way=WaveWay.ANSWERED).count() == 1


def test_lists_show_what_is_there_and_what_to_do_where_nothing_is(as_, cast):
    client = as_(cast.choi)
    assert "No surveys yet" in client.get("/voice/surveys").text
    assert "No customer groups yet" in client.get("/voice/customer-groups").text
    with transaction():
        made.result(cast, {cast.civil: made.steps(0, 0, 0, 0, 9)})
    assert ">Satisfaction</a>" in client.get("/voice/surveys?purpose=service_satisfaction").text
    assert ">Satisfaction</a>" not in client.get("/voice/surveys?purpose=five_stars").text
    assert client.get("/voice/surveys?purpose=nonsense&cursor=xx").status_code == 200


def test_customer_groups_belong_to_departments(as_, cast):
    lee = as_(cast.lee)
    form = {"name": "화물차주", "kind": "businesses", "size": "320", "note": "", "department_id": str(cast.traffic)}
    assert lee.post("/voice/customer-groups", data=form).status_code == 302
    again = lee.post("/voice/customer-groups", data=form)
    assert again.status_code == 422
    assert "화물차주" in again.text
    assert (
        lee.post("/voice/customer-groups", data={**form, "name": "다른", "department_id": str(cast.roads)}).status_code
        == 422
    )
    assert lee.post("/voice/customer-groups", data={**form, "name": "반", "size": "1.5"}).status_code == 422
    page = lee.get("/voice/customer-groups").text
    assert "화물차주" in page
    assert "320" in page
    assert ">175<" in page, "384.16 × 320 / (320 + 383.16) = 174.83"
    assert as_(cast.kim).post("/voice/customer-groups", data=form).status_code == 403


def test_a_result_says_how_many_of_a_group_answered_and_how_many_were_needed(as_, cast):
    """384.16 × 1,200 / (1,200 + 383.16) = 291.18, so 292; 12 of 1,200 are one in a hundred."""
    with transaction():
        many, few = made.group(cast), made.group(cast, "청년 창업자")
        record = made.wave(cast, made.survey(cast), departments=[cast.civil], groups=[many.id, few.id])
        made.answer(record, made.steps(0, 0, 0, 12), group_id=many.id)
        made.answer(record, made.steps(0, 0, 0, 0, 3), group_id=few.id)
        made.answer(record, made.steps(0, 0, 9), department_id=cast.civil)
        number = made.closed(record).id
    page = as_(cast.choi).get(f"/voice/survey-waves/{number}").text
    assert "소상공인: 12 of 1,200 answered, 1.0%; 292 answers were to be gathered." in page
    assert "청년 창업자: " not in page


def test_in_korean_a_question_is_taken_out_and_not_downloaded(as_, cast):
    """Words that other rooms use with another meaning stood at the buttons of the questions."""
    number = made.committed(made.survey, cast, ready=False)
    client = as_(cast.choi)
    client.set_cookie("opum_language", "ko")
    page = client.get(f"/voice/surveys/{number}").text
    assert "문항 빼기" in page
    assert "내려받기" not in page
    assert "거래 내역" not in page
