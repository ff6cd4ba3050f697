"""A token sees exactly what its person sees on the pages, whoever that is."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.accounts.queries.people import find_people
from app.api.resources import RESOURCES
from app.audit.queries import Search, find_entries
from app.core import clock
from app.core.access import allows
from app.core.database import db, transaction
from app.core.errors import Denied, Missing
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.indicators import indicator_rows
from app.evaluation.queries.rounds import round_rows
from app.innovation.models import Issue
from app.innovation.queries.boards import TaskFilter, list_tasks
from app.innovation.queries.cases_in_hand import list_cases_in_hand
from app.innovation.queries.issues import IssueFilter, list_issues
from app.innovation.queries.library import CASE, LibraryFilter, list_library
from app.innovation.queries.obstacles import ObstacleFilter, list_obstacles
from app.innovation.queries.proposers import HIDDEN_NAME
from app.innovation.queries.slogans.gallery import gallery
from app.mileage.enums import Permission
from app.mileage.models import Transfer
from app.mileage.policy import POLICY
from app.mileage.queries.statements import accounts_page, led_accounts, own_account
from app.mileage.queries.transfers import transfer_or_404
from app.organization.enums import DepartmentKind
from app.organization.models import Department
from app.organization.queries import department_rows
from app.reports.queries.incentives import list_batches
from tests.factories import api as factory
from tests.factories import innovation, mileage
from tests.factories.appeals import round_with_results

IDENTITIES = (
    "kim",
    "ahn",
    "kang",
    "lee",
    "acting",
    "park",
    "yoon",
    "seo",
    "moon",
    "yang",
    "choi",
    "jung",
    "gam",
    "goh",
)


BEYOND = 10**9
"""A number no record has."""


def issue_rows(actor):
    return [(row.id, row.department == HIDDEN_NAME) for row in list_issues(actor, IssueFilter()).rows]


def cases(actor):
    shelf = [row.id for row in list_library(actor, LibraryFilter()).rows if row.noun == CASE]
    return shelf + [row.id for row in list_cases_in_hand(actor, None).rows]


def accounts(actor):
    if allows(POLICY, Permission.ACCOUNT_LIST, actor):
        return [row.id for row in accounts_page(None, "", None).rows]
    return [row.id for row in (own_account(actor), *led_accounts(actor)) if row.id is not None]


def is_open(actor, transfer_id):
    try:
        transfer_or_404(transfer_id, actor)
    except Missing:
        return False
    return True


def transfers(actor):
    ids = db.session.scalars(select(Transfer.id)).all()
    return [transfer_id for transfer_id in ids if is_open(actor, transfer_id)]


@pytest.mark.parametrize("identity", IDENTITIES)
def test_the_api_shows_the_rows_of_the_pages(identity, scene, program):
    actor = getattr(scene, identity)
    reader = program(actor)
    shown = {
        name: sorted(reader.ids(name)) for name in ("tasks", "obstacles", "slogans", "cases", "accounts", "transfers")
    }
    hidden = [(row["id"], row["department_id"] is None) for row in reader.rows("issues")]
    versions = {row["id"]: row["published_version"] for row in reader.rows("rounds")}
    indicators = reader.ids("indicators")
    db.session.rollback()
    assert sorted(hidden) == sorted(issue_rows(actor))
    assert shown == {
        "tasks": sorted(row.id for row in list_tasks(actor, TaskFilter()).rows),
        "obstacles": sorted(row.id for row in list_obstacles(actor, ObstacleFilter(with_settled=True)).rows),
        "slogans": sorted(row.id for row in gallery(actor, 2026)),
        "cases": sorted(cases(actor)),
        "accounts": sorted(accounts(actor)),
        "transfers": sorted(transfers(actor)),
    }
    assert versions == {row.id: row.version for row in round_rows(actor)}
    assert sorted(indicators) == sorted(row.id for row in indicator_rows())


@pytest.mark.parametrize("identity", IDENTITIES)
def test_a_record_is_there_if_it_is_on_the_list_and_else_it_is_not(identity, app, scene, program, monkeypatch):
    monkeypatch.setitem(app.config, "API_REQUESTS_A_MINUTE", 1_000_000)
    reader, wrong = program(getattr(scene, identity)), []
    for name, resource in RESOURCES.items():
        opens = reader.get(f"{name}?limit=1").status_code == 200
        listed = set(reader.ids(f"{name}?limit=200")) if opens else set()
        outside = 404 if opens else 403
        ids = set(db.session.scalars(resource.joined(select(resource.key))))
        db.session.rollback()
        assert listed <= ids, name
        asked = [*sorted(ids - listed), BEYOND, *sorted(listed)[:1]]
        wrong += [
            (name, number)
            for number in asked
            if reader.get(f"{name}/{number}").status_code != (200 if number in listed else outside)
        ]
    assert wrong == []


def test_people_from_outside_hold_no_tokens_whatever_the_office_chose(scene, as_):
    with pytest.raises(Denied):
        factory.token_of(scene.shin)
    assert as_(scene.shin).get("/api/tokens").status_code in {403, 404}


@pytest.mark.parametrize("identity", ["kim", "choi", "gam", "goh"])
def test_departments_are_those_of_today_and_the_whole_history_for_who_keeps_it(identity, scene, program, as_):
    today = clock.today()
    with transaction():
        past = Department(
            code="9999",
            name="옛날과",
            kind=DepartmentKind.DIVISION,
            valid_from=date(2020, 1, 1),
            valid_until=date(2020, 12, 31),
        )
        db.session.add(past)
        db.session.flush()
        past_id = past.id
    client, reader = as_(getattr(scene, identity)), program(getattr(scene, identity))
    rows = reader.rows("departments")
    keeps = client.get("/admin/departments").status_code == 200
    assert keeps == (identity in {"goh", "gam"})
    everything = {row.id for row in department_rows()}
    assert {row["id"] for row in rows} == (everything if keeps else everything - {past_id})
    of_today = [row for row in rows if row["valid_until"] is None or row["valid_until"] >= today.isoformat()]
    assert len(of_today) == len(everything) - 1


@pytest.mark.parametrize("identity", IDENTITIES)
def test_results_are_those_of_the_pages(identity, scene, program, as_):
    reader, client = program(getattr(scene, identity)), as_(getattr(scene, identity))
    rows = {(row["round_id"], row["department_id"]) for row in reader.rows("results")}
    pages = set()
    for round_id in db.session.scalars(select(EvaluationRound.id)).all():
        for department_id in (scene.traffic, scene.civil, scene.roads, scene.tower):
            if client.get(f"/rounds/{round_id}/results/{department_id}").status_code == 200:
                pages.add((round_id, department_id))
    assert {row for row in rows if row[1] in {scene.traffic, scene.civil, scene.roads, scene.tower}} == pages


@pytest.mark.parametrize("identity", IDENTITIES)
def test_lists_of_some_offices_open_to_them_only(identity, scene, program, as_):
    actor = getattr(scene, identity)
    reader, client = program(actor), as_(actor)
    for name, page in (("incentive-batches", "/reports/incentive-exports"), ("audit-heads", "/audit-entries")):
        assert reader.get(name).status_code == client.get(page).status_code, name
    batches, heads, people = reader.get("incentive-batches"), reader.get("audit-heads?limit=200"), reader.get("people")
    db.session.rollback()
    if batches.status_code == 200:
        assert [row["id"] for row in batches.get_json()["data"]] == [row.id for row in list_batches().rows][::-1]
    if heads.status_code == 200:
        last = find_entries(Search()).rows[0]
        assert last[0] in reader.ids("audit-heads?limit=200")
    opens = {"jung", "goh", "gam", "choi"}
    assert people.status_code == (200 if identity in opens else 403)
    if identity in opens:
        rows = reader.rows("people")
        assert sorted(row["id"] for row in rows) == sorted(row[0] for row in find_people().rows)
        masked = [row["name"] for row in rows if "*" in row["name"]]
        assert len(masked) == (len(rows) if identity == "choi" else 0)


def test_points_for_an_idea_with_hidden_names_are_told_to_whom_they_are_paid(cast, program):
    factory.everybody_may(cast)
    with transaction():
        mileage.items()
        issue = innovation.an_issue(cast.ahn, blind=True)
        paid = mileage.award(cast.ahn, f"issue:{issue.id}:adopted").id
        other = mileage.award(cast.ahn, "task:9:plan").id
    assert program(cast.choi).ids("transfers?limit=1") == [other]
    assert program(cast.gam).get(f"transfers/{paid}").status_code == 404
    assert program(cast.ahn).ids("transfers") == [paid, other]
    assert program(cast.choi).get(f"issues?department_id={cast.traffic}").get_json()["data"] == []
    assert program(cast.ahn).ids(f"issues?department_id={cast.traffic}") == [issue.id]
    assert db.session.get(Issue, issue.id).blind


def test_an_embargo_holds_for_programs(cast, program):
    factory.everybody_may(cast)
    with transaction():
        round_with_results(cast, release_at=clock.now() + timedelta(hours=2))
    reader, tower = program(cast.lee), program(cast.choi)
    assert reader.rows("results") == []
    assert [row["published_version"] for row in reader.rows("rounds")] == [None]
    assert len({row["snapshot_sha256"] for row in tower.rows("results")}) == 1
    with clock.frozen_at(clock.now() + timedelta(hours=2)):
        assert reader.rows("results") == tower.rows("results")


def test_a_role_that_begins_or_ends_counts_at_the_next_request(scene, program):
    reader = program(scene.acting)
    assert len(reader.rows("results")) > len(program(scene.kim).rows("results"))
    with clock.frozen_at(clock.now() + timedelta(days=5)):
        assert reader.rows("results") == program(scene.kim).rows("results")
