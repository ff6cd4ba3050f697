"""감점: heard, decided by another office, open to an objection; points move once, last, and never below zero."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from app import schedule
from app.core import clock
from app.core.database import db, transaction, writing
from app.core.errors import Conflict, Denied, Refused
from app.mileage import services
from app.mileage.enums import AccountKind, DeductionState, ReversalReason, RewardState, TransferKind
from app.mileage.models import AccountYear, Deduction, MileageAccount, RewardRequest, Transfer
from app.mileage.services import deduction_postings, deductions
from app.organization.enums import SettingKey
from app.organization.services import change_setting
from tests.conftest import NOON
from tests.factories import deductions as factory
from tests.factories import mileage as points
from tests.factories import rewards

WORDS = "열 글자가 넘는 사유를 적는다."


@pytest.fixture
def earned(cast, items):
    """Eight points for 김."""
    with transaction():
        points.award(cast.kim, "claim:7001")


def days_later(days):
    return clock.frozen_at(NOON + timedelta(days=days))


def balance(**where):
    db.session.expire_all()
    found = db.session.query(MileageAccount).filter_by(**where).one_or_none()
    return found.balance if found else Decimal(0)


def the_deduction():
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(Deduction).one()


def act(verb, **given):
    with transaction():
        verb(deduction=the_deduction(), **given)


def run(statement):
    with transaction():
        writing()
        db.session.execute(text(statement))


def post(days=0):
    with days_later(days), transaction():
        return services.post_due_deductions(clock.today())


def test_nothing_moves_before_the_time_to_object_is_over_and_then_once(cast, earned, published):
    with transaction():
        found = factory.decided(cast, cast.kim)
        assert (found.state, found.objections_until) == (DeductionState.DECIDED, date(2026, 12, 3))
    assert [post(days) for days in (0, 10)] == [0, 0]
    assert balance(person_id=cast.kim.id) == Decimal(8)
    assert [post(11), post(11), post(300)] == [1, 0, 0]
    assert balance(person_id=cast.kim.id) == Decimal(3)
    assert balance(kind=AccountKind.DEDUCTED_POOL) == Decimal(5)
    row = db.session.query(Transfer).filter_by(kind=TransferKind.DEDUCTION).one()
    assert (row.source, row.occurred_on, row.points) == (f"deduction:{found.id}", date(2026, 12, 4), Decimal(5))
    assert (row.rule["proposed_by"], row.rule["decided_by"]) == (cast.choi.id, cast.yoon.id)
    assert db.session.query(AccountYear).filter_by(account_id=row.debit_account_id).one().earned == Decimal(8)
    assert the_deduction().state is DeductionState.POSTED
    assert [type(event).__name__ for event in published if "Deduction" in type(event).__name__] == [
        "DeductionProposed",
        "DeductionOpinionGiven",
        "DeductionDecided",
        "DeductionPosted",
    ]
    assert list(services.check_ledger()) == []


def test_one_that_is_changed_at_the_same_time_keeps_nobody_elses_back(cast, earned, monkeypatch):
    with transaction():
        first = factory.decided(cast, cast.kim).id
        points.award(cast.ahn, "claim:7002")
        factory.decided(cast, cast.ahn)
    change_state = deduction_postings.change_state

    def changed_meanwhile(found, **values):
        if found.id == first:
            raise Conflict(WORDS)
        change_state(found, **values)

    with monkeypatch.context() as patched:
        patched.setattr(deduction_postings, "change_state", changed_meanwhile)
        assert post(11) == 1
    assert [balance(person_id=person.id) for person in (cast.kim, cast.ahn)] == [Decimal(8), Decimal(3)]
    assert list(services.check_ledger()) == []
    assert post(12) == 1
    assert balance(person_id=cast.kim.id) == Decimal(3)


def test_the_timetable_posts_it(cast, earned):
    with transaction():
        factory.decided(cast, cast.kim)
    job = next(job for job in schedule.TIMETABLE if job.name == "post deductions")
    with days_later(11):
        assert schedule.run_due(job) == "1 deductions posted"
        assert schedule.run_due(job) is None
    assert balance(person_id=cast.kim.id) == Decimal(3)


def test_what_is_not_there_is_not_taken_and_is_shown(cast, earned, as_):
    with transaction():
        factory.decided(cast, cast.kim, points="20")
    post(11)
    found = the_deduction()
    assert (found.taken, balance(person_id=cast.kim.id)) == (Decimal(8), Decimal(0))
    with days_later(11):
        page = as_(cast.kim).get(f"/mileage/deductions/{found.id}").text
        assert "8 of 20 points were taken" in page
        assert "12 points could not be taken" in page
        page = as_(cast.kim).get(f"/mileage/transfers/{found.transfer_id}").text
        assert "Only 8 were there" in page


def test_an_empty_account_is_posted_without_a_row(cast, earned):
    with transaction():
        factory.decided(cast, cast.ahn)
    post(11)
    found = the_deduction()
    assert (found.state, found.taken, found.transfer_id) == (DeductionState.POSTED, Decimal(0), None)
    assert list(services.check_ledger()) == []


def test_points_put_aside_for_a_reward_nobody_decided_about_are_not_saved_from_it(cast, earned):
    """Asking for a reward during the hearing and taking the request back afterwards keeps nothing out of reach."""
    with transaction():
        offer = rewards.reward(cast.choi, points="4")
        factory.decided(cast, cast.kim)
        asked = [services.request_reward(actor=cast.kim, reward=offer).id for _n in range(2)]
    assert balance(person_id=cast.kim.id) == Decimal(0)
    assert post(11) == 1
    assert (the_deduction().taken, balance(person_id=cast.kim.id)) == (Decimal(5), Decimal(3))
    states = {row.id: row.state for row in db.session.query(RewardRequest)}
    assert states == dict.fromkeys(asked, RewardState.EXPIRED)
    assert list(services.check_ledger()) == []


def test_only_as_many_requests_come_back_as_are_needed_and_none_that_is_approved(cast, earned):
    with transaction():
        offer = rewards.reward(cast.choi, points="2")
        factory.decided(cast, cast.kim)
        first, second, third, last = (services.request_reward(actor=cast.kim, reward=offer) for _n in range(4))
        services.approve_reward(request=last, actor=cast.choi)
        ids = [request.id for request in (first, second, third, last)]
    post(11)
    states = [db.session.get_one(RewardRequest, key).state for key in ids]
    assert states == [RewardState.EXPIRED, RewardState.EXPIRED, RewardState.EXPIRED, RewardState.APPROVED]
    assert (the_deduction().taken, balance(person_id=cast.kim.id)) == (Decimal(5), Decimal(1))


def test_nobody_decides_before_the_owner_was_heard(cast, earned):
    with transaction():
        factory.proposed(cast, cast.kim)
    decide = {"actor": cast.yoon, "points": Decimal(5), "decision": WORDS}
    with pytest.raises(Conflict):
        act(deductions.decide_deduction, **decide)
    with days_later(10), pytest.raises(Conflict):
        act(deductions.decide_deduction, **decide)
    with days_later(11):
        with pytest.raises(Conflict):
            act(deductions.give_opinion, actor=cast.kim, opinion=WORDS)
        act(deductions.decide_deduction, **decide)
    assert the_deduction().state is DeductionState.DECIDED


def test_an_opinion_is_given_once_by_the_owner_alone(cast, earned):
    with transaction():
        factory.proposed(cast, cast.kim)
    for other in (cast.ahn, cast.lee, cast.choi, cast.yoon):
        with pytest.raises(Denied):
            act(deductions.give_opinion, actor=other, opinion=WORDS)
    with pytest.raises(Refused):
        act(deductions.give_opinion, actor=cast.kim, opinion="짧다")
    act(deductions.give_opinion, actor=cast.kim, opinion=WORDS)
    with pytest.raises(Conflict):
        act(deductions.give_opinion, actor=cast.kim, opinion=WORDS)


def test_an_objection_keeps_the_points_until_it_is_rejected(cast, earned):
    with transaction():
        factory.decided(cast, cast.kim)
    with days_later(10):
        act(deductions.object_to_deduction, actor=cast.kim, objection=WORDS)
    assert post(60) == 0
    for other in (cast.choi, cast.yoon, cast.kim, cast.jung):
        with pytest.raises(Denied):
            act(deductions.answer_objection, actor=other, upheld=False, answer=WORDS)
    with days_later(40):
        act(deductions.answer_objection, actor=cast.bae, upheld=False, answer=WORDS)
    assert balance(person_id=cast.kim.id) == Decimal(3)
    assert the_deduction().state is DeductionState.POSTED
    assert post(60) == 0
    with pytest.raises(Conflict):
        act(deductions.answer_objection, actor=cast.bae, upheld=True, answer=WORDS)


def test_an_upheld_objection_ends_it(cast, earned):
    with transaction():
        factory.decided(cast, cast.kim)
    act(deductions.object_to_deduction, actor=cast.kim, objection=WORDS)
    act(deductions.answer_objection, actor=cast.bae, upheld=True, answer=WORDS)
    assert post(60) == 0
    assert (balance(person_id=cast.kim.id), the_deduction().state) == (Decimal(8), DeductionState.UPHELD)
    with pytest.raises(Conflict):
        act(deductions.withdraw_deduction, actor=cast.choi, reason=WORDS)


def test_an_objection_comes_in_time_or_not_at_all(cast, earned):
    with transaction():
        factory.decided(cast, cast.kim)
    with days_later(11), pytest.raises(Conflict):
        act(deductions.object_to_deduction, actor=cast.kim, objection=WORDS)


def test_the_decision_may_be_milder_but_not_harder_than_what_was_heard_about(cast, earned):
    with transaction():
        factory.heard(cast, cast.kim)
    for wrong in ("6", "0", "-1", "0.001", "1000000000"):
        with pytest.raises(Refused):
            act(deductions.decide_deduction, actor=cast.yoon, points=Decimal(wrong), decision=WORDS)
    act(deductions.decide_deduction, actor=cast.yoon, points=Decimal("1.5"), decision=WORDS)
    post(11)
    assert balance(person_id=cast.kim.id) == Decimal("6.5")


def test_a_decision_for_nothing_ends_it(cast, earned):
    with transaction():
        factory.heard(cast, cast.kim)
    act(deductions.decide_deduction, actor=cast.yoon, points=None, decision=WORDS)
    assert post(60) == 0
    assert the_deduction().state is DeductionState.DROPPED


@pytest.mark.parametrize("points_asked", ["0", "-5", "0.001", "1000000000", "NaN"])
def test_points_that_are_none_are_refused(cast, earned, points_asked):
    with pytest.raises(Refused), transaction():
        factory.proposed(cast, cast.kim, points=points_asked)


def test_a_department_is_heard_through_its_head(cast, earned):
    with transaction():
        services.post_award(
            item_code="D01",
            owner=factory.Owner.department(cast.traffic),
            source="task:1:x",
            actor_id=None,
            points=Decimal(4),
        )
        factory.proposed(cast, department=cast.traffic, points="3")
    with pytest.raises(Denied):
        act(deductions.give_opinion, actor=cast.kim, opinion=WORDS)
    act(deductions.give_opinion, actor=cast.lee, opinion=WORDS)
    act(deductions.decide_deduction, actor=cast.yoon, points=Decimal(3), decision=WORDS)
    post(11)
    assert balance(department_id=cast.traffic) == Decimal(1)
    with pytest.raises(Refused), transaction():
        factory.proposed(cast, department=cast.civil)


def test_it_is_withdrawn_before_points_move_and_not_by_who_gains(cast, earned):
    with transaction():
        points.award(cast.bae, "claim:7002")
        factory.decided(cast, cast.bae, reviewer=cast.lee)
    with pytest.raises(Denied):
        act(deductions.withdraw_deduction, actor=cast.bae, reason=WORDS)
    act(deductions.withdraw_deduction, actor=cast.choi, reason=WORDS)
    assert post(60) == 0
    with pytest.raises(Conflict):
        act(deductions.withdraw_deduction, actor=cast.choi, reason=WORDS)


def test_a_posted_deduction_is_taken_back_like_any_row_but_not_for_oneself(cast, earned, as_):
    with transaction():
        points.award(cast.bae, "claim:7002")
        factory.decided(cast, cast.bae, reviewer=cast.lee)
    post(11)
    row = db.session.query(Transfer).filter_by(kind=TransferKind.DEDUCTION).one()
    given = {"transfer": row, "reason_code": ReversalReason.FACT_WRONG, "reason": WORDS}
    with pytest.raises(Refused), transaction():
        services.reverse_transfer(actor=cast.bae, **given)
    with transaction():
        services.reverse_transfer(actor=cast.choi, **given)
    with pytest.raises(Refused), transaction():
        services.reverse_transfer(actor=cast.choi, **given)
    assert balance(person_id=cast.bae.id) == Decimal(8)
    assert balance(kind=AccountKind.DEDUCTED_POOL) == 0
    assert db.session.query(AccountYear).filter_by(account_id=row.debit_account_id).one().earned == Decimal(8)
    assert "It was taken back" in as_(cast.bae).get(f"/mileage/deductions/{the_deduction().id}").text
    assert list(services.check_ledger()) == []


def test_the_office_sets_the_days_and_no_period_ends_on_a_day_off(cast, earned):
    with transaction():
        change_setting(key=SettingKey.DEDUCTION_OPINION_DAYS, value="12", actor=cast.goh)
        found = factory.proposed(cast, cast.kim)
    assert found.opinions_until == date(2026, 12, 7)  # the 5th is a Saturday


def test_many_postings_at_once_take_the_points_once(cast, earned, at_once):
    with transaction():
        factory.decided(cast, cast.kim)

    def work(_number):
        with days_later(11):
            return services.post_due_deductions(clock.today())

    found = at_once(work, 12)
    assert [answer for answer in found if not isinstance(answer, int | Conflict)] == []
    assert balance(person_id=cast.kim.id) == Decimal(3)
    assert db.session.query(Transfer).filter_by(kind=TransferKind.DEDUCTION).count() == 1


# Pages


def test_the_whole_course_on_the_pages(cast, earned, as_):
    account = db.session.query(MileageAccount).filter_by(person_id=cast.kim.id).one().id
    tower, owner, judge, third = as_(cast.choi), as_(cast.kim), as_(cast.yoon), as_(cast.bae)
    assert f"/mileage/accounts/{account}/deductions/new" in tower.get(f"/mileage/accounts/{account}").text
    assert "deductions/new" not in owner.get("/mileage").text
    data = {"ground": "false_claim", "points": "5", "reason": WORDS}
    data |= {"decider_id": cast.yoon.id, "reviewer_id": cast.bae.id}
    assert tower.post(f"/mileage/accounts/{account}/deductions", data=data | {"points": "0"}).status_code == 422
    assert (
        tower.post(f"/mileage/accounts/{account}/deductions", data=data | {"decider_id": cast.lee.id}).status_code
        == 422
    )
    assert tower.post(f"/mileage/accounts/{account}/deductions", data=data).status_code == 302
    page = f"/mileage/deductions/{the_deduction().id}"
    assert WORDS in owner.get(page).text
    assert "Say what you think about a deduction" in owner.get("/").text
    assert as_(cast.ahn).get(page).status_code == 404
    kept = judge.post(f"{page}/decisions", data={"outcome": "deduct", "points": "5", "decision": "아직 이른 결정의 글"})
    assert (kept.status_code, "아직 이른 결정의 글" in kept.text) == (409, True)
    assert owner.post(f"{page}/opinions", data={"words": "짧다"}).status_code == 422
    assert owner.post(f"{page}/opinions", data={"words": WORDS}).status_code == 302
    late = owner.post(f"{page}/opinions", data={"words": "두 번째로 쓴 의견의 글"})
    assert (late.status_code, "두 번째로 쓴 의견의 글" in late.text) == (409, True)
    assert "Decide about a deduction" in judge.get("/").text
    wrong = judge.post(f"{page}/decisions", data={"outcome": "deduct", "points": "", "decision": WORDS})
    assert wrong.status_code == 422
    done = judge.post(f"{page}/decisions", data={"outcome": "deduct", "points": "5", "decision": WORDS})
    assert done.status_code == 302
    assert "you may object" in owner.get("/").text
    assert owner.post(f"{page}/objections", data={"words": WORDS}).status_code == 302
    assert "Answer an objection" in third.get("/").text
    assert third.post(f"{page}/answers", data={"outcome": "", "answer": WORDS}).status_code == 422
    assert third.post(f"{page}/answers", data={"outcome": "rejected", "answer": WORDS}).status_code == 302
    assert balance(person_id=cast.kim.id) == Decimal(3)
    assert "Deduction no." in owner.get("/mileage").text
    assert tower.get("/mileage/deductions").text.count("<tr>") == 2


def test_a_pool_has_no_deduction(cast, earned, as_):
    pool = db.session.query(MileageAccount).filter_by(kind=AccountKind.ISSUE_POOL).one().id
    assert as_(cast.choi).get(f"/mileage/accounts/{pool}/deductions/new").status_code == 404
    assert as_(cast.choi).get("/mileage/accounts/999999/deductions/new").status_code == 404
