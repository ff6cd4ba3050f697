"""Pages of handling times: rules typed and tried, workbooks read in, sums posted by another."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.core.database import db, transaction
from app.mileage.enums import RunState
from app.mileage.models import MileageItem, SavedShorteningRule, ShorteningRun, Transfer
from app.mileage.rules.shortening import Band, Weight
from app.mileage.rules.shortening_parameters import rule_from
from tests.factories import shortening as factory
from tests.factories.shortening import row
from tests.statements import count_statements

RULE = {
    "code": "우리시",
    "name": "민원처리 마일리지",
    "per_day": "1",
    "cap_case": "5",
    "compound_extra": "0.2",
    "late_per_day": "1",
    "excluded": "불가, 반려, 취하",
    "reason": "올해부터 이 기준으로 합니다.",
}
TRIAL = {"try_statutory": "7", "try_actual": "5", "try_compound": "y"}


@pytest.fixture
def saved(cast):
    with transaction():
        rule = factory.rule(cast.bae)
        factory.items(cast.bae)
    return rule.id


def sent(content, **changes):
    data = {"starts_on": "2026-07-01", "ends_on": "2026-09-30", "file": (BytesIO(content), "처리.xlsx")}
    return data | changes


def test_a_rule_is_tried_saved_and_changed_as_a_new_version(as_, cast):
    client = as_(cast.choi)
    tried = client.post(
        "/mileage/shortening/rules/trials", data=TRIAL | {"per_day": "1", "cap_case": "5", "compound_extra": "0.2"}
    )
    assert tried.status_code == 200
    assert "min(7−5, 5) × 1 + 0.2 = 2.20" in tried.text
    assert db.session.query(SavedShorteningRule).count() == 0
    where = client.post("/mileage/shortening/rules", data=RULE).location
    page = client.get(where)
    assert "불가, 반려, 취하" in page.text
    assert (
        client.post(
            "/mileage/shortening/rules",
            data=RULE | {"per_day": "", "bands": "2-5: 1\n6-: 0.8", "weights": "고충민원: 1.5"},
        ).status_code
        == 302
    )
    first, second = db.session.query(SavedShorteningRule).order_by(SavedShorteningRule.version)
    assert (first.version, second.version) == (1, 2)
    rule = rule_from(second.parameters)
    assert (rule.bands, rule.weights) == (
        (Band(2, 5, 1), Band(6, None, rule.bands[1].points)),
        (Weight("고충민원", rule.weights[0].factor),),
    )
    again = client.get(f"/mileage/shortening/rules/new?base={second.id}").text
    assert "2-5: 1\n6-: 0.8" in again
    assert "고충민원: 1.5" in again


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": "a b"}, "A code has up to"),
        ({"per_day": ""}, "either once or by bands"),
        ({"per_day": "", "bands": "two"}, "A line cannot be read."),
        ({"per_day": "1e5"}, "from 0 to 1000"),
        ({"least_days": "2.5"}, "Days must be a whole number"),
        ({"reason": "짧다"}, "Why this version"),
        ({"weights": "고충: 많이"}, "A line cannot be read."),
        ({"goal_percent": "300"}, "at most 100"),
    ],
)
def test_a_wrong_rule_is_told_beside_its_field_and_stays_typed(changes, words, as_, cast):
    answer = as_(cast.choi).post("/mileage/shortening/rules", data=RULE | changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert "민원처리 마일리지" in answer.text
    assert db.session.query(SavedShorteningRule).count() == 0


def test_a_wrong_trial_says_what_is_wrong(as_, cast):
    answer = as_(cast.choi).post("/mileage/shortening/rules/trials", data=TRIAL)
    assert answer.status_code == 422
    assert "either once or by bands" in answer.text


def test_results_go_in_are_posted_by_another_and_explain_themselves_to_whom_they_are_about(as_, cast, saved):
    content = factory.workbook(row("kim", 7, 5, compound="Y"), row("ahn", 7, 8))
    where = as_(cast.bae).post("/mileage/shortening", data=sent(content, rule_id=saved)).location
    own = as_(cast.bae).get(where).text
    assert "/postings" not in own
    assert "cannot post it" in own
    assert as_(cast.kim).get(where.replace("/shortening/", "/shortening/cases/")).status_code == 404
    page = as_(cast.choi).get(where).text
    assert "2.2" in page
    digest = page.partition('name="digest" value="')[2].partition('"')[0]
    assert as_(cast.choi).post(f"{where}/postings", data={"digest": "0" * 64}).status_code == 409
    assert as_(cast.choi).post(f"{where}/postings", data={"digest": digest}).status_code == 302
    assert db.session.query(Transfer).count() == 2
    mine = as_(cast.kim).get("/mileage").text
    assert "/mileage/shortening/cases/" in mine
    cases = as_(cast.kim).get(where.replace("/shortening/", "/shortening/cases/")).text
    assert "min(7−5, 5) × 1 + 0.2 = 2.20" in cases
    assert "−1.00" not in cases
    assert "안바다" not in cases
    headed = as_(cast.lee).get(where.replace("/shortening/", "/shortening/cases/")).text
    assert "김하늘" in headed
    assert "안바다" in headed
    assert as_(cast.yoon).get(where.replace("/shortening/", "/shortening/cases/")).status_code == 404
    assert "Post these sums" not in as_(cast.choi).get(where).text


def test_wrong_rows_come_back_in_the_workbook(as_, cast, saved):
    client = as_(cast.choi)
    answer = client.post("/mileage/shortening", data=sent(factory.workbook(row(), row("nobody")), rule_id=saved))
    assert answer.status_code == 422
    assert "Nobody with the number" in answer.text
    link = "/mileage/shortening/errors/" + answer.text.partition("/mileage/shortening/errors/")[2].partition('"')[0]
    sheet = load_workbook(BytesIO(client.get(link).data))["처리"]
    assert "사번" in sheet.cell(3, sheet.max_column).value
    assert as_(cast.bae).get(link).status_code == 404
    assert db.session.query(ShorteningRun).count() == 0


@pytest.mark.parametrize(
    ("changes", "content"),
    [
        ({"file": ""}, b""),
        ({"rule_id": "99999"}, None),
        ({"starts_on": "not a day"}, None),
        ({"ends_on": "2026-12-31"}, None),
        ({}, b"no workbook"),
    ],
)
def test_what_is_no_workbook_rule_or_time_saves_nothing(changes, content, as_, cast, saved):
    book = factory.workbook(row()) if content is None else content
    answer = as_(cast.choi).post("/mileage/shortening", data=sent(book, rule_id=saved) | changes)
    assert answer.status_code == 422
    assert db.session.query(ShorteningRun).count() == 0


def test_a_simulation_is_withdrawn_with_a_reason(as_, cast, saved):
    with transaction():
        run_id = factory.run(cast.bae, db.session.get_one(SavedShorteningRule, saved), row()).id
    where = f"/mileage/shortening/{run_id}"
    assert as_(cast.bae).post(f"{where}/withdrawals", data={"reason": "짧다"}).status_code == 422
    assert as_(cast.bae).post(f"{where}/withdrawals", data={"reason": "잘못된 파일을 올렸습니다."}).status_code == 302
    assert db.session.query(ShorteningRun).one().state is RunState.WITHDRAWN
    assert "잘못된 파일" in as_(cast.gam).get(where).text


def test_the_page_says_which_item_is_missing_and_takes_it(as_, cast):
    client = as_(cast.choi)
    assert "no item that pays for handling times" in client.get("/mileage/shortening").text
    item = {
        "subject": "person",
        "code": "P16",
        "name": "민원처리기간 단축",
        "valid_from": "2026-11-23",
        "cap_year": "50",
        "reason": "올해부터 줄인 만큼 적립합니다.",
    }
    assert client.post("/mileage/shortening/items", data=item | {"valid_from": "2026-11-22"}).status_code == 422
    assert client.post("/mileage/shortening/items", data=item | {"reason": "짧다"}).status_code == 422
    assert client.post("/mileage/shortening/items", data=item).status_code == 302
    assert "no item for this kind of account" in client.get("/mileage/shortening").text
    assert client.post("/mileage/shortening/items", data=item | {"code": "P17"}).status_code == 422
    assert client.post("/mileage/shortening/items", data=item | {"subject": "department"}).status_code == 422
    assert db.session.query(MileageItem).count() == 1


def test_a_simulation_is_the_turn_of_who_may_post_it(as_, cast, saved):
    with transaction():
        rule = db.session.get_one(SavedShorteningRule, saved)
        factory.run(cast.bae, rule, row(), name="교통과 3분기.xlsx")
        factory.run(cast.bae, rule, row("jung", unit="자치행정과"), name="자치행정과 3분기.xlsx")
    turns = as_(cast.choi).get("/").text
    assert "교통과 3분기.xlsx" in turns
    assert "자치행정과 3분기.xlsx" not in turns


def test_the_pages_read_as_often_for_many_as_for_one(as_, cast, saved):
    with transaction():
        rule = db.session.get_one(SavedShorteningRule, saved)
        one = factory.run(cast.bae, rule, row()).id
        many = factory.run(
            cast.bae, rule, *(row(name, no=f"{name}{n}") for name in ("kim", "ahn", "lee") for n in range(3))
        ).id
    client = as_(cast.choi)
    for path in ("/mileage/shortening/{}", "/mileage/shortening/cases/{}"):
        counts = []
        for run_id in (one, one, many):
            with count_statements() as statements:
                client.get(path.format(run_id))
            counts.append(len(statements))
        assert counts[1] == counts[2]
