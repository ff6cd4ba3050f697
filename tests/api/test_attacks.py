"""Programs that try to read through one resource what another keeps from them."""

from tests.factories import api as factory


def test_the_control_tower_gets_no_employee_numbers_by_the_accounts(scene, program):
    tower, hr = program(scene.choi), program(scene.jung)
    masked = {row["person_id"]: row["employee_no"] for row in tower.rows("accounts") if row["person_id"]}
    whole = {row["person_id"]: row["employee_no"] for row in hr.rows("accounts") if row["person_id"]}
    people = {row["id"]: row["employee_no"] for row in tower.rows("people")}
    assert masked == {person_id: people[person_id] for person_id in masked}
    assert whole[scene.kim.id] == "kim" != masked[scene.kim.id]
    own = {row["person_id"]: row["employee_no"] for row in program(scene.kim).rows("accounts") if row["person_id"]}
    assert own == {scene.kim.id: "kim"}


def test_a_token_in_the_address_or_a_cookie_opens_nothing(scene, app, as_):
    _id, secret = factory.token_of(scene.jung)
    assert app.test_client().get(f"/api/v1/tasks?access_token={secret}").status_code == 401
    assert as_(scene.jung).get("/api/v1/tasks").status_code == 401
    assert app.test_client().get("/jobs", headers={"Authorization": f"Bearer {secret}"}).status_code in {302, 401}
