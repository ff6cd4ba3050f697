"""관리 화면: departments, peer groups, days off, settings."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from app.core.database import db, transaction
from app.organization.enums import DepartmentKind, SettingKey
from app.organization.models import Department, Holiday, PeerGroup
from app.organization.queries import DEFAULTS, control_tower_department_id, departments_on, setting
from app.organization.services import change_setting
from tests.statements import count_statements

DAYS = {
    "deduction_opinion_days": "10",
    "deduction_objection_days": "14",
    "round_reopening_days": "14",
    "nightly_backups": "7",
    "leading_office": "",
}
FORM = {"code": "N1", "name": "신설과", "kind": "division", "position": "9", "valid_from": "2026-01-01"}


def department(code):
    return db.session.query(Department).filter_by(code=code).one()


@pytest.mark.parametrize(
    "path", ["", "/departments", "/peer-groups", "/holidays", "/settings", "/people", "/access-records"]
)
def test_every_page_of_the_administration_opens_for_administrator_and_auditor(as_, cast, path):
    assert [as_(who).get(f"/admin{path}").status_code for who in (cast.goh, cast.gam)] == [200, 200]


@pytest.mark.parametrize(
    ("path", "button"),
    [
        ("", "/admin/workbook"),
        ("/departments", "/admin/departments/new"),
        ("/holidays", 'action="/admin/holidays"'),
        ("/peer-groups", 'action="/admin/peer-groups"'),
        ("/settings", "/admin/settings/edit"),
    ],
)
def test_the_administrator_has_the_button_and_the_auditor_has_not(as_, cast, path, button):
    assert [button in as_(who).get(f"/admin{path}").text for who in (cast.goh, cast.gam)] == [True, False]


def test_a_department_is_entered_and_listed(as_, cast):
    client = as_(cast.goh)
    group = db.session.query(PeerGroup).filter_by(code="project").one().id
    assert client.post("/admin/departments", data=FORM | {"peer_group_id": group}).status_code == 302
    assert department("N1").peer_group_id == group
    assert "신설과" in client.get("/admin/departments").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "D01"},
        {"code": ""},
        {"name": "가" * 201},
        {"kind": "ministry"},
        {"valid_until": "2025-12-31"},
        {"parent_id": "3"},
        {"position": "-1"},
        {"valid_from": ""},
    ],
)
def test_a_wrong_department_is_refused_with_everything_typed_kept(as_, cast, wrong):
    before = db.session.query(Department).count()
    answer = as_(cast.goh).post("/admin/departments", data=FORM | {"valid_until": "2029-03-04"} | wrong)
    assert answer.status_code == 422
    assert wrong.get("valid_until", "2029-03-04") in answer.text
    assert db.session.query(Department).count() == before


def test_a_bureau_is_not_ranked(as_, cast):
    group = db.session.query(PeerGroup).first().id
    answer = as_(cast.goh).post("/admin/departments", data=FORM | {"kind": "bureau", "peer_group_id": group})
    assert answer.status_code == 422
    with pytest.raises(IntegrityError), transaction():
        db.session.add(
            Department(
                code="B", name="국", kind=DepartmentKind.BUREAU, peer_group_id=group, valid_from=date(2026, 1, 1)
            )
        )


def test_a_department_that_ends_is_no_longer_offered_but_stays_in_the_list(as_, cast):
    client, old = as_(cast.goh), department("D05")
    typed = {"name": old.name, "kind": "division", "position": 5, "valid_from": "2025-01-01", "version": 1}
    answer = client.post(f"/admin/departments/{old.id}", data=typed | {"valid_until": "2026-11-22"})
    assert answer.status_code == 302
    assert old.id not in {unit.id for unit in departments_on()}
    assert old.id in {unit.id for unit in departments_on(date(2026, 11, 22))}
    assert old.name in client.get("/admin/departments").text


def test_a_change_over_somebody_elses_change_is_refused(as_, cast):
    client, unit = as_(cast.goh), department("D05")
    typed = {"kind": "division", "position": 5, "valid_from": "2025-01-01", "version": 1}
    assert client.post(f"/admin/departments/{unit.id}", data=typed | {"name": "도로관리과"}).status_code == 302
    refused = client.post(f"/admin/departments/{unit.id}", data=typed | {"name": "도로건설과"})
    assert refused.status_code == 409
    assert 'value="도로건설과"' in refused.text
    assert "도로관리과" in refused.text.partition("<form")[0] + refused.text.partition('class="notice')[2]
    assert 'name="version" type="hidden" value="2"' in refused.text
    db.session.expire_all()
    assert department("D05").name == "도로관리과"


def test_the_list_takes_as_many_statements_for_more_departments(as_, cast):
    client, counts = as_(cast.goh), []
    for codes in (("N1",), ("N2", "N3")):
        for code in codes:
            client.post("/admin/departments", data=FORM | {"code": code})
        with count_statements() as seen:
            client.get("/admin/departments")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 5


def test_public_holidays_are_entered_once(as_, cast):
    client = as_(cast.goh)
    for _ in range(2):
        assert client.post("/admin/holiday-seedings", data={"year": "2026"}).status_code == 302
    days = [row.day for row in db.session.query(Holiday)]
    assert date(2026, 10, 9) in days
    assert len(days) == len(set(days))


def test_a_day_off_is_entered_once_and_can_be_removed(as_, cast):
    client = as_(cast.goh)
    typed = {"day": "2026-12-24", "name": "개청기념일", "kind": "own"}
    assert client.post("/admin/holidays", data=typed).status_code == 302
    assert client.post("/admin/holidays", data=typed).status_code == 422
    holiday = db.session.query(Holiday).one().id
    assert client.post(f"/admin/holidays/{holiday}/removals").status_code == 302
    assert client.post(f"/admin/holidays/{holiday}/removals").status_code == 404


@pytest.mark.parametrize("year", ["abc", "0", "-5", "99999", ""])
def test_any_year_in_the_address_gives_a_page(as_, cast, year):
    assert as_(cast.goh).get(f"/admin/holidays?year={year}").status_code == 200


def test_the_control_tower_is_a_setting(as_, cast):
    client = as_(cast.goh)
    typed = {"office_name": "서산시", "control_tower": "D02", "password_preset": "gov", **DAYS}
    assert client.post("/admin/settings", data=typed).status_code == 302
    assert control_tower_department_id() == cast.planning
    assert setting(SettingKey.PASSWORD_PRESET) == "gov"
    assert "서산시" in client.get("/admin/settings").text


@pytest.mark.parametrize("name", ["서산시", None])
def test_the_frame_is_read_with_who_asks_and_the_control_tower_in_one_statement(as_, cast, app, name):
    with transaction():
        if name is not None:
            change_setting(key=SettingKey.OFFICE_NAME, value=name, actor=None)
    client = as_(cast.kim)
    client.get("/rounds")
    with count_statements() as seen:
        text = client.get("/rounds").text
    assert (f'<span class="brand-office">{name or DEFAULTS[SettingKey.OFFICE_NAME]}</span>' in text, len(seen)) == (
        True,
        2,
    )
    with count_statements() as asked:
        assert control_tower_department_id() == cast.tower
    assert len(asked) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"control_tower": "D99"},
        {"password_preset": "none"},
        {"office_name": ""},
        {"deduction_opinion_days": "4"},
        {"deduction_objection_days": "열흘"},
    ],
)
def test_a_wrong_setting_changes_none(as_, cast, wrong):
    typed = {"office_name": "서산시", "control_tower": "D02", "password_preset": "gov", **DAYS} | wrong
    assert as_(cast.goh).post("/admin/settings", data=typed).status_code == 422
    assert control_tower_department_id() == cast.tower


def test_settings_ask_for_the_password_first(as_, cast):
    answer = as_(cast.goh, fresh=False).post("/admin/settings", data={})
    assert answer.location.startswith("/reauthentications/new")


def test_a_peer_group_is_entered_and_renamed_by_its_code(as_, cast):
    client = as_(cast.goh)
    for name in ("직속기관", "직속기관·사업소"):
        answer = client.post("/admin/peer-groups", data={"code": "agency", "name": name, "position": "3"})
        assert answer.status_code == 302
    assert [group.name for group in db.session.query(PeerGroup).filter_by(code="agency")] == ["직속기관·사업소"]
