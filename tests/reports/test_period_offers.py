"""What the product has recorded is offered as words: nothing that did not happen, and nothing nobody took over."""

from datetime import date

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.innovation.enums import Sensitivity, Stage
from app.innovation.enums.milestones import MilestoneOutcome
from app.innovation.models import MilestoneResult, PracticeItem
from app.innovation.services.stages import return_task
from app.reports.enums import LineKind
from app.reports.forms.period_rows import proposals_of
from app.reports.models import PeriodReport, PeriodReportLine
from app.reports.queries.periods.calendar import period_or_404
from app.reports.queries.periods.lines import by_thing
from app.reports.queries.periods.records import told_before
from app.reports.queries.periods.subjects import subjects_of
from tests.factories.innovation import a_task, agreed, an_opinion
from tests.factories.innovation_b import a_managed_task
from tests.factories.innovation_c import approved_slogan, obstacle_of
from tests.factories.period_reports import a_calendar, a_running_task, an_approved_report, on
from tests.statements import count_statements


def subjects(cast, code="2026-11"):
    period = period_or_404(code)
    return subjects_of(cast.traffic, period, told_before(cast.traffic, period.starts_on)[1])


def offered(cast, kind=LineKind.TASK, code="2026-11"):
    """What is offered for the first thing of a kind, line by line."""
    return next(one.offered for one in subjects(cast, code) if one.kind is kind).splitlines()


def path(cast, code="2026-11"):
    return f"/reports/periods/{code}/departments/{cast.traffic}"


def test_what_a_task_went_through_in_the_period_is_offered_in_order(cast, write):
    a_calendar(cast)
    with on(date(2026, 10, 6)):
        task, _plan = a_managed_task(cast)
        agreed(an_opinion(task, cast), task, cast.yoon)
    with on(date(2026, 11, 9)):
        return_task(actor=cast.lee, task=task, to_stage=Stage.PLAN, reason="계획을 다시 본다.")
    assert offered(cast, code="2026-10") == [
        "2026. 10. 6. 혁신과제로 등록",
        "2026. 10. 6. ‘이슈 수집’ 단계를 마치고 ‘정리·과제화’ 단계로 진행",
        "2026. 10. 6. ‘정리·과제화’ 단계를 마치고 ‘실행팀 구성’ 단계로 진행",
        "2026. 10. 6. ‘실행팀 구성’ 단계를 마치고 ‘실행계획’ 단계로 진행",
        "2026. 10. 6. ‘실행계획’ 단계를 마치고 ‘관리체계’ 단계로 진행",
        "2026. 10. 6. 실행계획(제1판) 승인",
        "2026. 10. 6. 민원봉사과 협조의견: 동의",
    ]
    assert offered(cast) == ["2026. 11. 9. ‘관리체계’ 단계에서 ‘실행계획’ 단계로 되돌림"]


def result(cast, task, plan, outcome):
    item = db.session.query(PracticeItem).filter_by(plan_id=plan.id).first()
    db.session.add(
        MilestoneResult(
            task_id=task.id,
            practice_item_id=item.id,
            text=item.text,
            outcome=outcome,
            note="적었다.",
            recorded_by_id=cast.kim.id,
            recorded_at=clock.now(),
            obstacle_id=None if outcome is MilestoneOutcome.DONE else obstacle_of(cast, task=task).id,
        )
    )
    db.session.flush()


def test_a_practice_item_is_only_offered_while_it_stands_as_done(cast, write):
    a_calendar(cast)
    with on(date(2026, 10, 6)):
        task, plan = a_managed_task(cast)
    with on(date(2026, 11, 9)):
        result(cast, task, plan, MilestoneOutcome.DONE)
    assert offered(cast) == ["2026. 11. 9. 실천과제 ‘승하차 자료 정리’ 이행 완료"]
    result(cast, task, plan, MilestoneOutcome.BLOCKED)
    assert offered(cast) == ["2026. 11. 23. 장애요인 ‘도로점용 허가가 늦다’: 장애요인 등록"]


def test_obstacles_only_a_few_may_know_of_are_not_offered(cast, write):
    a_calendar(cast)
    task = a_running_task(cast)
    obstacle_of(cast, task=task, title="비밀", sensitivity=Sensitivity.RESTRICTED)
    obstacle_of(
        cast,
        task=task,
        title="알려진 것",
        suffering_department_id=cast.traffic,
        asked_department_id=cast.civil,
        actor=cast.kang,
        owner_id=cast.park.id,
    )
    assert offered(cast) == ["2026. 11. 23. 장애요인 ‘알려진 것’: 장애요인 등록"]
    assert offered(cast, LineKind.OBSTACLE) == ["2026. 11. 23. 장애요인 등록"]


def test_the_year_of_the_slogan_is_offered_in_its_month_only(cast, write):
    a_calendar(cast)
    with on(date(2026, 10, 5)):
        approved_slogan(cast)
    assert offered(cast, LineKind.SLOGAN, "2026-10") == ["2026. 10. 5. 올해 슬로건 승인"]
    assert offered(cast, LineKind.SLOGAN) == []


def test_where_something_is_recorded_no_change_is_not_proposed(cast, write):
    a_calendar(cast)
    still, moved = a_running_task(cast, title="그대로"), a_running_task(cast, title="움직임")
    an_approved_report(cast)
    obstacle_of(cast, task=moved)
    found = proposals_of(subjects(cast), by_thing(told_before(cast.traffic, date(2026, 11, 1))[1]))
    assert found[LineKind.TASK, still.id].is_unchanged
    assert (found[LineKind.TASK, moved.id].is_unchanged, found[LineKind.TASK, moved.id].text) == (False, "")


@pytest.fixture
def task(cast):
    with transaction():
        a_calendar(cast)
        return a_task(cast)


def fields(task, **changes):
    typed = {"light": "green", "percent": "", "text": ""} | changes
    return {f"task_{task.id}_{name}": value for name, value in typed.items()} | {
        "intent": "submit",
        "seen_version": "0",
    }


def line():
    db.session.rollback()
    return db.session.query(PeriodReportLine).filter_by(kind=LineKind.TASK).one()


WORDS = "2026. 11. 23. Taken up as an innovation task"


def test_words_taken_over_are_handed_in_without_any_script_and_marked(cast, as_, task):
    client = as_(cast.kang)
    assert f'value="{WORDS}"' in client.get(f"{path(cast)}/edit").text
    assert client.post(path(cast), data=fields(task, taken=WORDS)).status_code == 302
    assert line().text == WORDS
    assert "Words taken from the records" in client.get(path(cast)).text


def test_nothing_is_said_that_nobody_took_over(cast, as_, task):
    client = as_(cast.kang)
    assert client.post(path(cast), data=fields(task)).status_code == 422
    assert db.session.query(PeriodReport).count() == 0
    assert client.post(path(cast), data=fields(task, text="첫 모임을 열었다.")).status_code == 302
    assert line().text == "첫 모임을 열었다."
    assert "Words taken from the records" not in client.get(path(cast)).text


def test_words_are_kept_as_they_were_read_and_typed_words_win(cast, as_, task):
    client = as_(cast.kang)
    with transaction():
        obstacle_of(cast, task=task)
    assert client.post(path(cast), data=fields(task, taken=WORDS) | {"intent": "draft"}).status_code == 302
    assert line().text == WORDS
    both = f"{WORDS}\r\n2026. 11. 23. Obstacle “도로점용 허가가 늦다”: Obstacle reported"
    sent = fields(task, taken=both) | {"intent": "draft", "seen_version": "1"}
    assert client.post(path(cast), data=sent).status_code == 302
    assert line().text == both.replace("\r", "")
    assert "Words taken from the records" in client.get(path(cast)).text
    again = fields(task, taken=WORDS, text="고쳐 썼다.") | {"intent": "draft", "seen_version": "2"}
    assert client.post(path(cast), data=again).status_code == 302
    assert line().text == "고쳐 썼다."


def test_too_many_words_taken_over_are_refused(cast, as_, task):
    assert as_(cast.kang).post(path(cast), data=fields(task, taken="가" * 10_001)).status_code == 422


def test_the_pages_need_few_statements(cast, as_, task):
    client = as_(cast.kang)
    counts = {}
    with transaction():
        an_approved_report(cast, "2026-10")
    for name, url in (("new", f"{path(cast)}/edit"), ("shown", path(cast, "2026-10"))):
        client.get(url)
        with count_statements() as seen:
            assert client.get(url).status_code == 200
        counts[name] = len(seen)
    with count_statements() as seen:
        assert client.post(path(cast), data=fields(task, taken=WORDS)).status_code == 302
    counts["sent"] = len(seen)
    assert counts == {"new": 11, "shown": 5, "sent": 27}
