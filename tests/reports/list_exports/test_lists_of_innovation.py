"""The lists of innovation leave as their pages show them: under a filter, and for people who see less."""

from datetime import UTC, datetime, timedelta

import pytest

from app.core import clock
from app.core.database import transaction
from app.innovation.enums import IssueKind, Sensitivity
from app.innovation.services.spreads import recommend_spread
from app.innovation.services.teams import ask_opinion
from tests.factories import cases as shelf
from tests.factories import contests
from tests.factories import innovation as make
from tests.factories import obstacle_requests as asking
from tests.factories.innovation_b import a_closed_task, a_managed_task
from tests.factories.innovation_c import obstacle_of, task_of
from tests.reports.list_exports.pages import shown, taken


def test_tasks_that_stand_still(as_, app, cast):
    with clock.frozen_at(datetime(2026, 9, 1, 3, tzinfo=UTC)), transaction():
        make.a_task(cast, title="교통과 그늘막")
        make.a_task(cast, title="도로과 과속 방지", lead=cast.roads)

    def titles(who, query=""):
        return shown(as_(who), "standstills", "/tasks/standstills", query, key=1)

    both = ["교통과 그늘막", "도로과 과속 방지"]
    assert titles(cast.choi) == both
    assert titles(cast.choi, "order=latest") == both[::-1]
    assert titles(cast.choi, f"department={cast.roads}") == both[1:]
    assert (titles(cast.lee), titles(cast.yoon)) == (both[:1], [])
    assert as_(cast.kim).post("/list-exports/standstills", data={"format": "csv"}).status_code == 403


def test_collaboration_projects(as_, app, cast):
    with transaction():
        tasks = [make.a_task(cast, title=title) for title in ("버스 노선", "자전거 길")]
        for task, unit in zip(tasks, (cast.civil, cast.roads), strict=True):
            ask_opinion(
                actor=cast.lee, task=task, department_id=unit, working_days=5, question="자료를 주십시오.", part="whole"
            )

    def titles(query=""):
        return shown(as_(cast.park), "cooperations", "/tasks/cooperations", query, key=1)

    assert titles() == ["자전거 길", "버스 노선"]
    assert titles(f"department={cast.civil}") == ["버스 노선"]
    assert titles(f"department={cast.planning}") == []


def test_results_recommended_to_others_and_what_was_learned(as_, app, cast):
    with transaction():
        task, _closing = a_closed_task(cast)[:2]
        due = clock.today() + timedelta(days=14)
        units = [cast.civil, cast.roads]
        recommend_spread(
            actor=cast.choi, task=task, department_ids=units, note="대기실에도 쓸 수 있는 방법이다.", due_on=due
        )

    def units_of(query=""):
        return shown(as_(cast.park), "spreads", "/tasks/spreads", query)

    assert set(units_of()) == {"민원봉사과", "도로과"}
    assert units_of(f"department={cast.roads}&state=recommended") == ["도로과"]
    assert units_of("state=adopted") == []
    lessons = shown(as_(cast.park), "lessons", "/lessons", f"department={cast.traffic}", key=1)
    assert len(lessons) == 1
    assert shown(as_(cast.park), "lessons", "/lessons", "words=없는말", key=1) == []
    assert shown(as_(cast.park), "lessons", "/lessons", f"department={cast.civil}", key=1) == []


def test_practice_items_of_a_task(as_, app, cast):
    with transaction():
        task, _plan = a_managed_task(cast)[:2]
    place = {"task_id": task.id}
    client = as_(cast.park)
    items = shown(client, "practice-items", f"/tasks/{task.id}/milestones", key=1, place=place)
    assert len(items) > 0
    for given in ("", "?task_id=x", "?task_id=99999"):
        assert client.post(f"/list-exports/practice-items{given}", data={"format": "csv"}).status_code == 404


@pytest.fixture
def requests(app, cast):
    with transaction():
        secret = obstacle_of(cast, title="예산이 깎였다", sensitivity=Sensitivity.RESTRICTED)
        asking.request_of(cast, text="창구를 하나로 모아 주십시오.")
        asking.promise_of(cast, obstacle=secret, text="예산을 살려 주십시오.")
        open_one = obstacle_of(cast, title="허가가 늦다")
        asking.meeting_of(cast, asking.decision_of(cast, open_one))


def test_requests_to_offices_and_monthly_meetings(as_, requests, cast):
    def texts(who, query=""):
        return shown(as_(who), "obstacle-requests", "/obstacles/requests", query)

    every = texts(cast.choi)
    assert set(every) >= {"창구를 하나로 모아 주십시오.", "예산을 살려 주십시오."}
    assert "예산을 살려 주십시오." not in texts(cast.han)
    assert texts(cast.choi, f"state=asked&asked={cast.traffic}") == ["창구를 하나로 모아 주십시오."]
    meetings = taken(as_(cast.han), "obstacle-meetings", "")
    assert [row[:1] + row[2:] for row in meetings] == [["2026-11", "부시장, 국장 5명", "1", "0", "0"]]
    assert "부시장, 국장 5명" in as_(cast.han).get("/obstacles/meetings").text


def test_obstacles_that_recur(as_, app, cast):
    with transaction():
        task = task_of(cast)
        for unit, title in ((cast.civil, "점용"), (cast.daesan, "굴착")):
            asked = {"asked_department_id": None, "asked_body": "국토교통부"}
            obstacle_of(cast, task=task, title=title, suffering_department_id=unit, **asked)
        for unit, title in ((cast.roads, "예산"), (cast.haemi, "정원")):
            asked = {"asked_department_id": None, "asked_body": "기획재정부", "sensitivity": Sensitivity.RESTRICTED}
            obstacle_of(cast, task=task, title=title, suffering_department_id=unit, **asked)

    def common(who, query=""):
        return shown(as_(who), "recurring-obstacles", "/obstacles/blockers", query, key=2)

    assert set(common(cast.choi)) == {"국토교통부", "기획재정부"}
    assert common(cast.ahn) == ["국토교통부"]
    assert common(cast.choi, "year=2020") == []


def test_campaigns_with_their_ideas_and_the_register(as_, app, cast):
    with transaction():
        campaign = make.a_campaign(cast.choi)
        answer = {"kind": IssueKind.CAMPAIGN, "campaign_id": campaign.id}
        make.an_issue(cast.kim, title="그늘막을 늘리자", **answer)
        make.an_issue(cast.park, title="나무를 심자", blind=True, **answer)
        make.an_issue(cast.han, title="서식을 줄이자")
    client, path = as_(cast.ahn), f"/issues/campaigns/{campaign.id}"
    assert shown(client, "campaigns", "/issues/campaigns") == ["여름철 그늘 공모"]
    assert shown(client, "campaign-ideas", path, key=1, place={"campaign_id": campaign.id}) == [
        "나무를 심자",
        "그늘막을 늘리자",
    ]
    assert next(row[6] for row in taken(client, "campaign-ideas", f"campaign_id={campaign.id}")) == "Name hidden"
    assert client.post("/list-exports/campaign-ideas?campaign_id=999", data={"format": "csv"}).status_code == 404
    assert shown(client, "issue-register", "/issues/register", "year=2026", key=2) == [
        "그늘막을 늘리자",
        "나무를 심자",
        "서식을 줄이자",
    ]
    assert shown(client, "issue-register", "/issues/register", "year=2026&state=adopted", key=2) == []
    assert shown(client, "issue-register", "/issues/register", "year=2025", key=2) == []


def test_contests_and_cases_in_hand(as_, app, cast):
    with transaction():
        contests.past_contest(cast, name="지난 대회", year=2024)
        contests.contest_of(cast, name="올해 대회")
        shelf.case_of(cast, title="정류장 안내판을 바꾸다")
        shelf.submitted_case(cast, title="서식을 줄이다")

    def names(who, query=""):
        return shown(as_(who), "contests", "/cases/contests", query)

    assert set(names(cast.choi)) == {"지난 대회", "올해 대회"}
    assert names(cast.choi, "year=2024") == ["지난 대회"]
    assert "올해 대회" not in names(cast.kim)

    def titles(who, query=""):
        return shown(as_(who), "cases-in-hand", "/cases/in-hand", query, key=1)

    assert titles(cast.kim) == ["서식을 줄이다", "정류장 안내판을 바꾸다"]
    assert titles(cast.kim, "state=draft") == ["정류장 안내판을 바꾸다"]
    assert titles(cast.han) == []
