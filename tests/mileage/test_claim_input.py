"""적립신청에 들어오면 안 되는 것: beside its field, nothing saved, everything typed kept."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from sqlalchemy.exc import DatabaseError

from app.accounts.models import Person
from app.accounts.queries.actors import actor_of_person
from app.accounts.services.people import transfer_person
from app.accounts.services.roles import grant_role
from app.core import clock
from app.core.access import Actor, Grant, Role, allows
from app.core.database import db, transaction
from app.core.errors import Denied
from app.drafts.models import Draft
from app.drafts.services import keep_draft
from app.mileage import services
from app.mileage.enums import ClaimState, Permission, RewardState
from app.mileage.models import CapCut, Claim, MileageItem, RewardRequest, Transfer, YearLock
from app.mileage.policy import POLICY
from app.mileage.queries.items import item_on
from app.mileage.rules.claim_deciders import Entering
from app.mileage.services.reward_requests import give_back
from tests.factories import claim_uploads as uploads
from tests.factories import mileage as factory
from tests.factories import rewards, thanks
from tests.refusals import refused

REASON = "증빙에 날짜가 없습니다. 보완해 주세요."


def again(claim):
    return db.session.get_one(Claim, claim.id)


def sheet(**changes):
    """What the form of a claim sends."""
    data = {
        "item_id": item_on("P06", factory.DAY).id,
        "title": "민원 서식 세 장을 한 장으로",
        "description": "서식을 합치고 전후 처리시간을 재었다.",
        "happened_on": "2026-11-20",
        "points": "",
        "intent": "submit",
    }
    return data | {"evidence": (BytesIO(factory.PDF), "증빙.pdf")} | changes


def shares(cast, *parts):
    data = {}
    for place, (name, part) in enumerate(parts):
        data |= {f"shares-{place}-person_id": getattr(cast, name).id, f"shares-{place}-share": part}
    return data


@pytest.mark.parametrize("points", ["0", "-1", "1000000000", "0.001", "1e9", "NaN", "점"])
def test_points_nobody_can_claim(cast, items, as_, points):
    answer = as_(cast.kim).post("/mileage/claims", data=sheet(points=points))
    assert answer.status_code == 422
    assert "전후 처리시간을 재었다" in answer.text
    assert db.session.query(Claim).count() == 0


@pytest.mark.parametrize(
    ("parts", "sum_"),
    [([("kim", "33"), ("ahn", "33"), ("kang", "33")], "99"), ([("kim", "60"), ("ahn", "60")], "120")],
)
def test_shares_that_do_not_make_a_whole(cast, items, as_, parts, sum_):
    answer = as_(cast.kim).post("/mileage/claims", data=sheet(**shares(cast, *parts)))
    assert answer.status_code == 422
    assert f"they sum to {sum_}" in answer.text
    assert db.session.query(Claim).count() == 0


@pytest.mark.parametrize("day", ["2026-11-24", "2025-12-31", "20261120", "2026-02-30", ""])
def test_days_nobody_can_claim(cast, items, as_, day):
    answer = as_(cast.kim).post("/mileage/claims", data=sheet(happened_on=day))
    assert answer.status_code == 422
    assert db.session.query(Claim).count() == 0


def test_a_closed_year_takes_nothing_in_and_keeps_what_was_typed(cast, items, as_):
    with transaction():
        draft_id = factory.draft(cast.kim).id
    with transaction():
        year = {"year": 2026, "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
        db.session.add(YearLock(**year, closed_at=clock.now(), closed_by_id=cast.choi.id))
    answer = as_(cast.kim).post("/mileage/claims", data=sheet())
    assert (answer.status_code, "is closed" in answer.text, "재었다" in answer.text) == (422, True, True)
    assert as_(cast.kim).post(f"/mileage/claims/{draft_id}/submissions").status_code == 422
    assert db.session.get_one(Claim, draft_id).state is ClaimState.DRAFT


def moved(cast, name, unit):
    person = db.session.get_one(Person, getattr(cast, name).id)
    transfer_person(person=person, to_department_id=unit, on=clock.today(), actor=cast.goh)
    return actor_of_person(person.id)


def test_whoever_moved_meanwhile_hands_in_where_they_work_now(cast, items):
    with transaction():
        claim = factory.draft(cast.kim)
        kim = moved(cast, "kim", cast.civil)
        services.submit_claim(claim=again(claim), actor=kim)
    assert again(claim).department_id == cast.civil
    with pytest.raises(Denied), transaction():
        services.confirm_claim(claim=again(claim), actor=cast.lee)
    with transaction():
        services.confirm_claim(claim=again(claim), actor=cast.yoon)
        services.verify_claim(claim=again(claim), actor=cast.choi)
    assert db.session.query(Transfer).one().department_id == cast.traffic


def test_whoever_moved_meanwhile_claims_nothing_for_the_old_department(cast, items):
    with transaction():
        claim = factory.draft(cast.kang, code="D10")
        kang = moved(cast, "kang", cast.civil)
    with pytest.raises(Denied), transaction():
        services.submit_claim(claim=again(claim), actor=kang)
    with transaction():
        grant_role(
            person=db.session.get_one(Person, kang.id),
            role=Role.COORDINATOR,
            department_id=cast.civil,
            starts_on=clock.today(),
            actor=cast.goh,
        )
    with refused("You work in another department now."), transaction():
        services.submit_claim(claim=again(claim), actor=actor_of_person(kang.id))


def test_a_cap_changed_in_mid_year_counts_what_was_used_before(cast, items):
    with transaction():
        first = factory.confirmed(cast.kim, cast.lee, day=date(2026, 10, 20))
        services.verify_claim(claim=first, actor=cast.choi)
        old = item_on("P06", factory.DAY)
        kept = {column.key: getattr(old, column.key) for column in MileageItem.__table__.columns if column.key != "id"}
        old.valid_until = date(2026, 10, 31)
        db.session.add(
            MileageItem(**kept | {"valid_from": date(2026, 11, 1), "valid_until": None, "cap_year": Decimal(10)})
        )
    with transaction():
        second = factory.confirmed(cast.kim, cast.lee, paper=b"2")
        services.verify_claim(claim=second, actor=cast.choi)
        third = factory.confirmed(cast.kim, cast.lee, day=date(2026, 11, 19), paper=b"3")
        services.verify_claim(claim=third, actor=cast.choi)
    paid = [(row.points, row.cut_off) for row in db.session.query(Transfer).order_by(Transfer.id)]
    assert paid == [(Decimal(8), Decimal(0)), (Decimal(2), Decimal(6))]
    assert db.session.query(CapCut).one().points == Decimal(8)
    assert list(services.check_ledger()) == []


def test_two_papers_of_one_name_are_refused(cast, items, as_):
    book = uploads.workbook(uploads.row("kim", evidence="증빙.pdf"))
    papers = [(BytesIO(factory.PDF), "증빙.pdf"), (BytesIO(factory.PDF + b"2"), "증빙.pdf")]
    answer = as_(cast.choi).post(
        "/mileage/claims/uploads", data={"file": (BytesIO(book), "신청.xlsx"), "papers": papers}
    )
    assert answer.status_code == 422
    assert "Two files have one name: 증빙.pdf" in answer.text
    assert db.session.query(Claim).count() == 0


@pytest.mark.parametrize("role", [Role.HEAD, Role.COORDINATOR, Role.CONTROL_TOWER, None])
def test_an_auditor_enters_claims_for_nobody_whatever_else_they_are(role):
    departmental = role in {Role.HEAD, Role.COORDINATOR}
    grants = (Grant(Role.AUDITOR, None), *([Grant(role, 1 if departmental else None)] if role else []))
    auditor = Actor(id=1, employee_no="a", name="", department_id=1, department_name="", grants=grants)
    for claimant in (1, 2):
        entering = Entering(claimant_id=claimant, department_id=1)
        assert not allows(POLICY, Permission.CLAIM_ENTER, auditor, entering)


def test_the_wrong_state_answers_409_and_keeps_the_reason(cast, items, as_):
    with transaction():
        claim_id = factory.submitted(cast.kim).id
    where, kim, lee = f"/mileage/claims/{claim_id}", as_(cast.kim), as_(cast.lee)
    assert kim.get(f"{where}/edit").status_code == 409
    answer = kim.post(where, data=sheet())
    assert (answer.status_code, "재었다" in answer.text) == (409, True)
    assert kim.post(f"{where}/submissions").status_code == 409
    assert as_(cast.choi).post(f"{where}/verifications").status_code == 409
    assert lee.post(f"{where}/confirmations").status_code == 302
    assert lee.post(f"{where}/confirmations").status_code == 409
    assert as_(cast.choi).post(f"{where}/verifications").status_code == 302
    answer = as_(cast.bae).post(f"{where}/returns", data={"reason": REASON})
    assert (answer.status_code, REASON in answer.text) == (409, True)
    assert kim.post(f"{where}/withdrawals").status_code == 409


def test_a_reason_that_is_too_short_stands_at_its_field(cast, items, as_):
    with transaction():
        claim_id = factory.submitted(cast.kim).id
    answer = as_(cast.lee).post(f"/mileage/claims/{claim_id}/returns", data={"reason": "짧은 글"})
    assert answer.status_code == 422
    assert 'aria-invalid="true">짧은 글</textarea>' in answer.text


def test_a_returned_claim_shows_why_and_is_mended_and_handed_in_again(cast, items, as_):
    with transaction():
        claim = factory.submitted(cast.kim)
        services.return_claim(claim=claim, actor=cast.lee, reason=REASON)
        claim_id = claim.id
    client = as_(cast.kim)
    assert REASON in client.get(f"/mileage/claims/{claim_id}").text
    assert REASON in client.get(f"/mileage/claims/{claim_id}/edit").text
    mended = sheet(description="날짜가 보이는 증빙을 붙였다.", draft=f"claim-{claim_id}")
    assert client.post(f"/mileage/claims/{claim_id}", data=mended).status_code == 302
    found = db.session.get_one(Claim, claim_id)
    assert (found.state, found.description) == (ClaimState.SUBMITTED, "날짜가 보이는 증빙을 붙였다.")
    with transaction():
        services.confirm_claim(claim=found, actor=cast.lee)


def test_what_was_begun_is_kept_until_it_is_handed_in(cast, items, as_):
    with transaction():
        keep_draft(actor=cast.kim, form="claim", fields=[("title", "쓰다 만 제목"), ("shares-0-share", "40")])
    client = as_(cast.kim)
    page = client.get("/mileage/claims/new").text
    assert ("쓰다 만 제목" in page, 'value="40"' in page, 'name="draft" value="claim"' in page) == (True, True, True)
    assert client.post("/mileage/claims", data=sheet(title="", draft="claim")).status_code == 422
    assert db.session.query(Draft).count() == 1
    assert client.post("/mileage/claims", data=sheet(draft="claim")).status_code == 302
    assert db.session.query(Draft).count() == 0
    assert "쓰다 만 제목" not in client.get("/mileage/claims/new").text


def test_what_was_begun_to_change_belongs_to_that_claim(cast, items, as_):
    with transaction():
        claim_id = factory.draft(cast.kim).id
        keep_draft(actor=cast.kim, form=f"claim-{claim_id}", fields=[("title", "고치다 만 제목")])
    client = as_(cast.kim)
    assert "고치다 만 제목" in client.get(f"/mileage/claims/{claim_id}/edit").text
    assert "고치다 만 제목" not in client.get("/mileage/claims/new").text
    sent = sheet(intent="draft", draft=f"claim-{claim_id}")
    assert client.post(f"/mileage/claims/{claim_id}", data=sent).status_code == 302
    assert db.session.query(Draft).count() == 0


def test_an_approved_reward_is_taken_back_by_whoever_approves(cast, items, as_):
    with transaction():
        rewards.rich(cast.kim)
        request_id = services.request_reward(actor=cast.kim, reward=rewards.reward(cast.choi)).id
    where = f"/mileage/reward-requests/{request_id}"
    assert as_(cast.choi).post(f"{where}/approvals").status_code == 302
    assert as_(cast.bae).post(f"{where}/approvals").status_code == 409
    page = as_(cast.kim).get(where).text
    assert ("/cancellations" in page, "ask the control tower" in page) == (False, True)
    answer = as_(cast.kim).post(f"{where}/cancellations", data={"reason": REASON})
    assert (answer.status_code, REASON in answer.text) == (409, True)
    assert as_(cast.choi).post(f"{where}/refusals", data={"reason": REASON}).status_code == 302
    assert list(services.check_ledger()) == []


def test_thanks_in_the_wrong_state_answer_409_and_keep_the_reason(cast, items, as_):
    with transaction():
        thanks_id = thanks.sent(cast.kim, cast.park).id
    where = f"/mileage/thanks/{thanks_id}"
    assert as_(cast.park).post(f"{where}/reports", data={"reason": REASON}).status_code == 302
    answer = as_(cast.park).post(f"{where}/reports", data={"reason": REASON})
    assert (answer.status_code, REASON in answer.text) == (409, True)
    assert as_(cast.choi).post(f"{where}/hidings", data={"reason": REASON}).status_code == 302
    answer = as_(cast.bae).post(f"{where}/dismissals", data={"reason": REASON})
    assert (answer.status_code, REASON in answer.text) == (409, True)


def test_the_database_does_not_cancel_what_is_approved(cast, items):
    with transaction():
        rewards.rich(cast.kim)
        request = services.request_reward(actor=cast.kim, reward=rewards.reward(cast.choi))
        request_id = request.id
        services.approve_reward(request=request, actor=cast.choi)
    request = db.session.get_one(RewardRequest, request_id)
    with pytest.raises(DatabaseError, match="by whoever approves"), transaction():
        give_back(request, state=RewardState.CANCELLED, actor_id=cast.kim.id, reason=REASON)
