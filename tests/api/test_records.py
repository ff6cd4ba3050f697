"""What programs get: pages by key, strict parameters, exact values, and a limit of requests a minute."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.models import AccessRecord
from app.api.models import ApiTokenRate
from app.api.resources import RESOURCES
from app.api.routes import records as routes
from app.core import clock
from app.core.database import db, transaction
from app.innovation.enums import Stage
from tests.factories import innovation, mileage
from tests.statements import count_statements


def test_lists_come_in_pages_in_a_stable_order(cast, program):
    with transaction():
        made = [innovation.an_issue(cast.kim, title=f"제안 {n}").id for n in range(5)]
    reader = program(cast.jung)
    first = reader.get("issues?limit=2").get_json()
    assert [row["id"] for row in first["data"]] == made[:2]
    with transaction():
        made.append(innovation.an_issue(cast.park).id)
    assert reader.ids("issues?limit=2") == made
    assert reader.ids("issues?limit=200") == made


def test_the_next_page_keeps_what_was_asked_for(cast, program):
    with transaction():
        for n in range(3):
            innovation.an_issue(cast.kim, title=f"제안 {n}")
    answer = program(cast.jung).get(f"issues?limit=1&state=received&department_id={cast.traffic}")
    following = answer.get_json()["next"]
    assert answer.headers["Link"] == f'<{following}>; rel="next"'
    for part in ("limit=1", "state=received", f"department_id={cast.traffic}", "cursor="):
        assert part in following


@pytest.mark.parametrize(
    ("query", "status", "parameter"),
    [
        ("colour=red", 400, "colour"),
        ("State=received", 400, "State"),
        ("limit=1&limit=2", 400, "limit"),
        ("limit=0", 422, "limit"),
        ("limit=201", 422, "limit"),
        ("limit=%EF%BC%91", 422, "limit"),
        ("limit=", 422, "limit"),
        ("limit=-1", 422, "limit"),
        ("year=1", 422, "year"),
        ("state=open", 422, "state"),
        ("department_id=9999999999", 422, "department_id"),
        ("department_id=%27%3B--", 422, "department_id"),
        ("updated_since=yesterday", 422, "updated_since"),
        ("updated_since=2026-02-30", 422, "updated_since"),
        ("updated_since=0001-01-01", 422, "updated_since"),
        ("updated_since=2026-11-23T00:00:00", 422, "updated_since"),
        ("cursor=x", 422, "cursor"),
        ("cursor=WzFd%00", 400, None),
        ("cursor=W10%3D", 422, "cursor"),
    ],
)
def test_a_mistyped_question_is_refused_in_words(query, status, parameter, cast, program):
    answer = program(cast.jung).get(f"issues?{query}")
    content = answer.get_json()
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert (content["status"], content.get("parameter")) == (status, parameter)
    assert content["title"]


def test_moments_may_be_days_or_have_an_offset(cast, program):
    with transaction():
        issue = innovation.an_issue(cast.kim)
    reader = program(cast.jung)
    for moment in ("2026-11-23", "2026-11-23T00:00:00%2B09:00", "2026-11-23T00:00:00+09:00", "2026-11-23t03:00:00z"):
        assert reader.ids(f"issues?updated_since={moment}") == [issue.id]
    assert reader.ids("issues?updated_since=2026-11-24") == []


def test_what_changes_is_found_by_updated_since(cast, program):
    with transaction():
        task = innovation.a_task_in(Stage.TEAM, cast)
        other = innovation.an_issue(cast.park)
    with clock.frozen_at(clock.now() + timedelta(days=2)), transaction():
        innovation.teamed(task, cast)
        issue = innovation.an_issue(cast.kim)
    reader = program(cast.jung)
    assert reader.ids("tasks?updated_since=2026-11-24") == [task.id]
    assert reader.ids("issues?updated_since=2026-11-24") == [issue.id]
    assert other.id in reader.ids("issues?year=2026")
    assert reader.ids("issues?year=2025") == []


def test_values_are_exact_and_say_their_time_zone(cast, program):
    with transaction():
        mileage.items()
        transfer = mileage.award(cast.kim, "task:1:plan", points="2.5")
        task = innovation.a_task_in(Stage.TEAM, cast)
    reader = program(cast.choi)
    row = next(row for row in reader.rows("transfers") if row["id"] == transfer.id)
    assert (row["points"], row["posted_at"], row["occurred_on"]) == (
        "2.5",
        "2026-11-23T12:00:00+09:00",
        "2026-11-23",
    )
    shown = reader.get(f"tasks/{task.id}").get_json()
    assert shown["stage"] == "team"
    assert [stay["stage"] for stay in shown["stages"]][-1] == "team"
    assert {stay["entered_at"] for stay in shown["stages"]} == {"2026-11-23T12:00:00+09:00"}


def test_one_record_is_the_same_as_in_the_list(scene, program):
    reader = program(scene.choi)
    for name, resource in RESOURCES.items():
        if reader.get(name).status_code == 403:
            continue
        rows = reader.rows(name)
        assert reader.get(f"{name}/{rows[-1]['id']}").get_json() == rows[-1], name
        assert list(rows[0]) == [field.name for field in resource.fields], name
        assert reader.get(f"{name}/2147483647").status_code == 404
        assert reader.get(f"{name}/99999999999").status_code == 404
        assert reader.get(f"{name}/{rows[0]['id']}?limit=1").status_code == 400


def test_only_reading_and_only_json(cast, program):
    reader = program(cast.jung)
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        answer = reader.client.open("/api/v1/tasks", method=method, headers=reader.headers)
        assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
        assert "GET" in answer.headers["Allow"]
    assert reader.get("tasks", Accept="text/html").status_code == 406
    assert reader.get("tasks", Accept="text/html, */*;q=0.1").status_code == 200
    assert reader.get("nothing").status_code == 404
    assert reader.get("tasks/one").status_code == 404
    assert reader.get("tasks/").mimetype == "application/problem+json"


def test_who_has_it_already_gets_no_body(cast, program):
    reader = program(cast.jung)
    first = reader.get("departments")
    again = reader.get("departments", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "private, no-cache"


def test_scopes_narrow_a_token(cast, program):
    reader = program(cast.jung, "tasks")
    assert reader.get("tasks").status_code == 200
    answer = reader.get("people")
    assert (answer.status_code, answer.get_json()["status"]) == (403, 403)


def test_more_than_the_limit_in_a_minute_waits_for_the_next(app, cast, program):
    app.config["API_REQUESTS_A_MINUTE"] = 3
    try:
        reader, other = program(cast.jung), program(cast.jung)
        assert [reader.get("tasks").status_code for _n in range(5)] == [200, 200, 200, 429, 429]
        late = reader.get("tasks")
        assert (int(late.headers["Retry-After"]), late.mimetype) == (60, "application/problem+json")
        assert other.get("tasks").status_code == 200
        with clock.frozen_at(clock.now() + timedelta(seconds=60)):
            assert reader.get("tasks").status_code == 200
        assert db.session.scalar(select(func.count()).select_from(ApiTokenRate)) == 2
    finally:
        app.config["API_REQUESTS_A_MINUTE"] = 120


def test_each_reading_about_people_is_in_the_access_log(scene, program, as_):
    reader = program(scene.jung)
    counted = {
        name: len(reader.get(f"{name}?limit=200").get_json()["data"]) for name in ("people", "accounts", "tasks")
    }
    rows = db.session.execute(
        select(AccessRecord.person_id, AccessRecord.reason, AccessRecord.concerned_count)
        .where(AccessRecord.action == "api_read")
        .order_by(AccessRecord.id)
    ).all()
    assert [(person, reason.split(" ")[0], count) for person, reason, count in rows] == [
        (scene.jung.id, "/api/v1/people", counted["people"]),
        (scene.jung.id, "/api/v1/accounts", counted["accounts"]),
    ]
    assert "Read by a program with a token" in as_(scene.goh).get("/admin/access-records").text


def fill(cast, count):
    with transaction():
        for n in range(count):
            innovation.teamed(innovation.a_task_in(Stage.TEAM, cast), cast)
            mileage.award(cast.kim, f"task:{n + 100}:plan")


def test_the_number_of_statements_does_not_depend_on_the_rows(scene, program):
    reader = program(scene.gam)
    names = [name for name in RESOURCES if reader.get(name).status_code == 200]

    def counted():
        counts = {}
        for name in names:
            with count_statements() as statements:
                assert reader.get(name).status_code == 200
            counts[name] = len(statements)
        return counts

    fill(scene, 1)
    counted()
    one = counted()
    fill(scene, 2)
    assert counted() == one
    assert max(one.values()) <= 9, one
    assert len(names) >= 13


def test_answers_hold_no_names_where_none_are_needed(scene, program):
    reader = program(scene.choi)
    names = ("issues", "tasks", "obstacles", "slogans", "cases", "transfers")
    told = json.dumps([reader.rows(name) for name in names], ensure_ascii=False)
    people = ("김하늘", "안바다", "박들판", "이소나무", "강나루")
    assert [name for name in people if name in told] == []


def test_a_failure_of_ours_has_a_number_and_says_no_more(cast, program, monkeypatch, caplog):
    def fail(*_anything):
        raise RuntimeError("김하늘")

    monkeypatch.setattr(routes, "page_of", fail)
    answer = program(cast.jung).get("tasks")
    content = answer.get_json()
    assert (answer.status_code, answer.mimetype, content["status"]) == (500, "application/problem+json", 500)
    assert content["error_id"] in caplog.text
    assert "김하늘" not in answer.text
