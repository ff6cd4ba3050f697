"""Pages of praise: what each person meets."""

from datetime import UTC, date, datetime

import pytest

from app.accounts.models import AccessRecord
from app.audit.models import AuditEntry
from app.core import clock
from app.core.database import db, transaction
from app.mileage.models import Thanks, ThanksLimits, ThanksReport
from app.mileage.rules.thanks import Limits
from app.mileage.services import thanks as services
from app.mileage.services import thanks_reports
from app.schedule import TIMETABLE, run_due
from tests.commands import runner
from tests.factories import thanks as factory
from tests.statements import count_statements

WORDS = "서식을 함께 고쳐 주셔서 <b>'큰</b> 도움이 되었습니다 😀"


def data(cast, **changes):
    return {"receiver_id": cast.park.id, "body": WORDS, "value": "mouth"} | changes


def test_a_person_is_found_by_name_or_number_and_thanked(as_, cast):
    client = as_(cast.kim)
    for text in ("들판", "park"):
        assert f"to={cast.park.id}" in client.get(f"/mileage/thanks/new?q={text}").text
    assert "Your own department" in client.get("/mileage/thanks/new?q=안바다").text
    assert "Nobody found" in client.get("/mileage/thanks/new?q=오퇴직").text
    assert "박들판" in client.get(f"/mileage/thanks/new?to={cast.park.id}").text
    answer = client.post("/mileage/thanks", data=data(cast))
    assert answer.status_code == 302
    page = as_(cast.park).get(answer.location).text
    assert "&lt;b&gt;" in page
    assert "Mouth: praise" in page
    assert "Thanks you got" in as_(cast.park).get("/").text
    assert "Thanks you got" not in as_(cast.kim).get("/").text


@pytest.mark.parametrize("to", ["", "x", "999999", "99999999999999999999", "-1"])
def test_a_receiver_nobody_knows_is_answered_and_never_an_error(as_, cast, to):
    assert as_(cast.kim).get(f"/mileage/thanks/new?to={to}").status_code in {200, 404}
    assert as_(cast.kim).post("/mileage/thanks", data=data(cast, receiver_id=to)).status_code == 404
    assert db.session.query(Thanks).count() == 0


@pytest.mark.parametrize("body", ["", "짧은 말", "가" * 301, "\u200b" * 20 + "짧다"])
def test_too_few_and_too_many_words_are_shown_again(as_, cast, body):
    answer = as_(cast.kim).post("/mileage/thanks", data=data(cast, body=body))
    assert answer.status_code == 422
    assert "박들판" in answer.text
    assert db.session.query(Thanks).count() == 0


def test_a_refusal_is_shown_where_the_words_were_written(as_, cast):
    answer = as_(cast.kim).post("/mileage/thanks", data=data(cast, receiver_id=cast.ahn.id))
    assert answer.status_code == 422
    assert "Thank-you points go to other departments." in answer.text
    assert "함께 고쳐" in answer.text


def test_whoever_has_nothing_left_to_give_is_told_before_writing(as_, cast):
    with transaction():
        services.set_limits(actor=cast.choi, limits=Limits(monthly_grant=10))
    with clock.frozen_at(datetime(2026, 12, 1, 3, tzinfo=UTC)):
        with transaction():
            factory.sent(cast.kim, cast.park)
        client = as_(cast.kim)
        page = client.get(f"/mileage/thanks/new?to={cast.han.id}").text
        assert "0 points are left this month" in page
        assert "Send the thank-you" not in page


def test_a_form_sent_twice_thanks_once(as_, cast):
    client = as_(cast.kim)
    answers = [client.post("/mileage/thanks", data=data(cast, idempotency_key="same")) for _n in range(2)]
    assert [answer.status_code for answer in answers] == [302, 303]
    assert db.session.query(Thanks).count() == 1


def test_the_receiver_keeps_it_off_the_wall(as_, cast):
    path = as_(cast.kim).post("/mileage/thanks", data=data(cast)).location
    assert "함께 고쳐" in as_(cast.han).get("/mileage/thanks").text
    assert as_(cast.park).post(f"{path}/privacy-choices", data={"keeps_private": "yes"}).status_code == 302
    assert "함께 고쳐" not in as_(cast.han).get("/mileage/thanks").text
    assert as_(cast.han).get(path).status_code == 404
    assert "Not on the wall" in as_(cast.park).get("/mileage/thanks/own").text
    assert "Not on the wall" in as_(cast.kim).get("/mileage/thanks/own?box=sent").text


def test_a_report_goes_its_way_over_the_pages(as_, cast):
    path = as_(cast.kim).post("/mileage/thanks", data=data(cast)).location
    assert as_(cast.han).post(f"{path}/reports", data={"reason": "짧다"}).status_code == 422
    assert as_(cast.han).post(f"{path}/reports", data={"reason": factory.REASON}).status_code == 302
    assert "You have reported this thank-you." in as_(cast.han).get(path).text
    assert factory.REASON not in as_(cast.park).get(path).text
    tower = as_(cast.choi)
    assert "Decide about a reported thank-you" in tower.get("/").text
    assert factory.REASON in tower.get("/mileage/thanks/reports").text
    assert tower.post(f"{path}/hidings", data={"reason": "짧다"}).status_code == 422
    assert tower.post(f"{path}/hidings", data={"reason": "업무와 무관한 놀림입니다."}).status_code == 302
    assert as_(cast.ahn).get(path).status_code == 404
    assert "업무와 무관한 놀림입니다." in tower.get("/mileage/thanks/reports?scope=decided").text
    for who, reads in ((cast.kim, True), (cast.park, False), (cast.gam, True), (cast.han, False)):
        page = as_(who).get(path).text
        assert "업무와 무관한 놀림입니다." in page
        assert ("함께 고쳐" in page) == reads


def test_the_reporter_stays_unknown_to_a_member_of_the_tower_who_is_thanked(as_, cast):
    with transaction():
        message_id = factory.reported(cast.kim, cast.choi, cast.han).id
    page = as_(cast.choi).get(f"/mileage/thanks/{message_id}").text
    assert "한여울" not in page
    assert factory.REASON not in page


def test_a_look_at_mutual_thanks_is_kept_in_the_access_log(as_, cast):
    with transaction():
        for one, other in ((cast.kim, cast.park), (cast.park, cast.kim)) * 2:
            factory.sent(one, other)
    page = as_(cast.choi).get("/mileage/thanks/circles?month=2026-11")
    assert "김하늘" in page.text
    assert [(row.action, row.concerned_count) for row in db.session.query(AccessRecord)] == [
        ("thanks_circles_shown", 2)
    ]
    for month in ("2026-10", "x", "2026-13"):
        assert as_(cast.choi).get(f"/mileage/thanks/circles?month={month}").status_code == 200


def test_the_control_tower_sets_limits_for_next_month(as_, cast):
    form = {"monthly_grant": "100", "points": "20", "most_same_person": "1"}
    answer = as_(cast.choi).post("/mileage/thanks/limits", data=form)
    assert answer.status_code == 302
    assert db.session.query(ThanksLimits).one().valid_from == date(2026, 12, 1)
    assert "100" in as_(cast.kim).get("/mileage/thanks/limits").text
    for wrong in ({"monthly_grant": "5"}, {"points": "0"}, {"points": "많이"}, {"monthly_grant": "1e9"}):
        assert as_(cast.choi).post("/mileage/thanks/limits", data=form | wrong).status_code == 422
    assert db.session.query(ThanksLimits).count() == 1


def test_every_change_has_its_audit_entry(cast):
    with transaction():
        message = factory.reported(cast.kim, cast.park, cast.han)
        thanks_reports.hide_thanks(thanks=message, actor=cast.choi, reason="업무와 무관한 놀림입니다.")
    found = [row.event for row in db.session.query(AuditEntry).order_by(AuditEntry.seq)]
    assert found[-4:] == ["thanks_granted", "thanks_sent", "thanks_reported", "thanks_hidden"]
    assert WORDS not in str([row.details for row in db.session.query(AuditEntry)])


@pytest.mark.parametrize(
    "path", ["/mileage/thanks", "/mileage/thanks/own", "/mileage/thanks/own?box=sent", "/mileage/thanks/reports"]
)
def test_a_list_takes_as_many_statements_for_one_row_as_for_three(as_, cast, path):
    counts = []
    for round_ in ((cast.park,), (cast.han, cast.yoon)):
        with transaction():
            for receiver in round_:
                message = factory.sent(cast.choi, receiver)
                factory.sent(receiver, cast.choi)
                thanks_reports.report_thanks(thanks=message, actor=cast.seo, reason=factory.REASON)
        client = as_(cast.gam if path.endswith("reports") else cast.choi)
        with count_statements() as seen:
            assert client.get(path).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 5


def test_made_up_cursors_and_boxes_are_answered(as_, cast):
    for path in (
        "/mileage/thanks?cursor=x",
        "/mileage/thanks/own?box=x&cursor=WzFd",
        "/mileage/thanks/reports?scope=x",
    ):
        assert as_(cast.choi).get(path).status_code == 200


def test_the_timetable_turns_the_month_and_the_check_holds(cast, app):
    job = next(job for job in TIMETABLE if job.name == "thank-you points")
    outcome = run_due(job)
    assert outcome is not None
    assert outcome.startswith("0 purses expired, ")
    assert runner(app)("check").exit_code == 0
    assert db.session.query(ThanksReport).count() == 0
