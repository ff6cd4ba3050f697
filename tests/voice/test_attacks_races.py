"""Attacks by the clock: several people, programs and browsers at the same moment, with real threads on both engines."""

import io
from datetime import date, timedelta
from hashlib import sha256
from threading import Barrier, Thread
from time import sleep

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import OpumError
from app.core.sheets import Problems
from app.mileage.models import ProcessingRecord, ShorteningRun
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import SurveyAudience, SurveyPurpose
from app.voice.models import (
    CustomerVoice,
    HandlingBatch,
    HandlingRecord,
    PanelAssignment,
    PanelMember,
    SurveyAnswer,
    SurveyLink,
    SurveyPending,
    SurveyTaking,
    SurveyWave,
    VoiceImport,
    VoiceStep,
)
from app.voice.services import panel_members as panel
from app.voice.services import voice_answers
from app.voice.services.handling_imports import check_rows, enter_records, waiting_rows
from app.voice.services.handling_sums import check_sums
from app.voice.services.shortening_handovers import hand_over
from app.voice.services.survey_closings import close_due_waves, close_early
from app.voice.services.survey_sums import check_survey_sums
from app.voice.services.survey_tokens import take_token
from app.voice.services.voice_imports import ImportText, import_voices
from app.voice.services.voice_sheets import read_voices
from tests.conftest import NOON
from tests.factories import shortening
from tests.factories import voice_answers as made
from tests.factories import voice_handling as handled
from tests.factories.voice_customer_voices import an_answered_voice
from tests.voice.test_customer_voices_figures import a_row, sheet

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


class Failed(str):
    """The name of an error that is no refusal."""

    __slots__ = ()


@pytest.fixture
def at_once(app):
    """Let several works begin at the same moment; return what each gave, or the refusal."""

    def play(*works):
        together, found = Barrier(len(works)), [None] * len(works)

        def one(place, work) -> None:
            with app.app_context(), clock.frozen_at(NOON):
                together.wait()
                try:
                    found[place] = work()
                except OpumError as refusal:
                    found[place] = refusal
                except Exception as error:  # noqa: BLE001  what a page would answer 409 or 500 to
                    found[place] = Failed(type(error).__name__)
                finally:
                    db.session.remove()

        threads = [Thread(target=one, args=(place, work)) for place, work in enumerate(works)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        db.session.rollback()
        return found

    return play


def count(table, *where):
    return db.session.scalar(select(func.count()).select_from(table).where(*where))


def refusals(found):
    return [one for one in found if isinstance(one, OpumError | Failed)]


def test_a_survey_that_closes_while_answers_arrive_keeps_each_that_was_thanked_for(cast, app, at_once):
    with transaction():
        wave = made.open_survey(cast).id
        link = made.link_of(cast, db.session.get_one(SurveyWave, wave), department_id=cast.civil)
    forms = [made.form_of(link.key, q1=str(number % 5 + 1)) for number in range(14)]

    def send(form, wait):
        sleep(wait)
        return app.test_client(use_cookies=False).post(f"/s/{link.key}/answers", data=form).status_code

    def close():
        sleep(0.12)
        with transaction():
            close_early(actor=cast.choi, wave=db.session.get_one(SurveyWave, wave), reason="시험을 위하여 마감합니다.")

    works = [lambda form=form, n=n: send(form, n * 0.02) for n, form in enumerate(forms)]
    codes = at_once(close, *works)[1:]
    assert set(codes) <= {303, 409}
    assert (count(SurveyPending), count(SurveyAnswer)) == (0, codes.count(303))
    assert list(check_survey_sums()) == []


def test_one_form_sent_by_eight_browsers_at_once_counts_once(cast, app, at_once):
    with transaction():
        link = made.link_of(cast, made.open_survey(cast), department_id=cast.civil)
    form = made.form_of(link.key, q1="4")

    def send():
        return app.test_client(use_cookies=False).post(f"/s/{link.key}/answers", data=form).status_code

    assert at_once(*[send] * 8) == [303] * 8
    assert count(SurveyPending) == 1


def test_a_colleague_takes_one_token_from_six_windows_at_once(cast, app, at_once):
    with transaction():
        wave = made.open_survey(cast, audience=SurveyAudience.STAFF)
        link = made.link_of(cast, wave, access=LinkAccess.STAFF, department_id=cast.traffic)

    def take(who):
        with transaction():
            return take_token(actor=who, link=db.session.merge(link))

    found = at_once(*[lambda: take(cast.park)] * 6, lambda: take(cast.han), lambda: take(cast.seo))
    assert len(refusals(found)) == 5
    assert count(SurveyTaking) == 3


def test_a_wave_closed_by_hand_and_by_the_timetable_at_once_closes_once(cast, app, at_once):
    with transaction():
        link = made.link_of(cast, made.open_survey(cast, days=1), department_id=cast.civil)
        for _one in range(7):
            made.answer(link, 4)
    wave, later = link.wave_id, NOON + timedelta(days=2)

    def by_hand():
        with clock.frozen_at(later), transaction():
            close_early(actor=cast.choi, wave=db.session.get_one(SurveyWave, wave), reason="시험을 위하여 마감합니다.")

    def by_clock():
        with clock.frozen_at(later), transaction():
            close_due_waves()

    at_once(by_hand, by_clock, by_clock)
    assert (count(SurveyPending), count(SurveyAnswer)) == (0, 7)
    assert list(check_survey_sums()) == []


def test_a_happy_call_of_two_is_kept_once(cast, app, at_once):
    with transaction():
        voice = an_answered_voice(cast).id

    def call(who, points):
        with transaction():
            voice_answers.make_happy_call(
                actor=who, voice=db.session.get_one(CustomerVoice, voice), points=points, note=f"말씀 {points}"
            )

    assert len(refusals(at_once(lambda: call(cast.choi, 5), lambda: call(cast.bae, 1)))) == 1
    assert count(VoiceStep, VoiceStep.note.like("말씀%")) == 1


def test_a_list_read_in_by_two_at_once_is_there_once(cast, app, at_once):
    content = sheet(*[a_row(내용=f"버스가 늦게 옵니다. {number}") for number in range(30)])

    def read(who):
        problems = Problems()
        rows = read_voices(io.BytesIO(content), problems)
        with transaction():
            text = ImportText(file_name="목록.xlsx", content=content)
            return import_voices(actor=who, text=text, rows=rows, problems=problems).id

    assert len(refusals(at_once(lambda: read(cast.choi), lambda: read(cast.bae)))) == 1
    assert (count(VoiceImport), count(CustomerVoice)) == (1, 30)


def test_records_read_in_from_two_files_at_once_count_once(cast, app, at_once):
    handled.days_off()
    rows = [handled.row(f"A-{number}") for number in range(20)]
    books = [handled.workbook(*rows), handled.workbook(*rows, handled.row("B-1"))]

    def read(content, who):
        problems = Problems()
        with transaction(), waiting_rows() as found:
            check_rows(content, db.session.connection(), problems, found)
            problems.raise_any()
            digest = sha256(content).hexdigest()
            return enter_records(actor=who, file_name="민원.xlsx", sha256=digest, found=found).id

    found = at_once(
        lambda: read(books[0], cast.choi), lambda: read(books[1], cast.bae), lambda: read(books[0], cast.bae)
    )
    assert len(refusals(found)) == 2
    assert count(HandlingBatch) == 1
    assert count(HandlingRecord) in {20, 21}
    assert list(check_sums()) == []


def test_records_sent_to_mileage_by_two_at_once_are_one_simulation(cast, app, at_once):
    handled.entered(cast.choi, *[handled.row(f"A-{number}") for number in range(12)])
    with transaction():
        shortening.items(cast.choi)
        rule_id = shortening.rule(cast.choi, least_days=1).id

    def send(who):
        with transaction():
            return hand_over(actor=who, rule_id=rule_id, starts_on=FIRST, ends_on=LAST).id

    at_once(lambda: send(cast.choi), lambda: send(cast.bae), lambda: send(cast.choi))
    assert (count(ShorteningRun), count(ProcessingRecord)) == (1, 12)


@pytest.fixture
def members(cast, app):
    with transaction():
        consent = panel.write_consent(actor=cast.choi, words_ko="동의합니다.", words_en="I agree.", years_kept=2).id
    with transaction():
        invited = panel.make_invitations(actor=cast.choi, count=6, good_until=clock.today() + timedelta(days=30))
    with transaction():
        codes = [
            panel.register_member(invitation=code, name=f"시민 {n}", contact="010", consent_id=consent)
            for n, code in enumerate(invited[:4])
        ]
        wave = made.open_survey(cast, audience=SurveyAudience.PANEL, purpose=SurveyPurpose.CITIZEN_PANEL)
        link = made.link_of(cast, wave, access=LinkAccess.PANEL, department_id=cast.traffic)
        panel.assign(actor=cast.choi, link=link)
    return consent, invited[4:], codes, link.id


def test_one_invitation_lets_one_citizen_in(cast, app, members, at_once):
    consent, invited, _codes, _link = members

    def register(name):
        with transaction():
            return panel.register_member(invitation=invited[0], name=name, contact="010", consent_id=consent)

    assert len(refusals(at_once(lambda: register("하나"), lambda: register("둘"), lambda: register("셋")))) == 2
    assert count(PanelMember) == 5


def test_members_take_tokens_while_others_are_asked_and_leave(cast, app, members, at_once):
    consent, invited, codes, link_id = members
    with transaction():
        panel.register_member(invitation=invited[0], name="다섯째", contact="010", consent_id=consent)

    def take(code):
        with transaction():
            return panel.take_as_member(code=code, link_id=link_id)

    def ask():
        with transaction():
            return panel.assign(actor=cast.choi, link=db.session.get_one(SurveyLink, link_id))

    def leave():
        with transaction():
            panel.withdraw(code=codes[3])

    found = at_once(ask, leave, *[lambda code=code: take(code) for code in codes[:3]], lambda: take(codes[0]))
    assert [type(one).__name__ for one in refusals(found)] == ["Conflict"]
    taken = db.session.scalars(select(PanelAssignment.has_taken)).all()
    assert sorted(taken) == [False, True, True, True]
    assert (count(PanelMember), len(taken)) == (4, 4)
