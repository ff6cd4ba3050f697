"""Pages of mileage: what each person meets."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest

from app.core.database import db, transaction
from app.mileage import services
from app.mileage.enums import ClaimState
from app.mileage.models import Claim, ClaimShare, Transfer
from app.mileage.queries.items import item_on
from app.mileage.rules.owners import Owner
from tests.factories import mileage as factory
from tests.statements import count_statements


def claim_data(code="P06", **changes):
    item = item_on(code, factory.DAY)
    data = {
        "item_id": item.id,
        "title": "이택배's 민원 서식 😀",
        "description": "가" * 10_000,
        "happened_on": "2026-11-20",
        "intent": "submit",
    }
    return data | changes


def pdf(name="증빙.pdf"):
    return {"evidence": (BytesIO(factory.PDF), name)}


def only_claim():
    return db.session.query(Claim).one()


def test_a_claim_is_handed_in_with_evidence_and_shares(as_, cast, items):
    shares = {"shares-0-person_id": cast.kim.id, "shares-0-share": "60"}
    shares |= {"shares-1-person_id": cast.ahn.id, "shares-1-share": "40"}
    answer = as_(cast.kim).post("/mileage/claims", data=claim_data(**shares, **pdf("가" * 196 + ".pdf")))
    assert answer.status_code == 302
    claim = only_claim()
    assert (claim.state, claim.title, claim.points) == (ClaimState.SUBMITTED, "이택배's 민원 서식 😀", Decimal(8))
    assert sorted(row.share for row in db.session.query(ClaimShare)) == [Decimal(40), Decimal(60)]
    page = as_(cast.lee).get(answer.location)
    assert page.status_code == 200
    assert "/confirmations" in page.text
    assert "/verifications" not in page.text


def test_a_claim_goes_its_whole_way_over_the_pages(as_, cast, items):
    where = as_(cast.kim).post("/mileage/claims", data=claim_data(**pdf())).location
    assert as_(cast.lee).post(f"{where}/confirmations").status_code == 302
    assert "Verify and post" in as_(cast.choi).get(where).text
    assert as_(cast.choi).post(f"{where}/verifications").status_code == 302
    assert only_claim().state is ClaimState.POSTED
    transfer = db.session.query(Transfer).one()
    assert f"/mileage/transfers/{transfer.id}" in as_(cast.kim).get(where).text
    assert "Why these points" in as_(cast.kim).get(f"/mileage/transfers/{transfer.id}").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"evidence": (BytesIO(b""), "")}, "This item needs evidence."),
        ({"title": ""}, "Title"),
        ({"happened_on": "2026-11-24"}, "The day of the fact lies in the future."),
        ({"points": "1e400"}, "Write a number"),
        ({"points": "NaN"}, "Write a number"),
        ({"points": "-1"}, "At least 0.01."),
    ],
)
def test_a_wrong_claim_is_shown_again_with_everything_typed(as_, cast, items, changes, sentence):
    answer = as_(cast.kim).post("/mileage/claims", data=claim_data(**{**pdf(), **changes}))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "가" * 10_000 in answer.text
    assert db.session.query(Claim).count() == 0


def test_an_html_file_named_pdf_is_refused_and_nothing_is_kept(as_, cast, items):
    answer = as_(cast.kim).post("/mileage/claims", data=claim_data(evidence=(BytesIO(b"<html><script>"), "증빙.pdf")))
    assert answer.status_code == 422
    assert db.session.query(Claim).count() == 0


def test_a_claim_sent_twice_is_kept_once(as_, cast, items):
    client = as_(cast.kim)
    answers = [
        client.post("/mileage/claims", data=claim_data(idempotency_key="same", **pdf())).status_code for _n in range(2)
    ]
    assert answers == [302, 303]
    assert db.session.query(Claim).count() == 1


def test_a_draft_is_edited_by_its_claimant_alone(as_, cast, items):
    with transaction():
        claim_id = factory.draft(cast.kim).id
    assert as_(cast.ahn).get(f"/mileage/claims/{claim_id}/edit").status_code == 404
    assert 'value="100"' in as_(cast.kim).get(f"/mileage/claims/{claim_id}/edit").text
    answer = as_(cast.kim).post(f"/mileage/claims/{claim_id}", data=claim_data(title="고친 제목", intent="draft"))
    assert answer.status_code == 302
    assert (only_claim().title, only_claim().state) == ("고친 제목", ClaimState.DRAFT)


def test_a_return_needs_a_reason_of_ten_characters(as_, cast, items):
    with transaction():
        claim_id = factory.submitted(cast.kim).id
    client = as_(cast.lee)
    assert client.post(f"/mileage/claims/{claim_id}/returns", data={"reason": "짧다"}).status_code == 422
    reason = "증빙에 날짜가 보이지 않습니다."
    assert client.post(f"/mileage/claims/{claim_id}/returns", data={"reason": reason}).status_code == 302
    assert reason in as_(cast.kim).get(f"/mileage/claims/{claim_id}").text


def test_lists_of_claims_show_to_each_what_waits(as_, cast, items):
    with transaction():
        factory.submitted(cast.kim, title="부서장이 볼 신청")
        factory.confirmed(cast.ahn, cast.lee, title="컨트롤타워가 볼 신청")
    assert "부서장이 볼 신청" in as_(cast.lee).get("/mileage/claims?scope=to-confirm").text
    tower = as_(cast.choi).get("/mileage/claims?scope=to-verify").text
    assert ("컨트롤타워가 볼 신청" in tower, "부서장이 볼 신청" in tower) == (True, False)
    assert "부서장이 볼 신청" not in as_(cast.yoon).get("/mileage/claims?scope=all").text


def test_a_list_takes_as_many_statements_for_one_row_as_for_three(as_, cast, items):
    counts = []
    for number in (1, 2):
        with transaction():
            for _n in range(number):
                factory.submitted(cast.kim)
        client = as_(cast.gam)
        with count_statements() as seen:
            client.get("/mileage/claims?scope=all")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 5


def test_the_claim_page_takes_ten_statements(as_, cast, items):
    with transaction():
        claim_id = factory.confirmed(cast.kim, cast.lee).id
    client = as_(cast.choi)
    with count_statements() as seen:
        assert client.get(f"/mileage/claims/{claim_id}").status_code == 200
    assert len(seen) <= 10


def test_a_transfer_is_reversed_on_its_page(as_, cast, items):
    with transaction():
        transfer_id = factory.award(cast.kim, "claim:1").id
    assert "Reverse this transfer" not in as_(cast.kim).get(f"/mileage/transfers/{transfer_id}").text
    client, path = as_(cast.choi), f"/mileage/transfers/{transfer_id}"
    assert client.post(f"{path}/reversals", data={"reason_code": "other", "reason": "짧다"}).status_code == 422
    answer = client.post(f"{path}/reversals", data={"reason_code": "fact_wrong", "reason": "사실과 다른 신청이었다"})
    assert answer.status_code == 302
    assert "사실과 다른 신청이었다" in as_(cast.kim).get(answer.location).text
    assert as_(cast.park).get(answer.location).status_code == 404


def test_the_items_page_defines_all_28(as_, cast, items):
    answer = as_(cast.kim).get("/mileage/items")
    assert answer.status_code == 200
    assert answer.text.count('<th scope="row"') == 28


def test_the_board_divides_by_heads_and_takes_three_statements(as_, cast, items):
    with transaction():
        services.post_award(item_code="D11", owner=Owner.department(cast.civil), source="claim:1", actor_id=None)
        factory.award(cast.kim, "claim:2", code="P06")
        factory.award(cast.ahn, "claim:3", code="P06", day=date(2025, 11, 20))
    client = as_(cast.kim)
    with count_statements() as seen:
        answer = client.get("/mileage/board")
    assert answer.status_code == 200
    assert len(seen) <= 3
    rows = answer.text.split("<tbody>")[1:]
    assert "Leading quarter" in rows[1]
    assert "6.67" in rows[1]


def test_unknown_things_are_404(as_, cast, items):
    client = as_(cast.choi)
    for path in ("/mileage/claims/999", "/mileage/transfers/999", "/mileage/accounts/999"):
        assert client.get(path).status_code == 404
    assert client.get("/mileage?year=abc&cursor=broken").status_code == 200


def test_an_outside_evaluator_does_not_read_how_departments_are_doing(as_, cast, items):
    client = as_(cast.shin)
    assert client.get("/mileage/board").status_code == 403
    assert client.get("/mileage/claims/new").status_code == 403
    statement = client.get("/mileage")
    assert statement.status_code == 200
    assert "/mileage/board" not in statement.text
    assert "/mileage/claims/new" not in statement.text


def test_only_those_who_read_all_accounts_are_offered_them(as_, cast, items):
    names = ("kim", "lee", "choi", "jung", "gam", "goh")
    shown = {name for name in names if 'href="/mileage/accounts"' in as_(getattr(cast, name)).get("/mileage").text}
    assert shown == {"choi", "jung", "gam"}


def test_an_auditor_is_not_offered_to_claim(as_, cast, items):
    client = as_(cast.gam)
    paths = ("/mileage", "/mileage/claims", "/mileage/items")
    assert [path for path in paths if "/mileage/claims/new" in client.get(path).text] == []


def test_the_shares_of_a_claim_are_readable_in_korean(app, as_, cast, items):
    with transaction():
        claim_id = factory.confirmed(cast.kim, cast.lee, shares={cast.kim: 60, cast.ahn: 40}).id
    client = as_(cast.kim)
    client.set_cookie("opum_language", "ko")
    answer = client.get(f"/mileage/claims/{claim_id}")
    assert answer.status_code == 200
    assert all(f">{cell}</td>" in answer.text for cell in ("60", "4.80", "40", "3.20"))
    assert "다음 차례: 컨트롤타워 검증 후 적립" in answer.text


def test_a_claim_of_which_caps_left_nothing_says_so(as_, cast, items):
    with transaction():
        for number in range(3):
            day = date(2026, 4, 1 + number)
            last = factory.confirmed(cast.kim, cast.lee, code="P14", day=day, paper=b"%d" % number)
            services.verify_claim(claim=last, actor=cast.choi)
    told = "the caps of the item left nothing"
    assert told in as_(cast.kim).get(f"/mileage/claims/{last.id}").text
    assert told not in as_(cast.kim).get(f"/mileage/claims/{last.id - 1}").text
