"""An office is asked, promises for a day or says no, and who asked says whether it kept its word."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.audit.models import AuditEntry
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Invalid
from app.innovation.enums import Sensitivity
from app.innovation.enums.obstacle_requests import RequestState
from app.innovation.models import Obstacle, ObstacleRequest
from app.innovation.queries import obstacle_requests as queries
from app.innovation.queries import turns_requests
from app.innovation.queries.obstacle_requests import OfficeWord, RequestFilter, WordOfYear
from app.innovation.services import obstacle_requests as services
from app.innovation.services import obstacles
from tests.factories.innovation_c import HOW, obstacle_of, removed_obstacle, task_of
from tests.factories.obstacle_requests import ASKED_UNTIL, PROMISED_FOR, promise_of, request_of
from tests.refusals import refused
from tests.statements import count_statements
from tests.turns import readers_of

WHY = "올해 예산이 남지 않아 할 수 없습니다."
LATER = datetime(2026, 12, 3, 3, 0, tzinfo=UTC)
"""The day after the promised one."""

owed_by, awaited_by = readers_of(turns_requests)


def again(request):
    return db.session.get(ObstacleRequest, request.id, populate_existing=True)


def owed(actor):
    return [turn.what.msgid for turn in owed_by(actor)]


def wrong_fields(cast, **changes):
    with pytest.raises(Invalid) as refusal:
        request_of(cast, **changes)
    return [*refusal.value.fields]


def test_the_asked_head_promises_for_a_day_and_who_asked_says_it_was_kept(cast):
    with transaction():
        request = promise_of(cast)
    assert (request.state, request.promised_on, request.answered_by_id) == (
        RequestState.COMMITTED,
        PROMISED_FOR,
        cast.lee.id,
    )
    with transaction():
        services.record_kept(actor=cast.park, request=again(request), kept_on=date(2026, 11, 23), note="창구가 하나다.")
    kept = again(request)
    assert (kept.state, kept.kept_on, kept.judged_by_department_id) == (
        RequestState.KEPT,
        date(2026, 11, 23),
        cast.civil,
    )
    entries = db.session.query(AuditEntry).filter_by(subject_type="obstacle_request").order_by(AuditEntry.seq)
    events = [entry.event for entry in entries]
    assert events == ["obstacle_request_made", "obstacle_request_promised", "promise_kept"]


def test_the_asked_head_says_no_with_a_reason(cast, write):
    request = request_of(cast)
    with refused("write the reason"):
        services.decline(actor=cast.lee, request=request, reason=" ")
    services.decline(actor=cast.lee, request=request, reason=WHY)
    assert (request.state, request.answer) == (RequestState.REFUSED, WHY)
    with refused("Nothing was promised"):
        services.record_kept(actor=cast.park, request=request, kept_on=date(2026, 11, 23))


def test_what_cannot_be_asked_is_refused_beside_its_field(cast, write):
    assert wrong_fields(cast, asked_department_id=cast.civil) == ["asked_department_id"]
    assert wrong_fields(cast, asked_department_id=None) == ["asked_body"]
    assert wrong_fields(cast, asked_body="은행 노조") == ["asked_body"]
    assert wrong_fields(cast, due_on=date(2026, 11, 22)) == ["due_on"]
    assert wrong_fields(cast, text=" ") == ["text"]


def test_nothing_is_asked_for_a_closed_obstacle(cast, write):
    closed = removed_obstacle(cast)
    with refused("nothing is asked"):
        request_of(cast, obstacle=closed)


def test_no_answer_is_taken_once_the_obstacle_is_closed(cast, write):
    request = request_of(cast)
    obstacles.bypass(obstacle=db.session.get(Obstacle, request.obstacle_id), actor=cast.seo, reason=WHY)
    with refused("no answer is needed"):
        services.promise(actor=cast.lee, request=request, promised_on=PROMISED_FOR)


def test_a_promise_for_a_past_day_is_refused(cast, write):
    request = request_of(cast)
    with pytest.raises(Invalid) as refusal:
        services.promise(actor=cast.lee, request=request, promised_on=date(2026, 11, 22))
    assert [*refusal.value.fields] == ["promised_on"]


@pytest.mark.parametrize("name", ["kim", "kang", "park", "yoon", "choi", "han", "gam"])
def test_only_the_head_of_the_asked_office_answers(cast, write, name):
    request = request_of(cast)
    with pytest.raises(Denied):
        services.promise(actor=getattr(cast, name), request=request, promised_on=PROMISED_FOR)
    with pytest.raises(Denied):
        services.decline(actor=getattr(cast, name), request=request, reason=WHY)


@pytest.mark.parametrize("name", ["kim", "lee", "acting", "kang", "choi", "han", "gam"])
def test_who_promised_and_bystanders_do_not_say_that_it_was_kept(cast, write, name):
    request = promise_of(cast)
    with pytest.raises(Denied):
        services.record_kept(actor=getattr(cast, name), request=request, kept_on=date(2026, 11, 23))


@pytest.mark.parametrize("name", ["park", "seo", "yoon"])
def test_the_office_that_asked_says_that_it_was_not_kept_after_the_day(cast, name):
    with transaction():
        request = promise_of(cast)
        with refused("has not passed"):
            services.record_not_kept(actor=cast.park, request=request, reason=WHY)
    with clock.frozen_at(LATER), transaction():
        services.record_not_kept(actor=getattr(cast, name), request=again(request), reason=WHY)
    assert again(request).state is RequestState.NOT_KEPT


@pytest.mark.parametrize("day", [date(2026, 12, 3), date(2026, 12, 4), date(2026, 11, 22)])
def test_kept_is_only_what_was_done_between_the_request_and_the_promised_day(cast, day):
    with transaction():
        request = promise_of(cast)
    with clock.frozen_at(LATER), transaction(), pytest.raises(Invalid) as refusal:
        services.record_kept(actor=cast.park, request=again(request), kept_on=day)
    assert [*refusal.value.fields] == ["kept_on"]


def test_a_second_judgement_conflicts(cast, write):
    request = promise_of(cast)
    services.record_kept(actor=cast.park, request=request, kept_on=date(2026, 11, 23))
    with pytest.raises(Conflict):
        services.record_not_kept(actor=cast.seo, request=request, reason=WHY)


def test_two_answers_at_the_same_moment_leave_one(session_app, cast):
    with transaction():
        request_id = request_of(cast).id
    barrier = Barrier(2, timeout=30)
    moment = clock.now()

    def answer(actor):
        with session_app.app_context(), clock.frozen_at(moment):
            try:
                barrier.wait()
                with transaction():
                    request = db.session.get(ObstacleRequest, request_id)
                    services.promise(actor=actor, request=request, promised_on=PROMISED_FOR, answer=actor.name)
            except Conflict:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(answer, [cast.lee, cast.acting])) == [False, True]


def test_the_second_answer_shows_both_texts(cast, as_):
    with transaction():
        request = request_of(cast)
    promised = {f"promise-{request.id}-promised_on": "2026-12-02", f"promise-{request.id}-answer": "먼저 한 약속"}
    assert as_(cast.lee).post(f"/obstacles/requests/{request.id}/promises", data=promised).status_code == 302
    late = {f"promise-{request.id}-promised_on": "2026-12-09", f"promise-{request.id}-answer": "나중에 쓴 약속"}
    answer = as_(cast.acting).post(f"/obstacles/requests/{request.id}/promises", data=late)
    assert answer.status_code == 409
    assert "먼저 한 약속" in answer.text
    assert "나중에 쓴 약속" in answer.text
    assert "This request is answered already." in answer.text
    assert again(request).answer == "먼저 한 약속"


def test_asking_and_judging_on_the_page_keeps_what_was_typed(cast, as_):
    with transaction():
        obstacle = obstacle_of(cast)
    client = as_(cast.park)
    sent = {
        "request-text": "허가 창구를 하나로 모아 주십시오.",
        "request-asked_department_id": str(cast.civil),
        "request-due_on": "2026-12-04",
    }
    own = client.post(f"/obstacles/{obstacle.id}/requests", data=sent)
    assert own.status_code == 422
    assert "Your own department cannot be asked" in own.text
    assert "허가 창구를 하나로 모아 주십시오." in own.text
    sent["request-asked_department_id"] = str(cast.traffic)
    assert client.post(f"/obstacles/{obstacle.id}/requests", data=sent).status_code == 302
    request = db.session.query(ObstacleRequest).one()
    short = as_(cast.lee).post(f"/obstacles/requests/{request.id}/refusals", data={"reason": "짧다"})
    assert (short.status_code, ">짧다</textarea>" in short.text) == (422, True)
    with transaction():
        services.promise(actor=cast.lee, request=again(request), promised_on=PROMISED_FOR)
    kept = {f"fulfilment-{request.id}-kept_on": "2026-11-23", f"fulfilment-{request.id}-note": "확인함"}
    assert client.post(f"/obstacles/requests/{request.id}/fulfilments", data=kept).status_code == 302
    assert again(request).state is RequestState.KEPT


def test_a_body_outside_answers_through_the_office_that_asked(cast, write):
    request = request_of(cast, asked_department_id=None, asked_body="은행 노조")
    assert "Write down the answer of a body outside" in owed(cast.park)
    with pytest.raises(Denied):
        services.promise(actor=cast.lee, request=request, promised_on=PROMISED_FOR)
    services.promise(actor=cast.park, request=request, promised_on=PROMISED_FOR, answer="위원장이 전화로 약속")
    services.record_kept(actor=cast.park, request=request, kept_on=date(2026, 11, 23))
    assert request.state is RequestState.KEPT


def test_whose_turn_it_is(cast):
    with transaction():
        request = request_of(cast)
    assert owed(cast.lee) == ["Request to answer for your department"]
    assert owed(cast.kang) == []
    assert [turn.what.msgid for turn in awaited_by(cast.park)] == ["Answer of an office to your request"]
    with transaction():
        services.promise(actor=cast.lee, request=again(request), promised_on=PROMISED_FOR)
    assert owed(cast.lee) == owed(cast.kang) == ["Promise to keep"]
    assert [turn.what.msgid for turn in awaited_by(cast.park)] == ["Promise of an office to you"]
    with clock.frozen_at(LATER):
        for name in ("park", "seo", "yoon"):
            assert owed(getattr(cast, name)) == ["Say whether the promise was kept"]
        assert owed(cast.lee) == ["Promise to keep"]
        assert owed(cast.shin) == []


def test_who_is_asked_reads_an_obstacle_that_is_kept_from_others(cast, write):
    obstacle = obstacle_of(cast, sensitivity=Sensitivity.DEPARTMENTS, asked_department_id=cast.tower, owner_id=None)
    request_of(cast, obstacle=obstacle)
    seen = {
        name: len(queries.list_requests(getattr(cast, name), RequestFilter()).rows) for name in ("lee", "kim", "han")
    }
    assert seen == {"lee": 1, "kim": 1, "han": 0}


def test_how_each_office_keeps_its_word(cast, as_):
    with transaction():
        task = task_of(cast)
        obstacle = obstacle_of(cast, task=task)
        for _round in range(3):
            kept = promise_of(cast, obstacle=obstacle)
            services.record_kept(actor=cast.park, request=kept, kept_on=date(2026, 11, 23))
        missed, late = promise_of(cast, obstacle=obstacle), promise_of(cast, obstacle=obstacle)
        request_of(cast, obstacle=obstacle)
        services.decline(actor=cast.lee, request=request_of(cast, obstacle=obstacle), reason=WHY)
    with clock.frozen_at(LATER):
        with transaction():
            services.record_not_kept(actor=cast.park, request=again(missed), reason=WHY)
        assert queries.words_of_offices(cast.han) == [
            OfficeWord(
                office="교통과",
                department_id=cast.traffic,
                waiting=1,
                running=1,
                overdue=1,
                declined=1,
                kept=3,
                not_kept=1,
            )
        ]
        years = [queries.word_of_department(cast.traffic, year, cast.han) for year in (2025, 2026)]
        assert years == [WordOfYear(0, 0, 1), WordOfYear(3, 1, 1)]
        assert (
            "kept 3, not kept 1, beyond their day 1."
            in as_(cast.choi).get(f"/reports/departments/{cast.traffic}?year=2026").text
        )
        overdue = queries.list_requests(cast.han, RequestFilter(overdue=True)).rows
        assert [row.id for row in overdue] == [late.id]


def test_kept_and_not_kept_stand_on_the_wall(cast, as_):
    with transaction():
        kept = promise_of(cast)
        services.record_kept(actor=cast.park, request=kept, kept_on=date(2026, 11, 23))
    for page in ("/obstacles", "/obstacles/requests"):
        assert "Kept 1 · not kept 0" in as_(cast.han).get(page).text


def test_the_list_takes_as_many_statements_for_one_row_as_for_three(cast, as_):
    with transaction():
        obstacle = obstacle_of(cast)
        request_of(cast, obstacle=obstacle)
    client, counts = as_(cast.kim), []
    for _round in range(2):
        with count_statements() as seen:
            assert client.get("/obstacles/requests").status_code == 200
        counts.append(len(seen))
        with transaction():
            request_of(cast, obstacle=db.session.get(Obstacle, obstacle.id), due_on=ASKED_UNTIL)
            promise_of(cast, obstacle=db.session.get(Obstacle, obstacle.id))
    assert counts == [4, 4]


def test_the_page_of_an_obstacle_takes_as_many_statements_for_three_requests(cast, as_):
    with transaction():
        obstacle = obstacle_of(cast)
    client, counts = as_(cast.lee), []
    for _round in range(2):
        with count_statements() as seen:
            assert client.get(f"/obstacles/{obstacle.id}").status_code == 200
        counts.append(len(seen))
        with transaction():
            for _request in range(3):
                request_of(cast, obstacle=db.session.get(Obstacle, obstacle.id))
    assert counts[0] == counts[1] <= 8


def test_a_promise_is_spoken_about_after_its_obstacle_is_gone(cast):
    with transaction():
        request = promise_of(cast)
        obstacle = db.session.get(Obstacle, request.obstacle_id)
        obstacles.claim_removal(obstacle=obstacle, actor=cast.kim, how=HOW)
        obstacles.confirm_removal(obstacle=obstacle, actor=cast.yoon)
    with clock.frozen_at(LATER), transaction():
        assert owed(cast.park) == ["Say whether the promise was kept"]
        services.record_not_kept(actor=cast.park, request=again(request), reason=WHY)


@pytest.mark.parametrize(
    "change",
    [
        "asked_department_id = asking_department_id",
        "judged_by_department_id = asked_department_id, judged_by_id = 1, judged_at = asked_at, state = 'kept', kept_on = due_on",
        "state = 'committed'",
        "state = 'refused', answered_by_id = 1, answered_at = asked_at",
        "state = 'kept'",
        "asked_body = '은행'",
    ],
)
def test_the_database_itself_refuses_what_contradicts(cast, change):
    with transaction():
        request_of(cast)
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text(f"UPDATE obstacle_requests SET {change}"))
