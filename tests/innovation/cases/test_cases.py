from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.accounts.queries.actors import actor_of_person
from app.core import clock, events
from app.core.database import change_state, db, transaction
from app.core.errors import Conflict, Denied, Missing, Refused
from app.innovation.enums.cases import CaseKind, CaseState
from app.innovation.events import CasePublished, FailureCasePublished
from app.innovation.models import Case, CaseAuthor, CaseFigure, CaseStep
from app.innovation.queries import cases as queries
from app.innovation.queries import turns_cases
from app.innovation.services import cases as services
from tests.factories.cases import (
    BEST_TEXTS,
    FAILURE_TEXTS,
    again,
    approved_case,
    case_of,
    content_of,
    published_case,
    submitted_case,
    upload,
)
from tests.factories.innovation import acting_head
from tests.refusals import refused
from tests.turns import readers_of

owed, awaited = readers_of(turns_cases)


def test_a_best_practice_goes_from_its_authors_over_the_head_to_the_library(cast, write, monkeypatch):
    seen = []
    monkeypatch.setattr(events, "_reactions", {**events._reactions, CasePublished: [seen.append]})
    case = published_case(cast, co_author_ids=[cast.ahn.id])
    assert (case.number, case.state, case.approver_id, case.publisher_id) == (
        "C2026-001",
        CaseState.PUBLISHED,
        cast.lee.id,
        cast.choi.id,
    )
    assert case.published_on == clock.today()
    assert seen == [
        CasePublished(
            actor_id=cast.choi.id,
            case_id=case.id,
            department_id=cast.traffic,
            author_ids=(cast.kim.id, cast.ahn.id),
            task_id=None,
        )
    ]
    kinds = [step.kind.value for step in db.session.query(CaseStep).order_by(CaseStep.id)]
    assert kinds == ["writing", "submission", "approval", "publication"]


def test_a_failure_is_told_without_task_figures_or_files(cast, write, monkeypatch):
    seen = []
    monkeypatch.setattr(events, "_reactions", {**events._reactions, FailureCasePublished: [seen.append]})
    case = services.write_case(
        actor=cast.kim,
        kind=CaseKind.FAILURE,
        department_id=cast.traffic,
        content=content_of(CaseKind.FAILURE, figures=[]),
    )
    services.submit_case(actor=cast.kim, case=case)
    services.approve_case(actor=cast.lee, case=case)
    services.publish_case(actor=cast.choi, case=case)
    assert [(fact.case_id, fact.author_ids) for fact in seen] == [(case.id, (cast.kim.id,))]


def missing(refusal):
    return [label.msgid for label in refusal.value.reason.params["items"].items]


def test_a_best_practice_without_its_parts_is_not_handed_in(cast, write):
    texts = {**BEST_TEXTS, "obstacle_handling": "  ", "self_assessment": ""}
    case = services.write_case(
        actor=cast.kim, kind=CaseKind.BEST, department_id=cast.traffic, content=content_of(texts=texts)
    )
    with pytest.raises(Refused) as refusal:
        services.submit_case(actor=cast.kim, case=case)
    assert missing(refusal) == ["Obstacles and how they were overcome", "Self-assessment", "A file of evidence"]


def test_a_failure_without_what_to_do_next_time_is_not_handed_in(cast, write):
    case = case_of(cast, kind=CaseKind.FAILURE, texts={"tried": "해 보았다."})
    with pytest.raises(Refused) as refusal:
        services.submit_case(actor=cast.kim, case=case)
    assert missing(refusal) == ["Why it failed", "What to do next time"]


def test_the_database_keeps_no_half_case_among_the_handed_in(cast):
    with transaction():
        case = case_of(cast, texts={**BEST_TEXTS, "obstacle_handling": ""})
    with pytest.raises(IntegrityError, match="whole_if_handed_in"), transaction():
        db.session.execute(text("UPDATE cases SET state = 'submitted' WHERE id = :id"), {"id": case.id})


def test_figures_keep_zero_and_the_unknown_apart(cast, write):
    figures = [
        services.FigureDraft(name="대기", unit="분", before=None, after=Decimal(0)),
        services.FigureDraft(name="비용", unit="원", before=Decimal(0), after=Decimal("0.10")),
    ]
    case = case_of(cast, figures=figures)
    kept = [(row.before, str(row.after)) for row in queries.figures_of(case.id)]
    assert kept == [(None, "0"), (Decimal(0), "0.10")]


def test_nobody_who_had_a_part_approves_or_publishes(cast):
    with transaction():
        case = case_of(cast, co_author_ids=[cast.choi.id])
        services.change_case(
            actor=cast.kang, case=case, content=content_of(co_author_ids=[cast.choi.id]), seen_version=case.version
        )
        services.submit_case(actor=cast.kim, case=case)
        for who in (cast.kim, cast.kang):
            acting_head(who, cast)
    for who in (cast.kim, cast.kang):
        with pytest.raises(Denied), transaction():
            services.approve_case(actor=actor_of_person(who.id), case=again(case))
        with pytest.raises(DBAPIError, match="cases"), transaction():
            change_state(again(case), state=CaseState.APPROVED, approver_id=who.id, approved_at=clock.now())
    with transaction():
        services.approve_case(actor=cast.lee, case=again(case))
    with pytest.raises(Denied), transaction():
        services.publish_case(actor=cast.choi, case=again(case))
    with pytest.raises(DBAPIError, match="cases"), transaction():
        change_state(again(case), state=CaseState.PUBLISHED, publisher_id=cast.choi.id, published_on=clock.today())
    with transaction():
        services.publish_case(actor=cast.bae, case=again(case))


def test_a_head_who_wrote_it_is_replaced_by_the_control_tower_and_another_one_publishes(cast, write):
    case = submitted_case(cast, actor=cast.lee, co_author_ids=[cast.acting.id])
    for somebody in (cast.lee, cast.acting, cast.yoon):
        with pytest.raises(Denied):
            services.approve_case(actor=somebody, case=case)
    assert [turn.what.msgid for turn in owed(cast.choi)] == ["Approve the case in the head's place"]
    services.approve_case(actor=cast.choi, case=case)
    assert owed(cast.choi) == []
    with refused("must come from two people"):
        services.publish_case(actor=cast.choi, case=case)
    services.publish_case(actor=cast.bae, case=case)
    assert case.publisher_id == cast.bae.id


def test_heads_who_wrote_another_case_still_approve(cast, write):
    submitted_case(cast, actor=cast.lee, co_author_ids=[cast.acting.id])
    case = submitted_case(cast)
    with pytest.raises(Denied):
        services.approve_case(actor=cast.choi, case=case)
    assert len(owed(cast.choi)) == 1
    services.approve_case(actor=cast.lee, case=case)


def test_as_long_as_another_head_is_there_the_control_tower_does_not_stand_in(cast, write):
    case = submitted_case(cast)
    with pytest.raises(Denied):
        services.approve_case(actor=cast.choi, case=case)


def test_whoever_handed_in_a_file_does_not_approve(cast, write):
    case = case_of(cast)
    services.add_files(actor=cast.kang, case=case, uploads=[upload("둘째.txt", "둘째")])
    services.submit_case(actor=cast.kim, case=case)
    acting_head(cast.kang, cast)
    with pytest.raises(Denied):
        services.approve_case(actor=actor_of_person(cast.kang.id), case=case)


def test_only_colleagues_of_the_department_begin_a_case(cast, write):
    for somebody in (cast.park, cast.choi, cast.gam, cast.shin):
        with pytest.raises(Denied):
            case_of(cast, actor=somebody, department_id=cast.traffic)


def test_only_authors_and_the_coordinator_change_it(cast, write):
    case = case_of(cast, co_author_ids=[cast.ahn.id])
    for somebody in (cast.lee, cast.park, cast.choi, cast.seo, cast.goh):
        with pytest.raises(Denied):
            services.change_case(actor=somebody, case=case, content=content_of(), seen_version=case.version)
    services.change_case(actor=cast.kang, case=case, content=content_of(title="새 제목"), seen_version=case.version)
    assert (case.title, db.session.query(CaseAuthor).count()) == ("새 제목", 1)


def test_what_is_handed_in_stands_still_in_the_service_and_in_the_database(cast):
    with transaction():
        case = submitted_case(cast)
    with refused("cannot be changed"), transaction():
        services.change_case(actor=cast.kim, case=again(case), content=content_of(), seen_version=case.version)
    with refused("cannot be changed"), transaction():
        services.add_files(actor=cast.kim, case=again(case), uploads=[upload()])
    attempts = (
        "UPDATE cases SET details = '다른 말' WHERE id = :id",
        "UPDATE case_figures SET after = '999' WHERE case_id = :id",
        "INSERT INTO case_authors (case_id, person_id, position) SELECT :id, max(id), 9 FROM people",
        "DELETE FROM case_figures WHERE case_id = :id",
        "DELETE FROM cases WHERE id = :id",
    )
    for attempt in attempts:
        with pytest.raises(DBAPIError, match="case"), transaction():
            db.session.execute(text(attempt), {"id": case.id})


def test_the_control_tower_sends_back_what_the_head_approved_and_the_way_begins_anew(cast, write):
    case = approved_case(cast)
    with pytest.raises(Denied):
        services.return_case(actor=cast.lee, case=case, reason="부서장은 이미 승인하였습니다.")
    services.return_case(actor=cast.choi, case=case, reason="결과 수치의 근거를 적어 주십시오.")
    assert (case.state, case.approver_id, case.approved_at) == (CaseState.RETURNED, None, None)
    assert [turn.what.msgid for turn in owed(cast.kim)] == ["Rework the returned case"]
    services.change_case(actor=cast.kim, case=case, content=content_of(), seen_version=case.version)
    services.submit_case(actor=cast.kim, case=case)
    services.approve_case(actor=cast.lee, case=case)


def test_a_return_needs_words(cast, write):
    case = submitted_case(cast)
    with refused("write the reason"):
        services.return_case(actor=cast.lee, case=case, reason=" . ")


def test_two_who_change_it_at_once_are_told(cast, write):
    case = case_of(cast, co_author_ids=[cast.ahn.id])
    seen = case.version
    services.change_case(actor=cast.ahn, case=case, content=content_of(title="안의 제목"), seen_version=seen)
    with pytest.raises(Conflict):
        services.change_case(actor=cast.kim, case=case, content=content_of(title="김의 제목"), seen_version=seen)
    assert case.title == "안의 제목"


def test_a_published_case_is_taken_out_only_by_the_control_tower_and_never_comes_back(cast):
    with transaction():
        case = published_case(cast)
    with refused("by the control tower"), transaction():
        services.withdraw_case(actor=cast.kim, case=again(case), reason="잘못 올렸습니다. 내려 주십시오.")
    with transaction():
        services.withdraw_case(actor=cast.choi, case=again(case), reason="개인정보가 들어 있어 내립니다.")
    assert again(case).state is CaseState.WITHDRAWN
    with pytest.raises(DBAPIError, match="does not come back"), transaction():
        db.session.execute(text("UPDATE cases SET state = 'published' WHERE id = :id"), {"id": case.id})


def test_a_draft_is_seen_by_its_department_only_and_a_published_case_by_the_office(cast, write):
    case = case_of(cast)
    assert queries.case_or_404(case.id, cast.ahn) is case
    assert queries.case_or_404(case.id, cast.gam) is case
    for somebody in (cast.park, cast.yoon, cast.jung, cast.goh, cast.shin):
        with pytest.raises(Missing):
            queries.case_or_404(case.id, somebody)
        assert not queries.may_see_case(somebody, case.id)
    published = published_case(cast)
    assert queries.case_or_404(published.id, cast.park) is published
    with pytest.raises(Missing):
        queries.case_or_404(published.id, cast.shin)


def test_everybody_has_their_turn(cast, write):
    case = submitted_case(cast)
    assert [(turn.what.msgid, turn.title) for turn in owed(cast.lee)] == [
        ("Approve the case as head", f"{case.number} {case.title}")
    ]
    assert [turn.what.msgid for turn in awaited(cast.kim)] == ["Decision about your case"]
    assert owed(cast.choi) == []
    services.approve_case(actor=cast.lee, case=case)
    assert [turn.what.msgid for turn in owed(cast.choi)] == ["Publish the case"]
    services.publish_case(actor=cast.choi, case=case)
    assert (owed(cast.choi), owed(cast.lee), awaited(cast.kim)) == ([], [], [])


def test_a_year_to_come_is_refused(cast, write):
    with refused("Choose a year"):
        case_of(cast, year=2027)
    with refused("Choose a year"):
        case_of(cast, year=1999)


def test_figures_and_authors_are_written_anew_with_the_case(cast, write):
    case = case_of(cast, co_author_ids=[cast.ahn.id, cast.ahn.id, cast.kim.id])
    assert db.session.query(CaseAuthor).count() == 2
    services.change_case(actor=cast.kim, case=case, content=content_of(figures=[]), seen_version=case.version)
    assert (db.session.query(CaseFigure).count(), db.session.query(CaseAuthor).count()) == (0, 1)


def test_failure_texts_are_not_kept_on_a_best_practice(cast, write):
    case = case_of(cast, texts={**BEST_TEXTS, **FAILURE_TEXTS})
    assert (case.tried, case.cause, case.advice) == ("", "", "")
    assert db.session.get(Case, case.id).details == BEST_TEXTS["details"]
