"""What is accepted is corrected by two offices, published as a new version, and everybody who moved is told."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Missing, Refused, WrongState
from app.evaluation.enums import AppealOutcome, AppealState, CorrectionKind, Phase, ProposalState
from app.evaluation.models import AppealCorrection, Correction, Publication
from app.evaluation.queries.moves import moves_of_version
from app.evaluation.queries.sources import published_results
from app.evaluation.rules.corrections import CorrectionDraft
from app.evaluation.services import appeal_corrections, appeals
from app.evaluation.services.publications import check_publications
from tests.factories import appeals as made
from tests.factories.evaluation import advance


@pytest.fixture
def scene(cast, app):
    """An accepted appeal of 교통과 against its first indicator."""
    with transaction():
        record, indicator, second = made.in_appeals(cast)
        appeal = made.decided(cast, made.filed(cast, record, indicator))
    return record, indicator, second, appeal


def propose(cast, appeal, drafts, **fields):
    values = {"actor": cast.choi, "reason": "이의신청 인용에 따른 정정입니다.", "second_id": cast.yoon.id, **fields}
    return appeal_corrections.propose(view=made.view_of(cast.choi, appeal), drafts=drafts, **values)


def test_a_confirmed_correction_is_version_two_with_every_rank_that_moved(cast, scene):
    record, indicator, _second, appeal = scene
    assert [(row.department, row.rank) for row in published_results(record.id)] == [("민원봉사과", 1), ("교통과", 2)]
    with transaction():
        publication = made.confirmed(cast, made.proposed(cast, appeal, indicator, 100))
    assert (publication.version, publication.published_by_id, publication.confirmed_by_id) == (
        2,
        cast.choi.id,
        cast.yoon.id,
    )
    assert [(row.department, row.rank) for row in published_results(record.id)] == [("교통과", 1), ("민원봉사과", 2)]
    moved = moves_of_version(record.id, 2, cast.lee)
    assert {(m.department, m.before, m.after) for m in moved if m.fact == "rank"} == {
        ("교통과", "2", "1"),
        ("민원봉사과", "1", "2"),
    }
    (correction,) = db.session.query(Correction).all()
    assert (correction.entered_by_id, correction.confirmed_by_id) == (cast.choi.id, cast.yoon.id)
    assert appeal.state is AppealState.CORRECTED
    assert list(check_publications()) == []


def test_nothing_changes_before_the_second_office_confirms(cast, scene):
    record, indicator, _second, appeal = scene
    before = published_results(record.id)
    with transaction():
        proposal = made.proposed(cast, appeal, indicator)
    assert published_results(record.id) == before
    assert db.session.query(Correction).count() == 0
    assert {row["fact"] for row in proposal.moves} >= {"actual", "score", "points", "total", "rank"}


def test_only_the_second_person_confirms_what_was_looked_at(cast, scene):
    _record, indicator, _second, appeal = scene
    with transaction():
        proposal = made.proposed(cast, appeal, indicator)
        for actor in (cast.choi, cast.bae, cast.lee, cast.gam):
            with pytest.raises(Denied):
                appeal_corrections.confirm(
                    actor=actor,
                    view=made.view_of(actor, appeal),
                    proposal=proposal,
                    seen_sha256=proposal.moves_sha256,
                )
        with pytest.raises(Conflict):
            appeal_corrections.confirm(
                actor=cast.yoon, view=made.view_of(cast.yoon, appeal), proposal=proposal, seen_sha256="0" * 64
            )


def test_a_list_of_moves_that_is_no_longer_true_is_not_confirmed(cast, scene):
    record, indicator, second, appeal = scene
    with transaction():
        proposal = made.proposed(cast, appeal, indicator)
        other = made.filed(cast, record, second)
        made.decided(cast, other)
        made.confirmed(cast, made.proposed(cast, other, second, 85))
        with pytest.raises(Conflict):
            made.confirmed(cast, proposal)


def test_a_proposal_keeps_to_the_appeal_and_to_other_offices(cast, scene):
    _record, indicator, second, appeal = scene
    right = made.value_draft(cast, indicator, 100)
    with transaction():
        for drafts in (
            [],
            [made.value_draft(cast, second, 100)],
            [
                CorrectionDraft(
                    kind=CorrectionKind.SCORE,
                    after={"score": "1"},
                    reason="남의 점수",
                    department_id=cast.civil,
                    indicator_id=indicator.id,
                )
            ],
            [made.value_draft(cast, indicator, 80)],
        ):
            with pytest.raises(Refused):
                propose(cast, appeal, drafts)
        for second_id in (cast.jung.id, cast.lee.id, cast.gam.id):
            with pytest.raises(Refused):
                propose(cast, appeal, [right], second_id=second_id)


def test_what_may_still_be_taken_further_is_not_corrected_yet(cast, app):
    with transaction():
        record, indicator, _second = made.in_appeals(cast)
        appeal = made.decided(cast, made.filed(cast, record, indicator), AppealOutcome.PARTLY)
        with pytest.raises(WrongState):
            made.proposed(cast, appeal, indicator)
        appeals.settle(actor=cast.lee, view=made.view_of(cast.lee, appeal))
        made.confirmed(cast, made.proposed(cast, appeal, indicator, 85))
    assert appeal.state is AppealState.CORRECTED


def test_a_declined_proposal_leaves_room_for_another(cast, scene):
    _record, indicator, _second, appeal = scene
    with transaction():
        first = made.proposed(cast, appeal, indicator)
        view = made.view_of(cast.yoon, appeal)
        appeal_corrections.end(actor=cast.yoon, view=view, proposal=first, reason="증빙과 숫자가 다릅니다 확인 바람.")
        made.confirmed(cast, made.proposed(cast, appeal, indicator, 95))
    assert first.state is ProposalState.WITHDRAWN
    with pytest.raises(WrongState):
        made.confirmed(cast, first)
    db.session.rollback()


def test_a_round_with_an_accepted_appeal_ends_once_it_is_corrected(cast, scene):
    record, indicator, _second, appeal = scene
    with pytest.raises(Refused):
        advance(cast.choi, record, Phase.FINAL)
    db.session.rollback()
    with transaction():
        made.confirmed(cast, made.proposed(cast, appeal, indicator))
        advance(cast.choi, record, Phase.FINAL)
    assert record.phase is Phase.FINAL
    assert list(check_publications()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE appeal_corrections SET second_id = proposed_by_id",
        "UPDATE appeal_corrections SET moves = '[]'",
        "UPDATE appeal_corrections SET drafts = '[]'",
        "UPDATE appeal_corrections SET state = 'confirmed'",
        "DELETE FROM appeal_corrections",
    ],
)
def test_the_database_keeps_a_proposal(cast, scene, statement):
    _record, indicator, _second, appeal = scene
    with transaction():
        made.proposed(cast, appeal, indicator)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text(statement))


def test_the_database_asks_for_two_offices_apart_from_the_department(cast, scene):
    _record, indicator, _second, appeal = scene
    with transaction():
        made.proposed(cast, appeal, indicator)
        db.session.query(AppealCorrection).one()
    for one, other in ((cast.choi, cast.bae), (cast.lee, cast.yoon), (cast.choi, cast.kang)):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(
                text(
                    "INSERT INTO appeal_corrections (appeal_id, drafts, moves, moves_sha256, reason, state, version, "
                    "proposed_by_id, proposed_on, proposed_at, second_id, end_reason) SELECT appeal_id, drafts, moves, "
                    "moves_sha256, reason, state, 1, :one, proposed_on, proposed_at, :other, '' FROM appeal_corrections"
                ),
                {"one": one.id, "other": other.id},
            )


def test_whoever_came_to_the_department_since_does_not_confirm_its_correction(cast, scene):
    _record, indicator, _second, appeal = scene
    with transaction():
        proposal = made.proposed(cast, appeal, indicator)
        db.session.execute(
            text("UPDATE people SET department_id = :unit WHERE id = :person"),
            {"unit": cast.traffic, "person": cast.yoon.id},
        )
    view = made.view_of(cast.choi, appeal)
    now = actor_of_person(cast.yoon.id)
    for actor, refusal in ((now, Refused), (cast.yoon, DatabaseError)):
        with pytest.raises(refusal), transaction():
            appeal_corrections.confirm(actor=actor, view=view, proposal=proposal, seen_sha256=proposal.moves_sha256)
    assert db.session.query(Publication).count() == 1


def test_a_correction_under_embargo_stays_under_it_and_nobody_else_compares(cast, app):
    with transaction():
        record, indicator, _second = made.round_with_results(cast, release_at=clock.now() + timedelta(days=2))
    assert db.session.query(Publication).one().release_at > clock.now()
    with pytest.raises(Missing):
        moves_of_version(record.id, 1, cast.lee)
    assert indicator.id
