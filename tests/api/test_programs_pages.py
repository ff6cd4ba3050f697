"""What programs read has no page to look at: its status, its headers and what it asks for are looked at here."""

import pytest

from app.api.resources import RESOURCES
from tests.factories import api as factory
from tests.factories import jobs

HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
KEPT = {"no-store", "private, no-cache"}
"""Nothing may be kept on the way; a program may keep what it asks about again (ETag)."""


def audited(answer, kept=KEPT):
    """What a careful reader says of the headers of an answer."""
    wrong = [name for name, value in HEADERS.items() if value not in answer.headers.get(name, "")]
    wrong += [] if answer.headers["Cache-Control"] in kept else ["Cache-Control"]
    wrong += [] if "default-src 'none'" in answer.headers["Content-Security-Policy"] else ["CSP"]
    wrong += [name for name in answer.headers.keys() if name.startswith("Access-Control")]  # noqa: SIM118  not a dict
    wrong += ["a cookie"] if "Set-Cookie" in answer.headers else []
    return wrong


@pytest.mark.parametrize("name", RESOURCES)
def test_every_resource_answers_json_with_the_headers_of_the_house(name, scene, program):
    reader = program(scene.gam if name == "audit-heads" else scene.jung)
    for path, status in ((name, 200), (f"{name}/999999", 404), (f"{name}?colour=red", 400)):
        answer = reader.get(path)
        assert (answer.status_code, audited(answer)) == (status, []), path
        assert answer.mimetype in {"application/json", "application/problem+json"}
        assert reader.client.post(f"/api/v1/{path}", headers=reader.headers).status_code in {404, 405}


@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/api/v1/openapi.json", "/api/v1/tasks", "/api/v1/nothing"])
def test_whoever_asks_without_a_token_gets_the_headers_too(path, app):
    answer = app.test_client().get(path)
    assert answer.status_code in {200, 401, 404, 503}
    assert audited(answer) == []
    assert "<html" not in answer.get_data(as_text=True)


def test_a_result_is_a_download_that_no_browser_opens(as_, cast):
    with jobs.kinds():
        job_id = jobs.done(cast.kim)
        answer = as_(cast.kim).get(f"/jobs/{job_id}/result", buffered=True)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert [wrong for wrong in audited(answer, {"no-store"}) if wrong != "a cookie"] == []


def test_a_nul_is_refused_wherever_it_stands(as_, cast):
    client = as_(cast.jung)
    form = {"purpose": "통계시스템", "scopes": ["tasks", "issues\0"], "ends_on": "2027-03-31"}
    assert client.post("/tokens", data=form).status_code == 400
    assert client.get("/issues?state=received&state=%00").status_code == 400


def test_numbers_of_tokens_tell_nothing(cast, as_):
    token_id, _secret = factory.token_of(cast.jung)
    answers = {as_(cast.kim).post(f"/tokens/{number}/revocations").status_code for number in (token_id, 999999)}
    assert answers == {404}
