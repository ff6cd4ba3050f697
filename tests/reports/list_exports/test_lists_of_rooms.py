"""The lists of mileage, evaluation, voice and the administration leave as their pages show them, for those who see less too."""

from datetime import date

import pytest

from app.accounts.models import AccessRecord
from app.core import clock
from app.core.database import db, transaction
from app.mileage import services as mileage
from app.mileage.enums import DeputyOffice
from app.mileage.queries.claim_deputies import Seat
from app.mileage.services.claim_deputies import DeputyText
from tests.factories import api, appeals, deductions, jobs, notifications, objections, rewards, shortening, thanks
from tests.factories import incentives as pay
from tests.factories import mileage as paid
from tests.factories import voice_citizens as citizens
from tests.factories import voice_five_s as five_s
from tests.factories import voice_handling as handling
from tests.factories.evaluation import assign, make_panel, make_round
from tests.reports.list_exports.pages import REASON, lines_of, shown, taken
from tests.statements import count_statements


@pytest.fixture
def items(app, cast):
    with transaction():
        paid.items()


def test_deductions(as_, items, cast):
    with transaction():
        paid.award(cast.kim, "task:1:plan")
        paid.award(cast.park, "task:1:plan2")
        deductions.proposed(cast, cast.kim)
        deductions.proposed(cast, cast.ahn)

    def owners(who):
        return shown(as_(who), "deductions", "/mileage/deductions")

    assert owners(cast.choi) == ["안바다", "김하늘"]
    assert (owners(cast.kim), owners(cast.han)) == (["김하늘"], [])


def test_objections(as_, items, cast):
    with transaction():
        objections.missing(cast.kim, date(2026, 11, 3))
        objections.missing(cast.park, date(2026, 11, 4), fact="회의에 참석")

    def facts(who, query):
        return shown(as_(who), "objections", "/mileage/objections", query)

    assert facts(cast.choi, "scope=all") == ["회의에 참석", "11월 3일 협조의견 제때 회신"]
    assert facts(cast.choi, "scope=mine") == []
    assert facts(cast.kim, "scope=all") == ["11월 3일 협조의견 제때 회신"]


def test_rewards_asked_for(as_, items, cast):
    with transaction():
        rewards.terms(cast.choi)
        rewards.rich(cast.kim, cast.park)
        offered = rewards.reward(cast.choi)
        for who in (cast.kim, cast.park):
            mileage.request_reward(reward=offered, actor=who, wish="")

    def requesters(who, query):
        return shown(as_(who), "reward-requests", "/mileage/reward-requests", query, key=1)

    assert requesters(cast.choi, "scope=all") == ["박들판", "김하늘"]
    assert requesters(cast.choi, "scope=mine") == []
    assert requesters(cast.kim, "scope=all") == ["김하늘"]


def test_deputies_for_claims(as_, app, cast):
    today = clock.today()
    with transaction():
        for head, deputy in ((cast.lee, cast.ahn), (cast.yoon, cast.park)):
            seat = Seat(DeputyOffice.HEAD, head.department_id, "")
            days = {"starts_on": today, "ends_on": today}
            text = DeputyText(seat=seat, deputy_id=deputy.id, reason="해외 연수로 자리를 비웁니다.", **days)
            mileage.name_deputy(actor=head, text=text)

    def principals(who):
        return shown(as_(who), "claim-deputies", "/mileage/claim-deputies")

    assert principals(cast.choi) == ["윤바위", "이소나무"]
    assert (principals(cast.ahn), principals(cast.han)) == (["이소나무"], [])


def test_thanks_and_the_reports_about_them(as_, app, cast):
    with transaction():
        thanks.sent(cast.kim, cast.park)
        thanks.sent(cast.park, cast.kim, body="함께 길을 살펴 주셔서 고맙습니다. 덕분에 끝났습니다.")
        thanks.reported(cast.han, cast.ahn, cast.seo)
    assert shown(as_(cast.lee), "thanks", "/mileage/thanks", key=2) == ["안바다", "김하늘", "박들판"]
    sent = shown(as_(cast.kim), "own-thanks", "/mileage/thanks/own", "box=sent", key=2)
    got = shown(as_(cast.kim), "own-thanks", "/mileage/thanks/own", key=0)
    assert (sent, got) == (["박들판"], ["박들판"])
    assert shown(as_(cast.lee), "own-thanks", "/mileage/thanks/own") == []
    assert shown(as_(cast.choi), "thanks-reports", "/mileage/thanks/reports") == ["한여울"]
    assert shown(as_(cast.choi), "thanks-reports", "/mileage/thanks/reports", "scope=decided") == []
    assert as_(cast.kim).post("/list-exports/thanks-reports", data={"format": "csv"}).status_code == 403
    before = db.session.query(AccessRecord).filter_by(action="list_exported").count()
    assert shown(as_(cast.choi), "thanks-circles", "/mileage/thanks/circles", "month=2026-10") == []
    assert db.session.query(AccessRecord).filter_by(action="list_exported").count() == before + 2


def test_counts_of_handling_times(as_, app, cast):
    with transaction():
        shortening.items(cast.choi)
        rows = (shortening.row(), shortening.row("ahn", affair="인감"))
        run = shortening.run(cast.choi, shortening.rule(cast.choi), *rows)
        shortening.post(run, cast.bae)
        number = run.id
    assert shown(as_(cast.choi), "shortening-runs", "/mileage/shortening", key=4) == ["처리.xlsx"]
    place, path = {"run_id": number}, f"/mileage/shortening/cases/{number}"
    assert shown(as_(cast.choi), "shortening-cases", path, key=1, place=place) == ["여권", "인감"]
    assert shown(as_(cast.ahn), "shortening-cases", path, key=1, place=place) == ["인감"]
    assert [row[4:7] for row in taken(as_(cast.ahn), "shortening-cases", f"run_id={number}")] == [["", "", ""]]
    refused = as_(cast.park).post(f"/list-exports/shortening-cases?run_id={number}", data={"reason": REASON})
    assert refused.status_code == 404


def test_rounds_appeals_and_evaluators(as_, app, cast):
    with transaction():
        record, *_indicators = appeals.in_appeals(cast)
        appeals.filed(cast, record)
        panel = make_panel(cast.choi)
        weighed = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil], code="2026-Q")
        assign(cast.choi, weighed, panel, cast.moon)
        first, second = record.id, weighed.id
    assert shown(as_(cast.kim), "rounds", "/rounds", key=1) == ["2026-Q", "2026-A"]
    path, place = f"/rounds/{first}/appeals", {"round_id": first}
    assert shown(as_(cast.choi), "appeals", path, key=1, place=place) == ["교통과"]
    assert shown(as_(cast.yoon), "appeals", path, key=1, place=place) == []
    path, place = f"/rounds/{second}/evaluators", {"round_id": second}
    assert shown(as_(cast.choi), "evaluators", path, key=1, place=place) == ["문살핌"]
    assert as_(cast.kim).post(f"/list-exports/evaluators?round_id={second}", data={"format": "csv"}).status_code == 403


def test_batches_for_hr(as_, app, cast):
    with transaction():
        pay.ready_to_hand_over(cast)
        pay.hand_over(cast.choi)
    [number] = shown(as_(cast.jung), "incentive-batches", "/reports/incentive-exports")
    assert number
    assert as_(cast.kim).post("/list-exports/incentive-batches", data={"format": "csv"}).status_code == 403


def test_handling_records_and_questions_of_the_month(as_, app, cast):
    for name in ("가.xlsx", "나.xlsx"):
        handling.entered(cast.choi, handling.row(f"2026-{name}"), name=name)
    with transaction():
        citizens.a_question(cast)
        five_s.ruled(cast)
    assert shown(as_(cast.choi), "handling-batches", "/voice/handling/batches", key=1) == ["나.xlsx", "가.xlsx"]
    assert taken(as_(cast.choi), "shortening-handovers", "") == []
    questions = shown(as_(cast.kim), "monthly-questions", "/voice/monthly-questions")
    assert questions == ["How would you like to commute?"]
    rules = shown(as_(cast.kim), "five-s-rules", "/voice/five-s/rules", "year=2026", key=3)
    assert len(rules) > 5


def test_the_outbox_the_jobs_and_the_tokens(as_, app, cast):
    with transaction():
        notifications.give_address(cast.kim)
    assert shown(as_(cast.goh), "mails", "/admin/mail", "state=sent") == []
    assert as_(cast.kim).post("/list-exports/mails", data={"format": "csv"}).status_code == 403
    with jobs.kinds():
        jobs.asked(cast.kim, title="봄 편지")
        jobs.asked(cast.park, title="가을 편지")
        assert shown(as_(cast.kim), "own-jobs", "/jobs") == ["봄 편지"]
        every = shown(as_(cast.goh), "all-jobs", "/jobs", "of=everybody", key=1)
        assert every == ["박들판", "김하늘"]
        assert as_(cast.kim).post("/list-exports/all-jobs", data={"reason": REASON}).status_code == 403
    api.everybody_may(cast)
    for who, purpose in ((cast.kim, "통계시스템 연계"), (cast.park, "전광판 연계")):
        api.token_of(who, "issues", purpose=purpose)
    assert shown(as_(cast.goh), "api-tokens", "/admin/tokens") == ["전광판 연계", "통계시스템 연계"]
    assert shown(as_(cast.kim), "own-api-tokens", "/tokens") == ["통계시스템 연계"]
    assert as_(cast.kim).post("/list-exports/api-tokens", data={"reason": REASON}).status_code == 403


def test_the_access_log(as_, app, cast):
    taken(as_(cast.choi), "accounts", "")
    client = as_(cast.gam)
    rows = taken(client, "access-records", "")
    _taking, *lines = lines_of(client.get("/admin/access-records").text)
    assert [row[1] for row, line in zip(rows, lines, strict=True) if row[1] not in line or row[6] not in line] == []
    assert rows[0][1] == "최관제"
    assert as_(cast.kim).post("/list-exports/access-records", data={"reason": REASON}).status_code == 403


def test_lists_behind_the_dashboard(as_, items, cast):
    with transaction():
        paid.award(cast.kim, "task:1:plan")
    path = "/reports/control-tower/participation"
    assert "교통과" in shown(as_(cast.choi), "earners-by-department", path, "year=2026", key=1)
    assert len(shown(as_(cast.choi), "earners-by-department", path, "year=2026&share=0", key=1)) < 8
    assert as_(cast.choi).post("/list-exports/value-carriers?department=999", data={"format": "csv"}).status_code == 404
    assert as_(cast.kim).post("/list-exports/earners-by-department", data={"format": "csv"}).status_code == 403


def test_three_batches_cost_no_statement_more_than_one(as_, app, cast):
    client, counts = as_(cast.choi), {}
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            handling.entered(cast.choi, handling.row(f"2026-{number}"), name=f"{number}.xlsx")
        taken(client, "handling-batches", "")
        with count_statements() as seen:
            rows = taken(client, "handling-batches", "")
        counts[len(rows)] = len(seen)
    assert set(counts) == {1, 3}
    assert counts[1] == counts[3]
