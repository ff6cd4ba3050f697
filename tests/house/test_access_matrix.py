"""Every route × method × identity, against tables written by hand (`tests/house/access/*.csv`).

A cell says what the identity meets: `in` is sent to the sign-in, `ok` is let through to the view (which may
still say 409 or 422 to an empty form), `403` and `404` are refusals.
"""

import csv
import re
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from werkzeug.exceptions import HTTPException

from app import registry
from app.accounts.models import Person
from app.core.database import db
from tests.house.access import panel

FOLDER = Path(__file__).parent / "access"
IDENTITIES = {
    "owner": "kim",
    "colleague": "ahn",
    "other": "park",
    "head_same": "lee",
    "head_other": "yoon",
    "acting_head": "acting",
    "coordinator": "kang",
    "evaluator_clean": "moon",
    "evaluator_conflict": "yang",
    "control_tower": "choi",
    "hr": "jung",
    "auditor": "gam",
    "administrator": "goh",
}
PANEL = {"panel_expired": True, "panel_valid": False}
"""People from outside, with a code that is good, and with one that has ended. Where a table has no column for them
they meet what a stranger meets: nothing but the pages of guests knows them."""

EVERYBODY = ("anonymous", *IDENTITIES, "retired", *PANEL)
AREAS = sorted(path.stem for path in FOLDER.glob("*.csv"))


def rows(area):
    with (FOLDER / f"{area}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def build(area, cast):
    try:
        scene = import_module(f"tests.house.access.{area}")
    except ModuleNotFoundError:
        return {}
    return scene.build(cast)


def outcome(answer):
    if answer.status_code == 302 and answer.location.startswith(("/sign-in", "/panel/sign-in")):
        return "in"
    if answer.status_code in {403, 404}:
        return str(answer.status_code)
    return "ok" if answer.status_code < 400 or answer.status_code in {409, 422, 429} else str(answer.status_code)


def meets(row, identity):
    """What the table says of an identity; the anonymous column speaks for those who have none of their own."""
    return row.get(identity) or row["anonymous"]


def companies(area):
    """Who asks in the same scene: everybody whom the table lets change nothing. Each of the others has a fresh one."""
    changing = [row for row in rows(area) if row["method"] != "GET"]
    readers = [name for name in EVERYBODY if "ok" not in {meets(row, name) for row in changing}]
    alone = [[name] for name in EVERYBODY if name not in readers]
    return [readers, *alone] if readers else alone


CASES = [
    pytest.param(area, company, id=f"{area}-{'readers' if len(company) > 1 else company[0]}")
    for area in AREAS
    for company in companies(area)
]


@pytest.mark.parametrize(("area", "company"), CASES)
def test_every_route_answers_each_identity_as_the_table_says(area, company, app, cast, as_, anonymous, engine):
    ids = build(area, cast)
    if "guest" not in ids and set(company) & set(PANEL):
        ids |= {"guest": panel.build(cast)["guest"]}
    wrong = []
    for identity in company:
        if identity in PANEL:
            client = panel.panel_client(app, cast, ids, expired=PANEL[identity])
        elif identity == "anonymous":
            client = anonymous
        else:
            client = as_(as_retired(cast) if identity == "retired" else getattr(cast, IDENTITIES[identity]))
        for row in rows(area):
            path = row["path"].format(**ids)
            found, expected = outcome(client.open(path, method=row["method"], buffered=True)), meets(row, identity)
            if found != expected:
                wrong.append(f"{identity}: {row['method']} {path} ({row['endpoint']}): {found}, not {expected}")
    assert wrong == []


def as_retired(cast):
    """The session of somebody who has left: it was open when they left."""
    person = db.session.query(Person).filter_by(employee_no="retired").one()
    return replace(cast.kim, id=person.id, name=person.name)


def test_the_tables_cover_every_route_and_method(app):
    written = {(row["endpoint"], row["method"]) for area in AREAS for row in rows(area)}
    real = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }
    assert written == real


def test_each_path_in_the_tables_leads_to_its_endpoint(app, cast):
    wrong = []
    adapter = app.url_map.bind("localhost")
    for area in AREAS:
        for row in rows(area):
            path = re.sub(r"\{\w+\}", "1", row["path"].partition("?")[0])
            try:
                endpoint, _arguments = adapter.match(path, method=row["method"])
            except HTTPException:
                endpoint = None
            if endpoint != row["endpoint"]:
                wrong.append((row["path"], row["endpoint"], endpoint))
    assert wrong == []


def test_every_endpoint_has_a_policy_row_and_every_row_an_endpoint(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(registry.ENDPOINTS)
