"""인사 인계의 화면: rules and facts uploaded, a batch previewed, frozen, decided about, and told of in 내 차례."""

import json
from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from app.accounts.models import AccessRecord, Person
from app.core import turns
from app.core.database import db, transaction
from app.reports.documents.handovers import units_without_persons
from app.reports.enums import BatchState
from app.reports.models import IncentiveBatch, IncentiveDecision, IncentiveFactSheet, IncentiveRuleVersion
from app.reports.queries.incentive_handovers import standings_of
from app.reports.queries.turns import awaited, owed
from app.reports.services import handovers
from app.reports.services.handovers import HandoverChoice, preview_handover
from tests.factories.incentives import (
    GRADES,
    REASON,
    a_rule_set,
    facts_book,
    hand_over,
    ready_to_hand_over,
    rule_book,
    some_facts,
)
from tests.factories.reports import published_round
from tests.statements import count_statements

WHY = "감점 사유를 다시 확인해야 한다"


@pytest.fixture
def record(cast):
    with transaction():
        return ready_to_hand_over(cast)


@pytest.fixture
def batch(cast, record):
    with transaction():
        return hand_over(cast.choi)


def upload(content, **more):
    return {"file": (BytesIO(content), "지급규정 2026.xlsx"), **more}


def test_hr_uploads_a_rule_set_and_gets_it_back_the_same(cast, as_):
    client = as_(cast.jung)
    made = client.post("/reports/incentive-rules/uploads", data=upload(rule_book()))
    assert made.status_code == 302
    kept = db.session.query(IncentiveRuleVersion).one()
    assert (kept.code, kept.version) == ("지급규정-2026", 1)
    page = client.get(made.location).text
    assert "172.5" in page
    assert kept.sha256 in page
    again = client.get(f"{made.location}.xlsx").data
    client.post("/reports/incentive-rules/uploads", data=upload(again, code="지급규정-2026"))
    assert db.session.query(IncentiveRuleVersion).count() == 1
    assert "지급규정-2026" in client.get("/reports/incentive-rules").text


def test_a_wrong_rule_set_comes_back_with_its_errors(cast, as_):
    client = as_(cast.jung)
    wrong = rule_book(등급=[*GRADES[:4], ("C", 9, 0)])
    refused = client.post("/reports/incentive-rules/uploads", data=upload(wrong, code="abc"))
    assert refused.status_code == 422
    assert 'value="abc"' in refused.text
    assert db.session.query(IncentiveRuleVersion).count() == 0
    link = refused.text.split("/reports/incentive-rules/uploads/errors/")[1].split('"')[0]
    answer = client.get(f"/reports/incentive-rules/uploads/errors/{link}")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_name("등급").to_python()
    assert rows[0][-1] == "오류"
    assert "99" in rows[4][-1]
    assert as_(cast.choi).get(f"/reports/incentive-rules/uploads/errors/{link}").status_code == 403


@pytest.mark.parametrize("path", ["rules", "facts"])
def test_what_is_no_workbook_is_told_at_the_form(cast, as_, path):
    with transaction():
        published_round(cast)
    client = as_(cast.jung)
    data = {"round_code": "2026-F"}
    assert client.post(f"/reports/incentive-{path}/uploads", data=data).status_code == 422
    assert client.post(f"/reports/incentive-{path}/uploads", data=upload(b"text", **data)).status_code == 422
    assert client.get(f"/reports/incentive-{path}/uploads/template.xlsx").data[:2] == b"PK"


def test_hr_uploads_facts_and_takes_them_out_with_a_record(cast, as_, record):
    client = as_(cast.jung)
    book = facts_book(("kim", 90, 1, None, 2, "지각", None))
    made = client.post("/reports/incentive-facts/uploads", data=upload(book, round_code="2026-F"))
    assert made.status_code == 302
    sheet = db.session.query(IncentiveFactSheet).one()
    page = client.get("/reports/incentive-facts").text
    assert "지각" not in page
    rows = CalamineWorkbook.from_filelike(BytesIO(client.get(f"/reports/incentive-facts/{sheet.id}.xlsx").data))
    assert rows.get_sheet_by_name("인사자료").to_python()[1][:3] == ["kim", 90, 1]
    assert db.session.query(AccessRecord).filter_by(person_id=cast.jung.id).count() == 2


def test_wrong_facts_come_back_and_nothing_is_kept(cast, as_, record):
    book = facts_book(("kim", 90, None, None, 2, None, None))
    refused = as_(cast.jung).post("/reports/incentive-facts/uploads", data=upload(book, round_code="2026-F"))
    assert refused.status_code == 422
    assert "감점사유" in refused.text
    assert db.session.query(IncentiveFactSheet).count() == 0


def test_the_control_tower_previews_freezes_and_hr_accepts(cast, as_, record):
    tower, office = as_(cast.choi), as_(cast.jung)
    shown = tower.get("/reports/incentives/new?round_code=2026-F&rule_code=2026&department_share=30")
    preview = preview_handover(HandoverChoice(round_code="2026-F", rule_code="2026", department_share=Decimal(30)))
    assert preview.sha256 in shown.text
    assert "김하늘" not in shown.text
    form = {"round_code": "2026-F", "rule_code": "2026", "department_share": "30", "seen_sha256": preview.sha256}
    short = tower.post("/reports/incentive-exports", data=form | {"reason": "짧다"})
    assert (short.status_code, "짧다" in short.text) == (422, True)
    stale = form | {"seen_sha256": "0" * 64, "reason": REASON}
    unseen = tower.post("/reports/incentive-exports", data={**stale, "seen_sha256": ""})
    assert (unseen.status_code, preview.sha256 in unseen.text) == (409, True)
    late = tower.post("/reports/incentive-exports", data=stale)
    assert (late.status_code, REASON in late.text, preview.sha256 in late.text) == (409, True, True)
    made = tower.post("/reports/incentive-exports", data=form | {"reason": REASON})
    assert made.status_code == 302
    assert "김하늘" not in tower.get(made.location).text
    assert tower.get(f"{made.location}.xlsx").status_code == 403
    file = office.get(f"{made.location}.xlsx")
    assert CalamineWorkbook.from_filelike(BytesIO(file.data)).sheet_names == ["인센티브 명세", "검산", "설명"]
    assert office.post(f"{made.location}/acceptances").status_code == 302
    assert office.post(f"{made.location}/acceptances").status_code == 409
    assert tower.post(f"{made.location}/acceptances").status_code == 403
    assert db.session.query(IncentiveDecision).one().settles_round == "2026-F"


def test_who_sees_no_names_reads_no_grade_of_a_single_person(cast, as_, record):
    """One person of a rank who is excluded by HR: the office knows who that is, and need not know that."""
    with transaction():
        db.session.query(Person).filter(Person.id == cast.yoon.id).update({"rank": "4급"})
        some_facts(cast, record, ("yoon", 80, None, None, None, None, "정직 처분"))
        batch = hand_over(cast.choi)
    content = json.loads(batch.content)
    alone = next(unit for unit in content["units"] if unit["unit"] == "4급")
    assert (alone["people"], alone["excluded"]) == (1, 1)
    told = dict(units_without_persons(content))
    assert "4급" not in told
    together = next(unit for unit in told if "4급" in unit).split(" · ")
    assert sum(unit["people"] for unit in content["units"] if unit["unit"] in together) >= 5
    said = "1 people, 1 excluded"
    assert said in as_(cast.jung).get(f"/reports/incentive-exports/{batch.id}").text
    for reader in (cast.choi, cast.gam):
        assert said not in as_(reader).get(f"/reports/incentive-exports/{batch.id}").text
    assert said not in as_(cast.choi).get("/reports/incentives/new?round_code=2026-F&rule_code=2026").text


def test_nothing_is_said_of_fewer_than_five_in_all():
    numbers = {"excluded": 1, "places": {}}
    units = [{"unit": "4급", "people": 1, **numbers}, {"unit": "5급", "people": 3, **numbers}]
    assert list(units_without_persons({"table": {"grades": [["S", "100", "1"]]}, "units": units})) == []


def test_hr_returns_with_a_reason_that_stays_when_it_is_too_short(cast, as_, batch):
    client = as_(cast.jung)
    path = f"/reports/incentive-exports/{batch.id}"
    short = client.post(f"{path}/returns", data={"reason": "짧다"})
    assert (short.status_code, "짧다" in short.text) == (422, True)
    assert client.post(f"{path}/returns", data={"reason": WHY}).status_code == 302
    assert client.post(f"{path}/returns", data={"reason": WHY}).status_code == 409
    assert WHY in as_(cast.choi).get(path).text


def test_the_maker_is_offered_no_decision(cast, as_, record):
    with transaction():
        own = hand_over(cast.jung)
    page = as_(cast.jung).get(f"/reports/incentive-exports/{own.id}").text
    assert "/acceptances" not in page
    assert as_(cast.jung).post(f"/reports/incentive-exports/{own.id}/acceptances").status_code == 403
    assert as_(cast.jung).post(f"/reports/incentive-exports/{own.id}/returns", data={"reason": "x"}).status_code == 403


def test_the_password_is_asked_again_before_freezing_accepting_and_facts(cast, as_, batch):
    stale = as_(cast.jung, fresh=False)
    assert "/reauthentication" in stale.get("/reports/incentives/new").location
    assert "/reauthentication" in stale.post(f"/reports/incentive-exports/{batch.id}/acceptances").location
    assert "/reauthentication" in stale.get(f"/reports/incentive-exports/{batch.id}.xlsx").location
    assert "/reauthentication" in stale.post("/reports/incentive-facts/uploads").location


def test_the_preview_of_an_accepted_line_is_an_adjustment(cast, as_, record, batch):
    with transaction():
        handovers.accept_batch(actor=cast.jung, batch=batch)
    page = as_(cast.choi).get("/reports/incentives/new?round_code=2026-F&rule_code=2026").text
    assert batch.number in page
    with transaction():
        some_facts(cast, record, ("kim", 900, None, None, None, None, None))
        change = hand_over(cast.choi)
    shown = as_(cast.choi).get(f"/reports/incentive-exports/{change.id}")
    assert shown.status_code == 200
    assert batch.number in shown.text
    listed = as_(cast.gam).get("/reports/incentive-exports").text
    assert batch.number in listed


def test_empty_states_say_what_to_do(cast, as_):
    client = as_(cast.jung)
    for path in ("exports", "rules", "facts"):
        assert client.get(f"/reports/incentive-{path}").status_code == 200
    assert client.get("/reports/incentives/new").status_code == 200
    with transaction():
        published_round(cast)
    assert "/reports/incentive-rules" in client.get("/reports/incentives/new").text
    assert client.get("/reports/incentives/new?round_code=2026-F&rule_code=none").status_code == 200
    assert client.get("/reports/incentive-exports/999").status_code == 404
    assert client.get("/reports/incentive-rules/999").status_code == 404
    assert client.get("/reports/incentive-facts/999.xlsx").status_code == 404


def told(kinds):
    return [
        (kind.what.msgid, turn.title) for kind, found in zip(kinds, turns.read(kinds), strict=True) for turn in found
    ]


def test_turns_go_from_maker_to_hr_and_back(cast, app, record):
    make = ("Make the incentive batch of the published round", record.name)
    assert told(owed(cast.choi)) == [make]
    assert told(owed(cast.jung)) == []
    with transaction():
        batch = hand_over(cast.choi)
    assert told(owed(cast.choi)) == []
    assert told(awaited(cast.choi)) == [("HR decides about your incentive batch", batch.number)]
    assert told(owed(cast.jung)) == [("Accept or return the incentive batch", batch.number)]
    with transaction():
        handovers.return_batch(actor=cast.jung, batch=batch, reason=WHY)
    assert told(owed(cast.choi)) == [("HR has returned your incentive batch: make it anew", batch.number)]
    assert told(owed(cast.jung)) == []
    with transaction():
        again = hand_over(cast.choi)
    assert told(owed(cast.choi)) == []
    assert told(owed(cast.jung)) == [("Accept or return the incentive batch", again.number)]
    assert told(owed(cast.kim)) == told(awaited(cast.kim)) == []


def test_lists_need_the_same_statements_for_any_number_of_rows(cast, as_, record):
    client = as_(cast.jung)
    paths = ("/reports/incentive-exports", "/reports/incentive-rules", "/reports/incentive-facts")
    with transaction():
        some_facts(cast, record, ("kim", 1, None, None, None, None, None))
        hand_over(cast.choi)
    few = [counted(client, path) for path in paths]
    with transaction():
        for number in range(3):
            a_rule_set(cast.jung, f"more-{number}")
            hand_over(cast.choi, rules=f"more-{number}")
            some_facts(cast, record, ("kim", number, None, None, None, None, None))
    assert [counted(client, path) for path in paths] == few
    assert db.session.query(IncentiveBatch).count() == 4


def counted(client, path):
    client.get(path)
    with count_statements() as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_a_batch_under_another_rule_set_offers_no_decision_in_a_settled_round(cast, as_, batch):
    with transaction():
        a_rule_set(cast.jung, "other")
        other = hand_over(cast.choi, rules="other")
    path = f"/reports/incentive-exports/{other.id}"
    assert "/acceptances" in as_(cast.jung).get(path).text
    with transaction():
        handovers.accept_batch(actor=cast.jung, batch=batch)
    shown = as_(cast.jung).get(path).text
    assert ("/acceptances" in shown, "/returns" in shown) == (False, False)
    assert f'href="/reports/incentive-exports/{batch.id}"' in shown
    assert standings_of([other.id])[other.id].state is BatchState.COMPARED
    assert told(owed(cast.jung)) == told(awaited(cast.choi)) == []
