"""OpenAPI 3.1: the description of the API, made from the same table as its routes and rows."""

from collections.abc import Iterator
from typing import Any

from app.api.queries.parameters import DEFAULT_LIMIT, EARLIEST, LATEST, LONGEST, MOST
from app.api.resources import RESOURCES
from app.api.resources.shapes import Field, Filter, Kind, Resource
from app.core.messages import Labelled, Message, _
from app.core.numbers import LARGEST_ID
from app.core.problems import PROBLEM, TITLES
from app.innovation.enums import Stage

Schema = dict[str, Any]

VERSION = "1.0.0"
MOMENT = r"^\d{4,}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+\d{2}:\d{2}$"
SCHEMAS: dict[Kind, Schema] = {
    Kind.WHOLE: {"type": "integer"},
    Kind.TEXT: {"type": "string"},
    Kind.EXACT: {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    Kind.DAY: {"type": "string", "format": "date"},
    Kind.MOMENT: {"type": "string", "format": "date-time", "pattern": MOMENT},
    Kind.CODE: {"type": "string"},
    Kind.CODES: {"type": "array", "items": {"type": "string"}},
    Kind.STAYS: {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["stage", "entered_at"],
            "additionalProperties": False,
            "properties": {
                "stage": {"type": "string", "enum": [stage.value for stage in Stage]},
                "entered_at": {"type": "string", "format": "date-time", "pattern": MOMENT},
            },
        },
    },
}
REFUSALS_OF_LISTS = ("400", "401", "403", "406", "422", "429", "500")
REFUSALS_OF_RECORDS = ("400", "401", "403", "404", "406", "429", "500")
HOW = _(
    "Read-only. Send the token as “Authorization: Bearer opum_…”. Exact numbers are text, moments carry their "
    "offset, days have none. Lists come in pages: follow “next” until it is null. An answer with an ETag may be asked "
    "for again with If-None-Match."
)


def description() -> Schema:
    """Return the whole description in the reader's language."""
    return {
        "openapi": "3.1.0",
        "info": {"title": str(_("Opum API")), "version": VERSION, "description": str(HOW)},
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "tags": [{"name": known.name, "description": str(known.title)} for known in RESOURCES.values()],
        "paths": {path: {"get": operation} for path, operation in _operations()},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": str(HOW)}},
            "schemas": {**{known.noun: _record(known) for known in RESOURCES.values()}, "problem": _problem()},
            "responses": {code: _refusal(code) for code in sorted({*REFUSALS_OF_LISTS, *REFUSALS_OF_RECORDS})},
        },
    }


def field_schema(wanted: Field) -> Schema:
    """Return the schema of a field, with the words of a code and what they mean."""
    schema = dict(SCHEMAS[wanted.kind])
    about = str(wanted.about)
    if wanted.vocabulary is not None:
        schema["enum"] = [member.value for member in wanted.vocabulary]
        about = f"{about}. {_words(wanted.vocabulary)}"
    if wanted.optional:
        schema["type"] = [schema["type"], "null"]
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    return {**schema, "description": about}


def _operations() -> Iterator[tuple[str, Schema]]:
    for known in RESOURCES.values():
        yield f"/api/v1/{known.name}", _listing(known)
        yield f"/api/v1/{known.name}/{{id}}", _single(known)


def _listing(known: Resource) -> Schema:
    envelope = {
        "type": "object",
        "required": ["data", "next"],
        "additionalProperties": False,
        "properties": {
            "data": {"type": "array", "items": {"$ref": f"#/components/schemas/{known.noun}"}},
            "next": {"type": ["string", "null"], "description": str(_("Address of the next page; null at the end"))},
        },
    }
    return {
        "operationId": f"list_{known.noun}",
        "tags": [known.name],
        "summary": str(known.title),
        "description": _about(known),
        "parameters": [*map(_parameter, known.filters), *_paging()],
        "responses": {"200": _answer(envelope), "304": _unchanged(), **_refusals(REFUSALS_OF_LISTS)},
    }


def _single(known: Resource) -> Schema:
    number = {"type": "integer", "minimum": 0, "maximum": LARGEST_ID}
    return {
        "operationId": f"show_{known.noun}",
        "tags": [known.name],
        "summary": str(_("%(resource)s: one record", resource=known.title)),
        "description": _about(known),
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": number}],
        "responses": {
            "200": _answer({"$ref": f"#/components/schemas/{known.noun}"}),
            "304": _unchanged(),
            **_refusals(REFUSALS_OF_RECORDS),
        },
    }


def _about(known: Resource) -> str:
    who = _("Who: %(who)s.", who=known.who) if known.who else None
    recorded = _("Each reading is written into the access log.") if known.personal else None
    return " ".join(str(sentence) for sentence in (known.about, who, recorded) if sentence)


def _record(known: Resource) -> Schema:
    return {
        "type": "object",
        "description": str(known.title),
        "required": [wanted.name for wanted in known.fields],
        "additionalProperties": False,
        "properties": {wanted.name: field_schema(wanted) for wanted in known.fields},
    }


def _parameter(wanted: Filter) -> Schema:
    return {"name": wanted.name, "in": "query", "description": str(wanted.about), "schema": filter_schema(wanted)}


def filter_schema(wanted: Filter) -> Schema:
    """Return the schema of a parameter: what `parameters` reads, and nothing else."""
    if wanted.kind is Kind.WHOLE:
        least, most = (EARLIEST, LATEST) if wanted.name == "year" else (0, LARGEST_ID)
        return {"type": "integer", "minimum": least, "maximum": most}
    if wanted.kind is Kind.MOMENT:
        return {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}
    if wanted.vocabulary is not None:
        return {"type": "string", "enum": [member.value for member in wanted.vocabulary]}
    return {"type": "string", "minLength": 1, "maxLength": LONGEST}


def _paging() -> list[Schema]:
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT_LIMIT}
    return [
        {"name": "limit", "in": "query", "description": str(_("Records on a page")), "schema": limit},
        {
            "name": "cursor",
            "in": "query",
            "description": str(_("End of the page before, as “next” has it")),
            "schema": {"type": "string"},
        },
    ]


def _answer(schema: Schema) -> Schema:
    headers = {"ETag": {"schema": {"type": "string"}}}
    return {
        "description": str(_("What was asked for")),
        "headers": headers,
        "content": {"application/json": {"schema": schema}},
    }


def _unchanged() -> Schema:
    return {"description": str(_("Nothing has changed since the ETag that was sent"))}


def _refusals(codes: tuple[str, ...]) -> Schema:
    return {code: {"$ref": f"#/components/responses/{code}"} for code in codes}


def _refusal(code: str) -> Schema:
    answer: Schema = {
        "description": str(TITLES[int(code)]),
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/problem"}}},
    }
    text = {"schema": {"type": "string"}}
    headers = {"401": {"WWW-Authenticate": text}, "429": {"Retry-After": {"schema": {"type": "integer"}}}}
    return answer | ({"headers": headers[code]} if code in headers else {})


def _problem() -> Schema:
    text: Schema = {"type": "string"}
    return {
        "type": "object",
        "description": str(_("Why there is no answer (RFC 9457)")),
        "required": ["type", "title", "status"],
        "additionalProperties": False,
        "properties": {
            "type": text,
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "parameter": text,
            "error_id": text,
        },
    }


def _words(vocabulary: type[Labelled]) -> str:
    labels: list[tuple[str, Message]] = [(member.value, member.label) for member in vocabulary]
    return ", ".join(f"{value}: {label}" for value, label in labels)
