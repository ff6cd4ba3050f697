"""Objections: handed in by the owner, answered by somebody apart, and followed by the usual ways of the ledger."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.accounts.models import Person, RoleAssignment
from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.access import Role
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Missing, WrongState
from app.mileage import services
from app.mileage.enums import ClaimState, ObjectionResult, ObjectionState, Remedy, YearEndKind
from app.mileage.models import CapCut, Claim, ClaimPanel, ClaimUpload, MileageAccount, Objection, Transfer
from app.mileage.queries import turns_objections
from app.mileage.queries.items import item_on
from app.mileage.queries.objections import free_answerers, objection_view
from app.mileage.queries.statements import account_or_404, own_account
from app.mileage.rules.objections import Terms
from app.mileage.services.mileage_terms import set_terms
from app.mileage.services.objections import Ground, claim_upheld, object_to, withdraw_objection
from tests.conftest import NOON
from tests.factories import mileage as factory
from tests.factories import objections as made
from tests.factories import year_closings as closings
from tests.factories.year_closings import acting_for
from tests.refusals import refused
from tests.triggers import without_triggers
from tests.turns import readers_of

owed, awaited = readers_of(turns_objections)
LATE = datetime(2026, 12, 24, 3, 0, tzinfo=UTC)
UPHELD = ObjectionResult.UPHELD


@pytest.fixture
def row(items, cast):
    """김 was paid 8 points for an automatic fact."""
    with transaction():
        return factory.award(cast.kim, "task:1:plan", code="P06")


@pytest.fixture
def objection(row, cast):
    with transaction():
        return made.objected(cast.kim, row)


def balance(person):
    return own_account(person).balance


def test_an_objection_keeps_its_days_and_waits_for_the_control_tower(objection, cast):
    assert (objection.state, objection.received_on) == (ObjectionState.RECEIVED, date(2026, 11, 23))
    assert (objection.last_day, objection.answer_by) == (date(2026, 12, 23), date(2026, 12, 7))
    assert [turn.due_on for turn in owed(cast.choi)] == [date(2026, 12, 7)]
    assert len(awaited(cast.kim)) == 1
    assert owed(cast.kim) == []


def test_what_is_rejected_moves_nothing_and_stands_on_the_row(objection, row, as_, cast):
    with transaction():
        assert made.answered(objection, cast.choi) is None
    assert (objection.state, objection.outcome) == (ObjectionState.ANSWERED, ObjectionResult.REJECTED)
    assert balance(cast.kim) == Decimal(8)
    page = as_(cast.kim).get(f"/mileage/transfers/{row.id}").text
    assert made.WORDS in page
    assert "Object to this row" not in page
    assert "Objection rejected" in as_(cast.kim).get("/mileage").text


def test_an_upheld_row_is_taken_back_by_a_reversal(objection, row, cast, published):
    with transaction():
        reversal = made.answered(objection, cast.choi, UPHELD, remedy=Remedy.REVERSAL)
    assert (reversal.reverses_id, objection.reversal_id) == (row.id, reversal.id)
    assert balance(cast.kim) == Decimal(0)
    names = [type(event).__name__ for event in published]
    assert "TransferReversed" in names
    assert "ObjectionAnswered" in names


def test_what_is_upheld_as_a_claim_goes_the_usual_way(row, cast):
    with transaction():
        objection = made.missing(cast.kim, date(2026, 11, 3))
        item = item_on("P06", date(2026, 11, 3))
        made.answered(objection, cast.choi, UPHELD, remedy=Remedy.CLAIM, item_id=item.id, points=Decimal(5))
    assert balance(cast.kim) == Decimal(8)
    assert len(owed(cast.kim)) == 1
    with transaction():
        claim = claim_upheld(objection=objection, actor=cast.kim)
        factory.evidence(claim, cast.kim)
        services.submit_claim(claim=claim, actor=cast.kim)
    assert owed(cast.kim) == []
    assert (claim.points, claim.happened_on, objection.claim_id) == (Decimal(5), date(2026, 11, 3), claim.id)
    with transaction():
        services.confirm_claim(claim=claim, actor=cast.lee)
        services.verify_claim(claim=claim, actor=cast.bae)
    assert db.session.get(Claim, claim.id).state is ClaimState.POSTED
    assert balance(cast.kim) == Decimal(13)
    with refused("Nothing is left", WrongState), transaction():
        claim_upheld(objection=objection, actor=cast.kim)


def test_a_cut_is_objected_to_by_its_own_row(items, as_, cast):
    with transaction():
        for number in range(3):
            factory.award(cast.kim, f"task:{number + 1}:plan", code="P13")
        cut = db.session.query(CapCut).one()
        objection = object_to(account=own_account(cast.kim), ground=Ground(cut=cut), actor=cast.kim, reason=made.REASON)
    page = as_(cast.kim).get(f"/mileage/cuts/{cut.id}").text
    assert "Objection received" in page
    assert "6 used before, 3 earned, 0 paid, 3 cut off" in page
    with refused("Only a row"), transaction():
        made.answered(objection, cast.choi, UPHELD, remedy=Remedy.REVERSAL)
    assert as_(cast.ahn).get(f"/mileage/cuts/{cut.id}").status_code == 404


def test_somebody_without_an_account_may_say_that_a_fact_is_missing(items, cast):
    assert own_account(cast.han).id is None
    with transaction():
        objection = made.missing(cast.han, date(2026, 11, 20))
    assert db.session.get(MileageAccount, objection.account_id).person_id == cast.han.id


def test_a_row_is_objected_to_once_while_an_objection_stands(objection, row, cast):
    with pytest.raises(Conflict), transaction():
        made.objected(cast.kim, row)
    with transaction():
        withdraw_objection(objection=objection, actor=cast.kim)
    with transaction():
        made.objected(cast.kim, row)


def test_after_the_last_day_nobody_objects(row, cast):
    with clock.frozen_at(LATE), refused("One could object until"), transaction():
        made.objected(cast.kim, row)


def test_other_days_hold_for_what_is_handed_in_afterwards(objection, row, cast):
    with transaction():
        set_terms(actor=cast.choi, terms=Terms(objection_days=60, answer_days=5), reason="연말이라 기간을 늘립니다.")
    assert objection.answer_by == date(2026, 12, 7)
    with transaction():
        withdraw_objection(objection=objection, actor=cast.kim)
    with clock.frozen_at(LATE), transaction():
        assert made.objected(cast.kim, row).answer_by == date(2026, 12, 29)


def test_nobody_gives_themselves_more_days(items, as_, cast):
    """Who sets the days to object is held to those that were there before, until a colleague sets them."""
    with transaction():
        row = factory.award(cast.choi, "task:1:plan", code="P06")
        set_terms(actor=cast.choi, terms=Terms(objection_days=90), reason="연말이라 기간을 늘립니다.")
        set_terms(actor=cast.choi, terms=Terms(objection_days=365), reason="연말이라 기간을 늘립니다.")
    with clock.frozen_at(LATE):
        with refused("One could object until"), transaction():
            made.objected(cast.choi, row)
        assert "Object to this row" not in as_(cast.choi).get(f"/mileage/transfers/{row.id}").text
        with transaction():
            set_terms(actor=cast.bae, terms=Terms(objection_days=60), reason="연말이라 기간을 늘립니다.")
            made.objected(cast.choi, row)


def test_rows_of_others_and_hidden_ideas_are_not_objected_to(row, cast, monkeypatch):
    with pytest.raises(Denied), transaction():
        object_to(
            account=account_or_404(row.credit_account_id, cast.choi),
            ground=Ground(transfer=row),
            actor=cast.choi,
            reason=made.REASON,
        )
    with transaction():
        other = factory.award(cast.ahn, "task:2:plan", code="P06")
    with pytest.raises(Missing), transaction():
        made.objected(cast.kim, other)
    monkeypatch.setattr("app.mileage.services.objections.hidden_sources", frozenset)
    with refused("hidden names"), transaction():
        made.objected(cast.kim, row)


def test_nobody_with_a_hand_in_it_answers(items, cast):
    with transaction():
        claim = factory.confirmed(cast.kim, cast.lee)
        services.verify_claim(claim=claim, actor=cast.choi)
        row = db.session.query(Transfer).one()
        objection = made.objected(cast.kim, row)
    assert len(owed(cast.choi)) == 0
    assert len(owed(cast.bae)) == 1
    for somebody in (cast.choi, cast.lee, cast.kim, cast.gam, cast.jung):
        with pytest.raises(Denied), transaction():
            made.answered(objection, somebody)
    with transaction():
        made.answered(objection, cast.bae)
    with pytest.raises(WrongState), transaction():
        made.answered(objection, cast.bae)


def test_an_office_does_not_answer_its_own_people(items, as_, cast):
    with transaction():
        row = factory.award(cast.choi, "task:1:plan", code="P06")
        objection = made.objected(cast.choi, row)
    with pytest.raises(Denied), transaction():
        made.answered(objection, cast.bae)
    assert list(free_answerers(objection_view(objection))) == []
    assert (
        "Nobody of the control tower may answer this" in as_(cast.bae).get(f"/mileage/objections/{objection.id}").text
    )
    with transaction():
        db.session.add(RoleAssignment(person_id=cast.han.id, role=Role.CONTROL_TOWER, starts_on=date(2026, 11, 23)))
    with transaction():
        made.answered(objection, actor_of_person(cast.han.id))


def test_a_head_objects_for_the_department(items, cast):
    with transaction():
        paid = services.post_award(
            item_code="D10", owner=services.awards.Owner.department(cast.traffic), source="task:1:done", actor_id=None
        )
        account = account_or_404(paid.credit_account_id, cast.lee)
        object_to(account=account, ground=Ground(transfer=paid), actor=cast.lee, reason=made.REASON)
    with pytest.raises(Missing):
        account_or_404(paid.credit_account_id, cast.kim)


def test_who_proposed_the_closing_does_not_answer_for_what_expired(items, cast):
    """The row bears the name of who confirmed; who proposed had as much of a hand in it."""
    with transaction():
        factory.award(cast.kim, "task:1:plan", code="P06")
    closings.set_rule(cast, YearEndKind.EXPIRE_ALL)
    closings.close(cast)
    with clock.frozen_at(closings.AFTER):
        with transaction():
            objection = made.objected(cast.kim, closings.expiries()[0])
        assert free_answerers(objection_view(objection)) == [cast.bae.name]
        with pytest.raises(Denied), transaction():
            made.answered(objection, cast.choi)


def test_the_department_the_points_are_for_does_not_answer(items, cast):
    """Who acts for a department for some days objects for it; its own people do not answer when those days are over."""
    with transaction():
        paid = services.post_award(
            item_code="D10", owner=services.awards.Owner.department(cast.traffic), source="task:1:done", actor_id=None
        )
        account_id = paid.credit_account_id
    acting = acting_for(cast.yoon, cast.traffic, first=date(2026, 11, 20), last=date(2026, 11, 24), day=NOON)
    with transaction():
        account = account_or_404(account_id, acting)
        objection = object_to(account=account, ground=Ground(transfer=paid), actor=acting, reason=made.REASON)
        db.session.add(RoleAssignment(person_id=cast.ahn.id, role=Role.CONTROL_TOWER, starts_on=date(2026, 11, 23)))
    with clock.frozen_at(NOON + timedelta(days=3)):
        ahn = actor_of_person(cast.ahn.id)
        assert ahn.name not in free_answerers(objection_view(objection))
        assert owed(ahn) == []
        with pytest.raises(Denied), transaction():
            made.answered(objection, ahn)
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(
                text(
                    f"UPDATE mileage_objections SET answerer_id = {ahn.id}, answerer_department_id = {cast.traffic}, "
                    "state = 'answered', answered_on = '2026-11-26', answered_at = received_at, "
                    f"outcome = 'rejected', answer = 'x' WHERE id = {objection.id}"
                )
            )
        with transaction():
            made.answered(objection, cast.choi)


ATTEMPTS = {
    "the objector answers": ("answerer_id = objector_id, answerer_department_id = {planning}", "answered"),
    "an office of the objector answers": ("answerer_id = {ahn}, answerer_department_id = {traffic}", "answered"),
    "a colleague under another flag": ("answerer_id = {ahn}, answerer_department_id = {tower}", "answered"),
    "who confirmed answers": ("answerer_id = {lee}, answerer_department_id = {tower}", "answered"),
    "who verified answers": ("answerer_id = {choi}, answerer_department_id = {tower}", "answered"),
    "other words": ("reason = 'x'", "received"),
    "another row": ("happened_on = '2020-01-01'", "received"),
}


@pytest.mark.parametrize("name", ATTEMPTS)
def test_the_database_keeps_the_sides_apart(name, items, cast):
    with transaction():
        claim = factory.confirmed(cast.kim, cast.lee)
        services.verify_claim(claim=claim, actor=cast.choi)
        objection = made.objected(cast.kim, db.session.query(Transfer).one())
    change, state = ATTEMPTS[name]
    if state == "answered":
        change += (
            ", state = 'answered', answered_on = '2026-11-23', answered_at = received_at, outcome = 'rejected', "
            "answer = 'x'"
        )
    statement = f"UPDATE mileage_objections SET {change.format(**vars(cast_ids(cast)))} WHERE id = {objection.id}"
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text(statement))


HANDS = {
    "it was confirmed in their place": "UPDATE mileage_claims SET confirmed_for_id = {bae}",
    "it was verified in their place": "UPDATE mileage_claims SET verified_for_id = {bae}",
    "they returned it": "UPDATE mileage_claims SET returner_id = {bae}",
    "it was returned in their place": "UPDATE mileage_claims SET returned_for_id = {bae}",
    "they sat on its panel": "INSERT INTO mileage_panel_seats (panel_id, person_id) VALUES ({panel}, {bae})",
    "they read it in": "INSERT INTO mileage_claim_entries (claim_id, upload_id) VALUES ({claim}, {upload})",
}


@pytest.mark.parametrize("name", HANDS)
def test_the_database_knows_every_hand_in_a_claim(name, items, cast):
    with transaction():
        claim = factory.confirmed(cast.kim, cast.lee)
        services.verify_claim(claim=claim, actor=cast.choi)
        objection = made.objected(cast.kim, db.session.query(Transfer).one())
        panel = ClaimPanel(claim_id=claim.id, convened_by_id=cast.choi.id, convened_at=NOON, ends_on=NOON.date())
        upload = ClaimUpload(
            uploader_id=cast.bae.id, file_name="x", sha256="0" * 64, row_count=1, handed_in=True, created_at=NOON
        )
        db.session.add_all([panel, upload])
        db.session.flush()
    hand = HANDS[name].format(bae=cast.bae.id, panel=panel.id, claim=claim.id, upload=upload.id)
    with without_triggers("mileage_claims"):
        with without_triggers("mileage_panel_seats"), transaction():
            db.session.execute(text(hand))
        with pytest.raises(DatabaseError, match="had a hand in the row"), transaction():
            db.session.execute(
                text(
                    f"UPDATE mileage_objections SET answerer_id = {cast.bae.id}, state = 'answered', answer = 'x', "
                    f"answerer_department_id = {cast.tower}, answered_on = '2026-11-23', "
                    f"answered_at = received_at, outcome = 'rejected' WHERE id = {objection.id}"
                )
            )


def test_an_answer_stays_and_nothing_is_deleted(objection, cast):
    with transaction():
        made.answered(objection, cast.choi)
    for statement in (
        "UPDATE mileage_objections SET answer = 'x'",
        "UPDATE mileage_objections SET outcome = 'upheld', remedy = 'reversal', reversal_id = transfer_id",
        "UPDATE mileage_objections SET state = 'received'",
        "DELETE FROM mileage_objections",
    ):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))


def test_two_answers_at_once_count_once(objection, cast, at_once):
    def answer(number):
        return made.answered(
            db.session.get(Objection, objection.id), cast.choi if number else cast.bae, UPHELD, remedy=Remedy.REVERSAL
        )

    found = at_once(answer, 2)
    assert sum(isinstance(one, Transfer) for one in found) == 1
    assert db.session.query(Transfer).filter(Transfer.reverses_id.is_not(None)).count() == 1


class cast_ids:  # noqa: N801  a namespace of ids for the statements above
    def __init__(self, cast):
        people = {row.employee_no: row.id for row in db.session.query(Person)}
        vars(self).update(people, planning=cast.planning, traffic=cast.traffic, tower=cast.tower)
