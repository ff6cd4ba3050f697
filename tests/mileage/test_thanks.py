"""감사 포인트: nobody gives more than the month allows, and every point can be accounted for."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.accounts.models import Membership, Person
from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.database import db, transaction, writing
from app.core.errors import Denied, Missing
from app.mileage.enums import PurseKind, ThanksTransferKind
from app.mileage.models import Thanks, ThanksLimits, ThanksPurse, ThanksTransfer
from app.mileage.queries.thanks import purses_of
from app.mileage.queries.thanks_limits import limits_history, limits_on
from app.mileage.rules.thanks import Limits
from app.mileage.services import thanks as services
from app.mileage.services import thanks_purses
from app.mileage.services.thanks_checks import check_thanks
from app.mileage.services.thanks_purses import expire_months, grant_month
from tests.factories import thanks as factory
from tests.refusals import refused
from tests.triggers import without_triggers

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
LAST_MINUTE = datetime(2026, 11, 30, 14, 59, tzinfo=UTC)
FIRST_MINUTE = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)


def balance(kind, person=None, month=None):
    found = (
        db.session.query(ThanksPurse).filter_by(kind=kind, person_id=person and person.id, month=month).one_or_none()
    )
    return found and found.balance


def total():
    return sum(purse.balance for purse in db.session.query(ThanksPurse))


def problems():
    return [problem.msgid for problem in check_thanks()]


def test_ten_of_two_hundred_points_go_with_a_thank_you(cast):
    with transaction():
        message = factory.sent(cast.kim, cast.park)
    assert (message.points, message.nth, message.sender_department_id) == (10, 1, cast.traffic)
    assert balance(PurseKind.GIVING, cast.kim, NOVEMBER) == 190
    assert balance(PurseKind.RECEIVED, cast.park) == 10
    assert (balance(PurseKind.ISSUE), total()) == (-200, 0)
    assert problems() == []
    own = purses_of(cast.kim.id)
    assert (own.granted, own.left, own.received, own.sent_this_month) == (200, 190, 0, 1)


def test_the_third_thank_you_to_the_same_person_waits_for_the_next_month(cast):
    with transaction():
        factory.sent(cast.kim, cast.park)
        factory.sent(cast.kim, cast.park)
    with refused("You have thanked this person"), transaction():
        factory.sent(cast.kim, cast.park)
    with clock.frozen_at(LAST_MINUTE), refused("You have thanked this person"), transaction():
        factory.sent(cast.kim, cast.park)
    with clock.frozen_at(FIRST_MINUTE), transaction():
        assert factory.sent(cast.kim, cast.park).month == DECEMBER


@pytest.mark.parametrize(
    ("receiver", "sentence"),
    [("ahn", "other departments"), ("kim", "Nobody thanks oneself"), ("shin", "Only people of a department")],
)
def test_oneself_the_own_department_and_outsiders_are_not_thanked(cast, receiver, sentence):
    with refused(sentence), transaction():
        factory.sent(cast.kim, getattr(cast, receiver))
    assert db.session.query(Thanks).count() == 0


def test_who_has_left_cannot_receive(cast):
    gone = db.session.query(Person).filter_by(employee_no="retired").one()
    with refused("no longer works here"), transaction():
        factory.sent(cast.park, gone)


def test_nobody_thanks_somebody_who_does_not_exist(cast):
    with pytest.raises(Missing), transaction():
        services.send_thanks(actor=cast.kim, receiver_id=999_999, text=services.ThanksText(body=factory.WORDS))


@pytest.mark.parametrize("who", ["gam", "shin"])
def test_auditors_and_outsiders_send_nothing(cast, who):
    with pytest.raises(Denied), transaction():
        factory.sent(getattr(cast, who), cast.kim)


def test_the_department_of_the_day_counts(cast):
    with transaction():
        db.session.query(Membership).filter_by(person_id=cast.ahn.id).one().ends_on = date(2026, 11, 22)
        db.session.flush()
        db.session.add(Membership(person_id=cast.ahn.id, department_id=cast.roads, starts_on=date(2026, 11, 23)))
        db.session.get_one(Person, cast.ahn.id).department_id = cast.roads
    with transaction():
        message = factory.sent(cast.kim, actor_of_person(cast.ahn.id))
    assert message.receiver_department_id == cast.roads
    with refused("other departments"), transaction():
        factory.sent(cast.han, actor_of_person(cast.ahn.id))


def test_fifty_at_once_spend_the_grant_of_the_month_and_no_more(cast, at_once):
    with transaction():
        people = [
            Person(employee_no=f"T{n:03}", name=f"직원{n}", department_id=cast.civil, joined_on=date(2025, 1, 1))
            for n in range(50)
        ]
        db.session.add_all(people)
        db.session.flush()
        ids = [person.id for person in people]
    text_ = services.ThanksText(body=factory.WORDS)
    found = at_once(lambda number: services.send_thanks(actor=cast.kim, receiver_id=ids[number], text=text_).id, 50)
    assert sum(isinstance(answer, int) for answer in found) == 20
    assert balance(PurseKind.GIVING, cast.kim, NOVEMBER) == 0
    assert db.session.query(ThanksTransfer).filter_by(kind=ThanksTransferKind.GRANT).count() == 1
    assert (total(), problems()) == (0, [])


def test_twenty_at_once_to_the_same_person_send_two(cast, at_once):
    found = at_once(lambda _number: factory.sent(cast.kim, cast.park).id, 20)
    assert sum(isinstance(answer, int) for answer in found) == 2
    assert balance(PurseKind.RECEIVED, cast.park) == 20


def test_two_who_thank_each_other_at_the_same_time_do_not_wait_in_a_circle(cast, at_once):
    pairs = [(cast.kim, cast.park), (cast.park, cast.kim)]
    found = at_once(lambda number: factory.sent(*pairs[number % 2]).id, 4)
    assert all(isinstance(answer, int) for answer in found)
    assert problems() == []


def test_the_month_is_granted_once_however_often_the_timetable_looks(cast, published):
    with transaction():
        factory.sent(cast.kim, cast.park)
        first, again = grant_month(), grant_month()
    here = db.session.query(Person).filter(Person.department_id.is_not(None), Person.left_on.is_(None)).count()
    assert (first, again) == (here - 1, 0)
    assert balance(PurseKind.ISSUE) == -200 * here
    assert [event.people for event in published if type(event).__name__ == "ThanksGranted"] == [1, here - 1]
    assert (total(), problems()) == (0, [])


def test_parallel_timetables_grant_and_expire_once(cast, at_once):
    with clock.frozen_at(datetime(2026, 10, 1, tzinfo=UTC)), transaction():
        grant_month()
    at_once(lambda _number: (expire_months(), grant_month()), 6)
    here = db.session.query(Person).filter(Person.department_id.is_not(None), Person.left_on.is_(None)).count()
    assert balance(PurseKind.EXPIRED) == 200 * here
    assert balance(PurseKind.ISSUE) == -400 * here
    assert (total(), problems()) == (0, [])


def test_what_is_left_expires_after_the_month_in_seoul_and_only_then(cast):
    with transaction():
        factory.sent(cast.kim, cast.park)
    with clock.frozen_at(LAST_MINUTE), transaction():
        assert expire_months() == 0
    with clock.frozen_at(FIRST_MINUTE), transaction():
        assert (expire_months(), expire_months()) == (1, 0)
    assert (balance(PurseKind.GIVING, cast.kim, NOVEMBER), balance(PurseKind.EXPIRED)) == (0, 190)
    assert balance(PurseKind.RECEIVED, cast.park) == 10
    assert (total(), problems()) == (0, [])


def test_other_limits_hold_from_the_next_month(cast):
    more = Limits(monthly_grant=300, points=30, most_same_person=1, own_department_allowed=True)
    with transaction():
        services.set_limits(actor=cast.choi, limits=Limits(monthly_grant=100))
        services.set_limits(actor=cast.bae, limits=more)
    assert (limits_on(date(2026, 11, 30)), limits_on(DECEMBER)) == (Limits(), more)
    assert [(row.set_by, row.is_replaced) for row in limits_history()] == [("배조율", False), ("최관제", True)]
    with clock.frozen_at(FIRST_MINUTE), transaction():
        message = factory.sent(cast.kim, cast.ahn)
    assert (message.points, balance(PurseKind.GIVING, cast.kim, DECEMBER)) == (30, 270)


def test_only_the_control_tower_sets_limits_and_none_that_make_no_sense(cast):
    with pytest.raises(Denied), transaction():
        services.set_limits(actor=cast.jung, limits=Limits(monthly_grant=100))
    with refused("enough for one thank-you"), transaction():
        services.set_limits(actor=cast.choi, limits=Limits(monthly_grant=5))


TRIES = [
    "UPDATE thanks SET body = 'something else entirely'",
    "UPDATE thanks SET points = 20",
    "DELETE FROM thanks",
    "UPDATE thanks_transfers SET points = 20",
    "DELETE FROM thanks_transfers",
    "DELETE FROM thanks_purses",
    "UPDATE thanks_purses SET balance = -1 WHERE kind = 'giving'",
    "UPDATE thanks_purses SET person_id = person_id + 1 WHERE kind = 'giving'",
    "UPDATE thanks SET hidden_at = sent_at, hidden_by_id = (SELECT max(id) FROM people), hide_reason = 'x'",
    "UPDATE thanks SET hidden_at = sent_at, hidden_by_id = sender_id, hide_reason = 'x'",
    # a third one to the same person, one inside the department, one to somebody who has left
    "INSERT INTO thanks SELECT id + 1, sender_id, receiver_id, sender_department_id, receiver_department_id, body, value,"
    " points, 3, most_same_person, own_department_allowed, month, sent_on, sent_at, sender_keeps_private,"
    " receiver_keeps_private, version, hidden_at, hidden_by_id, hide_reason FROM thanks",
    "INSERT INTO thanks SELECT id + 1, sender_id, receiver_id, sender_department_id, sender_department_id, body, value,"
    " points, 2, most_same_person, own_department_allowed, month, sent_on, sent_at, sender_keeps_private,"
    " receiver_keeps_private, version, hidden_at, hidden_by_id, hide_reason FROM thanks",
    "INSERT INTO thanks SELECT id + 1, sender_id, (SELECT id FROM people WHERE employee_no = 'retired'),"
    " sender_department_id, receiver_department_id, body, value, points, 1, most_same_person, own_department_allowed,"
    " month, sent_on, sent_at, sender_keeps_private, receiver_keeps_private, version, hidden_at, hidden_by_id,"
    " hide_reason FROM thanks",
    # granted a second time, given from an expired month, taken back though it is not hidden
    "INSERT INTO thanks_transfers (kind, debit_purse_id, credit_purse_id, points, debit_balance, credit_balance, month,"
    " occurred_on, posted_at, seal) SELECT kind, debit_purse_id, credit_purse_id, points, 0, 0, month, occurred_on,"
    " posted_at, seal FROM thanks_transfers WHERE kind = 'grant'",
    "INSERT INTO thanks_transfers (kind, debit_purse_id, credit_purse_id, points, debit_balance, credit_balance, month,"
    " occurred_on, posted_at, thanks_id, seal) SELECT kind, debit_purse_id, credit_purse_id, points, 0, 0, month,"
    " '2026-12-01', posted_at, thanks_id, seal FROM thanks_transfers WHERE kind = 'thanks'",
    "INSERT INTO thanks_transfers (kind, debit_purse_id, credit_purse_id, points, debit_balance, credit_balance, month,"
    " occurred_on, posted_at, thanks_id, seal) SELECT 'taken_back', credit_purse_id, debit_purse_id, points, 0, 0,"
    " month, occurred_on, posted_at, thanks_id, seal FROM thanks_transfers WHERE kind = 'thanks'",
]


@pytest.mark.parametrize("statement", TRIES)
def test_the_database_keeps_its_promises_against_everybody(cast, statement):
    with transaction():
        factory.sent(cast.kim, cast.park)
    with pytest.raises(DatabaseError), writing(), db.engine.begin() as connection:
        connection.execute(text(statement))


def test_limits_are_never_changed_by_hand(cast):
    with transaction():
        services.set_limits(actor=cast.choi, limits=Limits(monthly_grant=100))
    with pytest.raises(DatabaseError), writing(), db.engine.begin() as connection:
        connection.execute(text("UPDATE thanks_limits SET monthly_grant = 9999"))
    with pytest.raises(DatabaseError), writing(), db.engine.begin() as connection:
        connection.execute(text("UPDATE thanks_limits SET valid_from = '2026-11-01'"))
    assert db.session.query(ThanksLimits).count() == 1


def test_the_check_finds_what_was_changed_past_the_triggers(cast):
    with transaction():
        factory.sent(cast.kim, cast.park)
    with without_triggers("thanks_transfers"), writing(), db.engine.begin() as connection:
        connection.execute(text("UPDATE thanks_transfers SET points = 20 WHERE kind = 'thanks'"))
    assert {
        "Thank-you transfer %(id)s was changed after it was posted.",
        "Thank-you transfer %(id)s does not continue the balances before it.",
        "Purse %(id)s says %(balance)s, its transfers sum to %(sum)s.",
    } <= set(problems())


def test_a_thank_you_that_waits_for_the_lock_over_midnight_belongs_to_the_month_it_was_sent_in(cast, monkeypatch):
    class Later:
        """The clock of the ledger, which strikes midnight while the purse is waited for."""

        now = staticmethod(clock.now)
        today = staticmethod(lambda: DECEMBER)

    with clock.frozen_at(LAST_MINUTE), transaction():
        factory.sent(cast.kim, cast.park)
    monkeypatch.setattr(thanks_purses, "clock", Later)
    with clock.frozen_at(LAST_MINUTE), transaction():
        message = factory.sent(cast.kim, cast.han)
    row = db.session.query(ThanksTransfer).filter_by(thanks_id=message.id).one()
    assert (message.month, row.occurred_on) == (NOVEMBER, date(2026, 11, 30))
    assert problems() == []
