"""자원: a list and a single record of each, and their description."""

import json
from hashlib import sha256
from typing import Any

from flask import Response, g, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.enums import AccessAction
from app.accounts.services.access_records import record_access
from app.api.openapi import description
from app.api.queries.parameters import Misread, read_list, read_nothing
from app.api.queries.records import page_of, record_of
from app.api.resources import RESOURCES
from app.api.routes import bp
from app.api.routes.door import Admission
from app.api.services.usage import count_rows
from app.core.database import transaction
from app.core.messages import _
from app.core.problems import problem
from app.core.web import address

JSON = "application/json"


@bp.get("/api/v1/openapi.json", provide_automatic_options=False)
def show_description() -> ResponseReturnValue:
    """Hand out the description of the API. It says nothing about the office."""
    return _json(description())


def list_records() -> ResponseReturnValue:
    """Hand out a page of a resource."""
    admission: Admission = g.admission
    try:
        _accept_json()
        asked = read_list(admission.resource, request.args.to_dict(flat=False))
    except Misread as misread:
        return _misread(misread)
    page = page_of(admission.resource, admission.actor, asked)
    _note(admission, len(page.rows))
    following = _following(page.next_cursor)
    response = _json({"data": list(page.rows), "next": following})
    if following:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


def show_record(record_id: int) -> ResponseReturnValue:
    """Hand out one record of a resource."""
    admission: Admission = g.admission
    try:
        _accept_json()
        read_nothing(request.args.to_dict(flat=False))
    except Misread as misread:
        return _misread(misread)
    row = record_of(admission.resource, admission.actor, record_id)
    _note(admission, 1)
    return _json(row)


for _resource in RESOURCES.values():
    _options: dict[str, Any] = {"methods": ["GET"], "provide_automatic_options": False}
    bp.add_url_rule(f"/api/v1/{_resource.name}", f"list_{_resource.noun}", list_records, **_options)
    bp.add_url_rule(f"/api/v1/{_resource.name}/<int:record_id>", f"show_{_resource.noun}", show_record, **_options)


def _accept_json() -> None:
    accepted = request.accept_mimetypes
    if accepted and not accepted[JSON]:
        raise Misread(406, "Accept", _("The header “Accept” leaves out application/json."))


def _misread(misread: Misread) -> ResponseReturnValue:
    return problem(misread.code, misread.reason, parameter=misread.parameter)


def _note(admission: Admission, rows: int) -> None:
    """Count what goes out; of single people it also goes into the access log, before it leaves."""
    if not rows:
        return
    with transaction():
        count_rows(token_id=admission.token.id, resource=admission.resource.name, rows=rows)
        if admission.resource.personal:
            record_access(
                actor=admission.actor,
                address=address(),
                action=AccessAction.API_READ,
                concerned_count=rows,
                reason=f"{request.path} · token {admission.token.id}",
            )


def _following(cursor: str | None) -> str | None:
    if cursor is None:
        return None
    kept = {name: value for name, value in request.args.items() if name != "cursor"}
    return url_for(request.endpoint or "", _external=True, **{**kept, "cursor": cursor})


def _json(content: object) -> Response:
    """Make the answer with its ETag: who has it already gets 304 and no body."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    response = Response(body, mimetype=JSON)
    response.set_etag(sha256(body).hexdigest()[:32], weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Authorization"
    response.make_conditional(request)
    return response
