"""접수: what a proposer gets for an issue, and what is refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Denied, Refused
from app.innovation.models import Issue, IssueProposer, Task
from tests.factories import innovation as make

YEAR_END = datetime(2026, 12, 31, 14, 59, tzinfo=UTC)
NEW_YEAR = datetime(2026, 12, 31, 15, 0, tzinfo=UTC)


def test_an_issue_gets_its_number_at_once_and_a_decision_day_in_thirty_days(write, cast):
    issue = make.an_issue(cast.kim)
    assert (issue.number, issue.state, issue.department_id) == ("2026-0001", "received", cast.traffic)
    assert (issue.received_on, issue.decision_due_on) == (date(2026, 11, 23), date(2026, 12, 23))


def test_a_decision_day_on_a_weekend_moves_to_the_next_working_day(write, cast):
    with clock.frozen_at(datetime(2026, 11, 20, 3, 0, tzinfo=UTC)):
        issue = make.an_issue(cast.kim)
    assert issue.decision_due_on == date(2026, 12, 21)


def test_numbers_begin_anew_with_the_year_in_seoul(write, cast):
    with clock.frozen_at(YEAR_END):
        last = make.an_issue(cast.kim)
    with clock.frozen_at(NEW_YEAR):
        first = make.an_issue(cast.kim)
    assert (last.number, first.number) == ("2026-0001", "2027-0001")


def refused_after_receipt(cast):
    make.an_issue(cast.kim)
    make.an_issue(cast.kim, expected_obstacle="")


def test_a_failed_receipt_leaves_no_gap(app, cast):
    with pytest.raises(Refused), transaction():
        refused_after_receipt(cast)
    with transaction():
        issue = make.an_issue(cast.kim)
    assert issue.number == "2026-0001"


def test_twenty_issues_at_once_get_twenty_numbers_without_gap(app, cast):
    noon = clock.now()

    def receive(_n):
        with app.app_context(), clock.frozen_at(noon), transaction():
            return make.an_issue(cast.kim).number

    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(receive, range(20)))
    assert numbers == [f"2026-{n:04d}" for n in range(1, 21)]


def test_the_shares_of_co_proposers_are_kept(write, cast):
    issue = make.an_issue(cast.kim, shares={cast.kim.id: 50, cast.ahn.id: 30, cast.park.id: 20})
    rows = db.session.query(IssueProposer).filter_by(issue_id=issue.id).order_by(IssueProposer.id)
    assert [(row.person_id, row.share) for row in rows] == [(cast.kim.id, 50), (cast.ahn.id, 30), (cast.park.id, 20)]


@pytest.mark.parametrize("shares", [(40, 60), (60, 30), (50, 51), (100, 0)])
def test_shares_that_do_not_add_up_are_refused(write, cast, shares):
    with pytest.raises(Refused):
        make.an_issue(cast.kim, shares=dict(zip((cast.kim.id, cast.ahn.id), shares, strict=True)))


def test_the_obstacle_is_named_or_ruled_out_never_both_or_neither(write, cast):
    make.an_issue(cast.kim, expected_obstacle="", no_obstacle_expected=True)
    for changes in ({"expected_obstacle": ""}, {"no_obstacle_expected": True}):
        with pytest.raises(Refused):
            make.an_issue(cast.kim, **changes)


def test_an_auditor_and_an_outsider_hand_nothing_in(write, cast):
    for who in (cast.gam, cast.shin):
        with pytest.raises(Denied):
            make.an_issue(who)


def sent(**changes):
    fields = {
        "title": "민원실 번호표를 휴대전화로",
        "problem": "대기 시간을 알 수 없다.",
        "idea": "번호표를 문자로 보낸다.",
        "effect": "기다리는 동안 다른 일을 본다.",
        "expected_obstacle": "",
        "no_obstacle_expected": "y",
        "kind": "free",
        "source": "proposal",
        "values": ["smile", "speed"],
    }
    return fields | changes


def test_the_form_leads_to_the_page_of_the_issue(as_, cast):
    client = as_(cast.kim)
    answer = client.post("/issues", data=sent(number_1="ahn", share_1="30"))
    issue = db.session.query(Issue).one()
    assert (answer.status_code, answer.location) == (302, f"/issues/{issue.id}")
    page = client.get(answer.location).text
    assert "The receipt number is 2026-0001." in page
    assert '김하늘 <span class="muted">70%' in page
    assert '안바다 <span class="muted">30%' in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"no_obstacle_expected": ""}, "Please name the expected obstacle, or tick that there is none."),
        ({"number_1": "nobody", "share_1": "30"}, "Nobody who works here has this number."),
        ({"number_1": "retired", "share_1": "30"}, "Nobody who works here has this number."),
        ({"number_1": "ahn", "share_1": "60"}, "Nobody may have a larger share than the lead proposer."),
        ({"number_1": "ahn", "share_1": "10.5"}, "Give a share in whole percent."),
        ({"number_1": "ahn"}, "Give a share in whole percent."),
        ({"title": ""}, "Title"),
        ({"title": "가" * 201}, "Title"),
        ({"kind": "other"}, "Kind"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(as_, cast, changes, sentence):
    answer = as_(cast.kim).post("/issues", data=sent(**changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "번호표를 문자로 보낸다." in answer.text
    assert db.session.query(Issue).count() == 0


def test_ten_thousand_characters_an_apostrophe_and_an_emoji_are_kept_as_typed(as_, cast):
    problem = "L'été 😀 <b>" + "가" * 9_980
    as_(cast.kim).post("/issues", data=sent(problem=problem))
    assert db.session.query(Issue).one().problem == problem


def test_a_form_sent_twice_receives_one_issue(as_, cast):
    client = as_(cast.kim)
    first, second = (client.post("/issues", data=sent(idempotency_key="k" * 32)) for _n in range(2))
    assert (db.session.query(Issue).count(), second.location) == (1, first.location)


def test_an_issue_fed_back_from_a_task_remembers_the_task(as_, cast, app):
    with transaction():
        task_id = make.a_task(cast).id
    client = as_(cast.kim)
    assert f'<option selected value="{task_id}">' in client.get(f"/issues/new?origin_task={task_id}").text
    client.post("/issues", data=sent(origin_task=task_id, source="feedback"))
    issue = db.session.query(Issue).one()
    assert (issue.origin_task_id, issue.source) == (task_id, "feedback")
    task = db.session.get(Task, task_id)
    assert f'href="/tasks/{task_id}">{task.number} {task.title}</a>' in client.get(f"/issues/{issue.id}").text
    assert client.post("/issues", data=sent(origin_task=task_id + 1)).status_code == 404
