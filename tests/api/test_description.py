"""The description of the API and what it answers agree: asked at random, in the name of three people."""

import json
from contextvars import copy_context

import pytest
import schemathesis
from flask.globals import _cv_app
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.api.resources import RESOURCES
from app.core.database import db
from tests.factories import api as factory

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
QUIETLY = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def alone(app):
    """The app as a server calls it: no request shares anything with the test."""
    app.config["API_REQUESTS_A_MINUTE"] = 1_000_000

    def answer(environ, start_response):
        def apart():
            _cv_app.set(None)
            return list(app.wsgi_app(environ, start_response))

        found = copy_context().run(apart)
        db.session.rollback()
        return found

    yield answer
    app.config["API_REQUESTS_A_MINUTE"] = 120


@pytest.mark.slow
@pytest.mark.parametrize("identity", ["jung", "choi", "kim"])
def test_nothing_undocumented_is_answered(identity, scene, alone):
    secret = factory.token_of(getattr(scene, identity))[1]
    headers = {"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", alone)
    asked = []
    for found in schema.get_all_operations():
        operation = found.ok()

        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @QUIETLY
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case):
                answer = case.call(headers=headers)
                asked.append(answer.status_code)
                case.validate_response(answer, checks=CHECKS)

            ask()
    assert len(asked) >= 7 * len(RESOURCES)
    assert {200, 400, 404, 422} <= set(asked)


def test_refusals_of_strangers_scopes_and_haste_are_as_described(cast, alone, app):
    """401, 403 and 429: what random questions in the name of somebody who may never meet."""
    factory.everybody_may(cast)
    narrow, hasty = (factory.token_of(cast.kim, "tasks")[1] for _token in range(2))
    app.config["API_REQUESTS_A_MINUTE"] = 1
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", alone)
    asked = [
        ("/api/v1/tasks", "", 401),
        ("/api/v1/tasks/{id}", "opum_nobody", 401),
        ("/api/v1/issues", narrow, 403),
        ("/api/v1/tasks", hasty, 200),
        ("/api/v1/tasks", hasty, 429),
        ("/api/v1/tasks/{id}", hasty, 429),
    ]
    for path, secret, status in asked:
        case = schema[path]["GET"].Case(path_parameters={"id": 1} if "{id}" in path else {})
        answer = case.call(headers={"Authorization": f"Bearer {secret}"} if secret else {})
        assert answer.status_code == status, path
        case.validate_response(answer, checks=CHECKS)
        assert status == 200 or set(answer.json()) == {"type", "title", "status", "detail"}


def test_routes_and_description_are_the_same(app, anonymous):
    content = anonymous.get("/api/v1/openapi.json").get_json()
    routes = {
        rule.rule.replace("<int:record_id>", "{id}")
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and rule.endpoint != "api.show_description"
    }
    assert (content["openapi"], set(content["paths"])) == ("3.1.0", routes)
    operations = [path["get"]["operationId"] for path in content["paths"].values()]
    assert len(set(operations)) == len(operations) == 2 * len(RESOURCES)


def test_every_row_has_the_fields_and_kinds_described(scene, program, anonymous):
    schemas = anonymous.get("/api/v1/openapi.json").get_json()["components"]["schemas"]
    reader = program(scene.gam)
    for name, resource in RESOURCES.items():
        described = schemas[resource.noun]
        for row in reader.rows(name):
            assert list(row) == described["required"] == list(described["properties"])
            empty = [field.name for field in resource.fields if row[field.name] is None and not field.optional]
            assert empty == [], name


def test_the_description_says_nothing_about_the_office(scene, anonymous):
    told = json.dumps(anonymous.get("/api/v1/openapi.json").get_json(), ensure_ascii=False)
    assert [name for name in ("교통과", "김하늘", "오품 시범 기관") if name in told] == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_guide_shows_every_resource(language, scene, as_):
    client = as_(scene.choi)
    client.set_cookie("opum_language", language)
    page = client.get("/api").text
    assert [name for name in RESOURCES if f"/api/v1/{name}" not in page] == []
