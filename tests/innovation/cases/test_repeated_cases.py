"""The same failure is not told twice unseen: a task or a reason is needed, and who decides sees what resembles it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.database import db, transaction
from app.innovation.enums.cases import CaseKind, CaseState
from app.innovation.queries.similar_cases import similar_cases
from app.innovation.services import cases as services
from tests.factories import innovation as make
from tests.factories.cases import FAILURE_TEXTS, approved_case, case_of, published_case
from tests.refusals import refused


def failure_of(cast, **changes):
    return case_of(cast, kind=CaseKind.FAILURE, **changes)


def test_a_failure_names_its_task_or_says_why_there_is_none(cast, write):
    for reason in ("", "          ", "없음"):
        with refused("not complete"):
            services.submit_case(actor=cast.kim, case=failure_of(cast, no_task_reason=reason))
    services.submit_case(actor=cast.kim, case=failure_of(cast, no_task_reason="부서 행사라 과제가 없습니다."))
    task = make.a_task(cast)
    told = failure_of(cast, task_id=task.id, no_task_reason="쓸데없는 이유를 적어 두었다.")
    assert told.no_task_reason == ""
    services.submit_case(actor=cast.kim, case=told)


def test_a_best_practice_needs_no_reason(cast, write):
    case = case_of(cast)
    services.submit_case(actor=cast.kim, case=case)
    assert case.no_task_reason == ""


def test_the_same_failure_once_more_is_found(cast, write):
    first = published_case(cast, kind=CaseKind.FAILURE)
    again = failure_of(cast, title="야간 버스를 늘리려다 멈추다")
    other = {"tried": "공원 벤치를 새로 칠했다.", "cause": "비가 내려 칠이 벗겨졌다.", "advice": "장마를 피하십시오."}
    different = failure_of(cast, title="벤치 도색", texts=other)
    last_year = failure_of(cast, year=2025)
    assert [case.id for case in similar_cases(again, cast.lee)] == [first.id]
    assert [case.id for case in similar_cases(first, cast.choi)] == [again.id]
    assert similar_cases(different, cast.choi) == []
    assert similar_cases(last_year, cast.choi) == []


def test_a_draft_of_another_department_is_not_told_of(cast, write):
    first = failure_of(cast)
    elsewhere = case_of(cast, actor=cast.seo, kind=CaseKind.FAILURE, co_author_ids=[cast.kim.id])
    assert similar_cases(first, cast.lee) == []
    assert [case.id for case in similar_cases(first, cast.choi)] == [elsewhere.id]


def test_who_decides_sees_the_reason_and_what_resembles_it(cast, as_):
    with transaction():
        first = published_case(cast, kind=CaseKind.FAILURE)
        second = approved_case(cast, kind=CaseKind.FAILURE, title="또 늘려 본 야간 버스")
    page = as_(cast.choi).get(f"/cases/{second.id}").text
    assert second.no_task_reason in page
    assert first.number in page
    assert second.number not in as_(cast.choi).get(f"/cases/{first.id}").text


def test_the_reason_is_asked_for_over_the_page(cast, as_):
    client = as_(cast.kim)
    data = {**FAILURE_TEXTS, "title": "멈춘 일", "year": "2026"}
    address = client.post("/cases?kind=failure", data=data).location
    refusal = client.post(f"{address}/submissions")
    assert refusal.status_code == 422
    assert "why there is none" in refusal.text
    assert "no_task_reason" not in client.get("/cases/new?kind=best").text
    data |= {"no_task_reason": "부서 행사라 과제가 없습니다.", "version": "1"}
    assert client.post(f"{address}/changes", data=data).status_code == 302
    assert client.post(f"{address}/submissions").status_code == 302


def test_what_was_approved_and_who_decided_stand_still_in_the_database(cast):
    with transaction():
        approved, draft = approved_case(cast), failure_of(cast, no_task_reason="")
        public = published_case(cast, title="둘째")
        ids = {"a": approved.id, "p": public.id, "d": draft.id, "han": cast.han.id}
    for tampering in (
        "UPDATE cases SET year = 2020 WHERE id = :a",
        "UPDATE cases SET field = NULL WHERE id = :a",
        "UPDATE cases SET author_id = :han WHERE id = :a",
        "UPDATE cases SET number = 'C2020-001' WHERE id = :a",
        "UPDATE cases SET \"values\" = '[]' WHERE id = :a",
        "UPDATE cases SET obstacle_kinds = '[]' WHERE id = :a",
        "UPDATE cases SET no_task_reason = '없던 이유를 뒤에 적는다.' WHERE id = :a",
        "UPDATE cases SET publisher_id = :han WHERE id = :p",
        "UPDATE cases SET published_on = '2026-01-02' WHERE id = :p",
        "UPDATE cases SET approver_id = :han WHERE id = :p",
        "UPDATE cases SET state = 'submitted', submitted_at = '2026-11-23' WHERE id = :d",
    ):
        with pytest.raises(DBAPIError, match="cases: "), transaction():
            db.session.execute(text(tampering), ids)
    with transaction():
        case = db.session.get(type(public), public.id)
        services.withdraw_case(actor=cast.choi, case=case, reason="개인정보가 들어 있어 내립니다.")
        assert case.state is CaseState.WITHDRAWN
