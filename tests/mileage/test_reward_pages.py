"""Pages of rewards: what each person meets."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.accounts.models import AccessRecord
from app.core.database import db, transaction
from app.mileage import services
from app.mileage.enums import RewardKind, RewardState
from app.mileage.models import Reward, RewardRequest, RewardTerms
from tests.factories import rewards as factory
from tests.statements import count_statements

WHY = "예산이 모자라 내년에 드립니다."


@pytest.fixture
def offer(cast, items):
    """A voucher of 8 points, and 40 points for 김 and 최."""
    with transaction():
        factory.rich(cast.kim, cast.choi)
        return factory.reward(cast.choi).id


def requested(actor, reward_id):
    with transaction():
        return services.request_reward(actor=actor, reward=db.session.get_one(Reward, reward_id)).id


def handed_over(cast, reward_id):
    request_id = requested(cast.kim, reward_id)
    with transaction():
        services.approve_reward(request=db.session.get_one(RewardRequest, request_id), actor=cast.choi)
    with transaction():
        services.hand_over_reward(
            request=db.session.get_one(RewardRequest, request_id), actor=cast.jung, given_on=date(2026, 11, 23)
        )
    return request_id


def state(request_id):
    return db.session.get_one(RewardRequest, request_id, populate_existing=True).state


def form_data(**changes):
    data = {
        "code": "LEAVE-1",
        "kind": "leave",
        "name": "특별휴가 하루",
        "description": "한 해에 쓰는 하루 휴가",
        "points": "10",
        "value_won": "0",
        "valid_from": "2026-01-01",
    }
    return data | changes


def test_the_catalogue_says_what_one_can_afford_and_what_is_missing(as_, cast, offer):
    with transaction():
        factory.reward(cast.choi, "BIG", name="해외연수", points="99", earned_needed="50", stock=1)
    page = as_(cast.kim).get("/mileage/rewards").text
    assert page.count("You can ask for it now") == 1
    assert "59 more points are needed." in page
    assert "10 more points must be earned this year." in page
    assert "no yearly limit is set" in page
    assert "Add a reward" not in page
    assert "Add a reward" in as_(cast.choi).get("/mileage/rewards").text


def test_an_empty_catalogue_says_what_to_do(as_, cast):
    assert "The control tower enters what points buy." in as_(cast.kim).get("/mileage/rewards").text
    assert "/mileage/rewards/new" in as_(cast.choi).get("/mileage/rewards").text
    assert "what is still missing" in as_(cast.kim).get("/mileage/reward-requests").text


def test_the_use_of_the_yearly_limit_is_shown(as_, cast, offer):
    with transaction():
        factory.terms(cast.choi, cap=70_000)
    requested(cast.kim, offer)
    page = as_(cast.kim).get("/mileage/rewards").text
    assert "of at most 70,000 won" in page
    assert "50,000" in page
    assert "It is worth 50,000 won; 20,000 won are left of this year&#39;s limit." in page


def test_a_reward_goes_its_whole_way_over_the_pages(as_, cast, offer):
    where = as_(cast.kim).post(f"/mileage/rewards/{offer}/requests", data={"wish": "12월 셋째 주에"}).location
    page = as_(cast.kim).get(where).text
    assert "12월 셋째 주에" in page
    assert "/cancellations" in page
    assert "/approvals" not in page
    assert "/approvals" in as_(cast.choi).get(where).text
    assert as_(cast.choi).post(f"{where}/approvals").status_code == 302
    assert "Record the handover" in as_(cast.jung).get(where).text
    assert as_(cast.jung).post(f"{where}/handovers", data={"given_on": "2026-11-23"}).status_code == 302
    page = as_(cast.kim).get(where).text
    assert "points spent" in page
    assert "/cancellations" not in page
    assert "VOUCHER" in as_(cast.kim).get("/mileage").text


def test_points_come_back_with_a_reason_and_the_statement_says_so(as_, cast, offer):
    request_id = requested(cast.kim, offer)
    where = f"/mileage/reward-requests/{request_id}"
    assert as_(cast.choi).post(f"{where}/refusals", data={"reason": "짧다"}).status_code == 422
    assert state(request_id) is RewardState.RESERVED
    assert as_(cast.choi).post(f"{where}/refusals", data={"reason": WHY}).status_code == 302
    assert WHY in as_(cast.kim).get(where).text
    statement = as_(cast.kim).get("/mileage").text
    assert "They came back, because the reward was not handed over." in statement
    assert "They stand in the reward pool" in statement
    assert as_(cast.choi).post(f"{where}/refusals", data={"reason": WHY}).status_code == 409


def test_the_transfer_of_a_reward_is_explained_and_not_reversed_by_hand(as_, cast, offer):
    requested(cast.kim, offer)
    account = as_(cast.kim).get("/mileage").text
    number = account.split("/mileage/transfers/")[1].split('"')[0]
    page = as_(cast.choi).get(f"/mileage/transfers/{number}").text
    assert "The reward costs" in page
    assert "Reverse this transfer" not in page
    data = {"reason_code": "other", "reason": WHY}
    assert as_(cast.choi).post(f"/mileage/transfers/{number}/reversals", data=data).status_code == 422


def test_the_requests_of_others_are_listed_for_those_who_decide(as_, cast, offer):
    requested(cast.kim, offer)
    requested(cast.choi, offer)
    waiting = as_(cast.choi).get("/mileage/reward-requests?scope=to-decide").text
    assert cast.kim.name in waiting
    assert f"{cast.choi.name} ·" not in waiting
    assert cast.kim.name in as_(cast.jung).get("/mileage/reward-requests?scope=all").text
    assert f"{cast.kim.name} ·" not in as_(cast.ahn).get("/mileage/reward-requests?scope=all").text


def test_an_auditor_begins_with_all_requests(as_, cast, offer):
    requested(cast.kim, offer)
    page = as_(cast.gam).get("/mileage/reward-requests").text
    assert f"{cast.kim.name} ·" in page
    assert "My rewards" not in page


def test_it_is_the_turn_of_the_tower_then_of_hr(as_, cast, offer):
    request_id = requested(cast.kim, offer)
    assert "Decide on a reward request" in as_(cast.choi).get("/").text
    assert "Decide on a reward request" not in as_(cast.jung).get("/").text
    with transaction():
        services.approve_reward(request=db.session.get_one(RewardRequest, request_id), actor=cast.choi)
    assert "Hand over a reward" in as_(cast.jung).get("/").text
    assert "Reward waits to be handed over" in as_(cast.kim).get("/").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"points": "0"}, "At least 0.01."),
        ({"points": "1.005"}, "Points have at most two decimal places."),
        ({"points": "NaN"}, "Write a number"),
        ({"earned_needed": "1e9"}, "At most 100000."),
        ({"value_won": "0.5"}, "Write a whole number."),
        ({"value_won": "-1"}, "At least 0."),
        ({"value_won": ""}, "This field is required."),
        ({"stock": "9999999999"}, "At most 1000000."),
        ({"valid_until": "2025-12-31"}, "The last day lies before the first one."),
        ({"valid_from": "2026-02-30"}, "Not a valid date"),
        ({"kind": "cash"}, "Choose one."),
        ({"code": "a b"}, "Letters, digits and - only."),
        ({"name": ""}, "This field is required."),
        ({"name": "가" * 201}, "200"),
    ],
)
def test_wrong_terms_are_shown_again_with_everything_typed(as_, cast, items, changes, sentence):
    answer = as_(cast.choi).post("/mileage/rewards", data=form_data(**changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "한 해에 쓰는 하루 휴가" in answer.text
    assert db.session.query(Reward).count() == 0


def test_a_reward_is_entered_changed_and_its_code_is_kept(as_, cast, items):
    where = as_(cast.choi).post("/mileage/rewards", data=form_data(stock="5", earned_needed="3.5")).location
    assert "3.5" in as_(cast.kim).get(where).text
    assert as_(cast.choi).post("/mileage/rewards", data=form_data()).status_code == 422
    first = where.rpartition("/")[2]
    changed = as_(cast.choi).post(f"/mileage/rewards/{first}/editions", data=form_data(points="12"))
    assert changed.status_code == 302
    again = as_(cast.choi).post(f"/mileage/rewards/{first}/editions", data=form_data(points="13"))
    assert again.status_code == 409
    assert "newer edition" in again.text
    assert "See the terms in force" in as_(cast.kim).get(where).text
    rows = db.session.query(Reward).order_by(Reward.edition).all()
    assert [(row.code, row.edition, int(row.points)) for row in rows] == [("LEAVE-1", 1, 10), ("LEAVE-1", 2, 12)]


def test_asking_under_terms_that_changed_is_a_conflict(as_, cast, offer):
    with transaction():
        services.change_reward(reward=db.session.get_one(Reward, offer), actor=cast.choi, text=factory.text(points="9"))
    assert as_(cast.kim).post(f"/mileage/rewards/{offer}/requests").status_code == 409
    assert db.session.query(RewardRequest).count() == 0


def test_a_wish_for_a_post_is_asked_for(as_, cast, offer):
    with transaction():
        post = factory.reward(cast.choi, "POST", kind=RewardKind.POST, value_won=0).id
    answer = as_(cast.kim).post(f"/mileage/rewards/{post}/requests", data={"wish": " "})
    assert answer.status_code == 422
    assert "Name the department and duty, and why." in answer.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"hold_days": "0"}, "At least 1."),
        ({"hold_days": "366"}, "At most 365."),
        ({"valid_from": "2026-11-22"}, "This day is over."),
        ({"yearly_cap_won": "-1"}, "At least 0."),
        ({"reason": "짧다"}, "10"),
    ],
)
def test_wrong_limits_are_refused(as_, cast, changes, sentence):
    data = {"valid_from": "2026-11-23", "yearly_cap_won": "", "hold_days": "14", "reason": WHY} | changes
    answer = as_(cast.choi).post("/mileage/reward-terms", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.query(RewardTerms).count() == 0


def test_limits_are_set_with_a_reason_that_stays(as_, cast):
    data = {"valid_from": "2026-11-23", "yearly_cap_won": "2,500,000", "hold_days": "10", "reason": WHY}
    where = as_(cast.choi).post("/mileage/reward-terms", data=data).location
    page = as_(cast.choi).get(where).text
    assert "2,500,000" in page
    assert WHY in page


def test_hr_takes_out_what_was_handed_over_masked_and_is_remembered(as_, cast, offer):
    handed_over(cast, offer)
    requested(cast.kim, offer)
    data = {"first_day": "2026-11-01", "last_day": "2026-11-30", "reason": "급여 담당에게 넘길 목록"}
    answer = as_(cast.jung).post("/mileage/reward-exports", data=data)
    assert answer.status_code == 200
    record = db.session.query(AccessRecord).one()
    assert (record.action, record.concerned_count, record.reason) == ("rewards_exported", 1, data["reason"])
    book = load_workbook(BytesIO(answer.data))
    assert book.properties.identifier == f"opum-export-{record.id}"
    rows = list(book["보상 지급"].iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][6:8] == ("***", "김*늘")
    full = as_(cast.jung).post("/mileage/reward-exports", data=data | {"unmasked": "y"})
    rows = list(load_workbook(BytesIO(full.data))["보상 지급"].iter_rows(values_only=True))
    assert rows[1][6:8] == ("kim", "김하늘")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": "짧다"}, "10"),
        ({"last_day": "2026-10-31"}, "The last day lies before the first one."),
        ({"first_day": ""}, "required"),
    ],
)
def test_a_list_without_reason_or_days_does_not_go_out(as_, cast, items, changes, sentence):
    data = {"first_day": "2026-11-01", "last_day": "2026-11-30", "reason": "급여 담당에게 넘길 목록"} | changes
    answer = as_(cast.jung).post("/mileage/reward-exports", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.query(AccessRecord).count() == 0


def test_the_count_is_said_before_the_list_goes_out(as_, cast, offer):
    handed_over(cast, offer)
    page = as_(cast.jung).get("/mileage/reward-exports/new?first_day=2026-11-01&last_day=2026-11-30").text
    assert "Handed over from 2026. 11. 1. to 2026. 11. 30.: 1" in page
    assert "No reward was handed over" in as_(cast.jung).get("/mileage/reward-exports/new?first_day=2026-12-01").text
    assert as_(cast.jung).get("/mileage/reward-exports/new?first_day=x&last_day=9").status_code == 200


@pytest.mark.parametrize("path", ["/mileage/rewards", "/mileage/reward-requests?scope=all"])
def test_pages_cost_the_same_for_one_line_and_for_four(as_, cast, offer, path):
    requested(cast.kim, offer)
    client = as_(cast.choi)

    def statements():
        with count_statements() as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    client.get(path)
    one = statements()
    for number in range(3):
        with transaction():
            more = factory.reward(cast.choi, f"R{number}").id
        requested(cast.kim, more)
    assert statements() == one


def test_the_list_of_requests_is_read_in_pages(as_, cast, items):
    with transaction():
        factory.rich(cast.kim)
        reward_id = factory.reward(cast.choi, points="0.5", value_won=0).id
    for _number in range(53):
        requested(cast.kim, reward_id)
    first = as_(cast.kim).get("/mileage/reward-requests").text
    assert first.count("/mileage/reward-requests/") == 50
    following = first.split("cursor=")[1].split('"')[0]
    assert (
        as_(cast.kim).get(f"/mileage/reward-requests?cursor={following}").text.count("/mileage/reward-requests/") == 3
    )
    assert as_(cast.kim).get("/mileage/reward-requests?cursor=nonsense&scope=what").status_code == 200
