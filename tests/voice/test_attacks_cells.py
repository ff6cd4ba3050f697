"""Attacks by what is typed: control characters, 40,000 letters, and cells a spreadsheet would run as formulas."""

import io
import re
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import func, select

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Refused
from app.core.sheets import Problems, SheetErrors
from app.jobs.running import work_until_idle
from app.voice.enums.recognitions import RecognitionKind
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import SurveyPurpose
from app.voice.models import CustomerVoice, PanelMember, SurveyPending
from app.voice.services import panel_members as panel
from app.voice.services.survey_waves import WaveContent, open_wave, plan_wave
from app.voice.services.voice_imports import ImportText, import_voices
from app.voice.services.voice_sheets import read_voices
from tests.factories import voice_answers as asked
from tests.factories import voice_five_s as five
from tests.factories import voice_surveys as surveys
from tests.factories.voice_customer_voices import a_voice
from tests.voice.test_customer_voices_figures import a_row, sheet

LONG = "가" * 40_000
ODD = ("a\x00b", "\x1b[31m빨강", "\u202eabc\u202c", "\ud7ff\ufffe", "줄\r\n줄", LONG)
FORMULAS = ("=1+1", "+82-41", "-1+1|cmd", "@SUM(A1)", "＝1+1", "\t=1+1")
RUNS = re.compile(r"^[\s]*[=+\-@＝＋－＠]")


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


@pytest.fixture
def citizen(app):
    return app.test_client(use_cookies=False)


@pytest.mark.parametrize("odd", ODD)
def test_no_odd_text_of_a_citizen_fails(cast, citizen, odd):
    with transaction():
        link = asked.link_of(cast, asked.open_survey(cast), department_id=cast.civil)
    form = asked.form_of(link.key, q1="4", q5=odd)
    expected = 422 if odd == LONG else 400 if "\x00" in odd else 303
    assert citizen.post(f"/s/{link.key}/answers", data=form).status_code == expected
    kept = db.session.scalars(select(SurveyPending.values)).all()
    assert all(not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e]", one["5"]) for one in kept if "5" in one)
    for name in ("stamp", "token", "switch", "language", "homepage", "q1"):
        given = {**asked.form_of(link.key, q1="4"), name: odd}
        assert citizen.post(f"/s/{link.key}/answers", data=given).status_code < 500, name


@pytest.mark.parametrize("odd", ODD)
def test_no_odd_registration_fails(cast, citizen, odd):
    with transaction():
        consent = panel.write_consent(actor=cast.choi, words_ko="동의합니다.", words_en="I agree.", years_kept=2).id
    with transaction():
        code = panel.make_invitations(actor=cast.choi, count=1, good_until=clock.today() + timedelta(days=3))[0]
    right = {
        "invitation": code, "name": "한시민", "contact": "010", "agreed": "yes", "consent_id": str(consent), "language": "en",
    }  # fmt: skip
    for name in ("invitation", "consent_id", "agreed", "name", "contact"):
        assert citizen.post("/s/panel/registrations", data={**right, name: odd}).status_code < 500, name
    assert count(PanelMember) <= 1


@pytest.mark.parametrize("odd", ["_x0000_영문자", "종\x07소리", "_x0001__x001B_[31m", LONG, *FORMULAS])
def test_no_odd_cell_of_a_list_fails_and_none_is_kept_as_it_would_run(cast, app, odd):
    written = re.sub("[\x00-\x08]", "", odd)
    content = sheet(a_row(), a_row(내용=written, 장소=written[:90], 참조번호=written[:30]))
    content = _with_text(content, written[:90], odd[:90]) if odd != written else content
    problems = Problems()
    try:
        rows = read_voices(io.BytesIO(content), problems)
        with transaction():
            text = ImportText(file_name="목록.xlsx", content=content)
            import_voices(actor=cast.choi, text=text, rows=rows, problems=problems)
    except (SheetErrors, Refused):
        assert count(CustomerVoice) == 0
        return
    for voice in db.session.scalars(select(CustomerVoice)):
        assert not re.search("[\x00-\x08\x0b-\x1f]", voice.body + voice.place + voice.reference)


def _with_text(content, old, new):
    """The workbook with a text changed in its parts, as another program could have written it."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(target, "w") as other:
        for name in book.namelist():
            other.writestr(name, book.read(name).replace(old.encode(), new.encode()))
    return target.getvalue()


def cells_of(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_export_of_the_room_holds_a_cell_that_runs(as_, cast, app, formula):
    with transaction():
        a_voice(
            cast, by=cast.choi, body=f"{formula} 가로등이 고장입니다", place=formula.strip(), reference=formula.strip()
        )
        five.confirmed(cast, kind=RecognitionKind.AWARD, title=formula.strip(), giver=formula.strip())
        surveys.group(cast, name=formula.strip())
        survey = surveys.survey(cast, title_ko=formula.strip(), purpose=SurveyPurpose.SERVICE_SATISFACTION)
        wave = surveys.wave(cast, survey, name=formula.strip(), departments=[cast.traffic])
        surveys.answer(wave, surveys.steps(0, 0, 2, 4, 6), department_id=cast.traffic)
        surveys.closed(wave)
        consent = panel.write_consent(actor=cast.choi, words_ko="동의", words_en="I agree", years_kept=1).id
        code = panel.make_invitations(actor=cast.choi, count=1, good_until=clock.today())[0]
        panel.register_member(invitation=code, name=formula.strip(), contact=formula.strip(), consent_id=consent)
    client, seen = as_(cast.choi), 0
    lists = (
        "customer-voices",
        "recognitions",
        "customer-groups",
        "surveys",
        f"survey-results?wave_id={wave.id}",
        "panel_members",
    )
    for name in lists:
        address = f"/list-exports/{name}"
        data = {"format": "xlsx", "reason": "시험을 위하여 내보냅니다."}
        with client.post(address, data=data) as answer:
            assert answer.status_code == 200, name
            cells = cells_of(answer.data)
        assert [cell.value for cell in cells if cell.data_type == "f" or RUNS.match(str(cell.value))] == [], name
        seen += sum(1 for cell in cells if formula.strip()[1:] in str(cell.value))
    assert seen >= len(lists)
    wanted = (
        {"kind": "survey_results", "wave_id": wave.id},
        {"kind": "voice_digest", "first_day": clock.today().isoformat()},
    )
    jobs = [client.post("/reports/documents", data={**one, "format": "xlsx"}).location for one in wanted]
    work_until_idle()
    for job in jobs:
        with client.get(f"{job}/result") as result:
            assert result.status_code == 200
            assert [cell.value for cell in cells_of(result.data) if cell.data_type == "f"] == []


def test_a_wave_with_a_link_about_what_it_no_longer_asks_is_not_opened(cast, app):
    with transaction():
        survey = surveys.survey(cast)
        wave = surveys.wave(cast, survey, departments=[cast.traffic, cast.civil], opened=False)
        asked.link_of(cast, wave, access=LinkAccess.OPEN, department_id=cast.civil)
        fewer = WaveContent(
            name=wave.name, year=wave.year, way=wave.way, opens_at=wave.opens_at, closes_at=wave.closes_at,
            department_ids=[cast.traffic],
        )  # fmt: skip
        plan_wave(actor=cast.choi, survey=survey, content=fewer, wave=wave)
        with pytest.raises(Refused):
            open_wave(actor=cast.choi, wave=wave)
