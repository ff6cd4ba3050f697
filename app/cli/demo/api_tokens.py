"""연계 토큰: what other systems of the office read. The tokens themselves are kept by nobody."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from app.api.models import ApiToken
from app.api.services import tokens
from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on


def steps(office: Office) -> Iterator[Step]:
    """Each token on the day it was made, and revoked where it was."""
    for row in content("api_tokens")["tokens"]:
        yield Step(on(row["made_on"]), 8, partial(_make, office, row))
        if row["revoked_on"]:
            yield Step(on(row["revoked_on"]), 9, partial(_revoke, office, row))


def _make(office: Office, row: dict[str, Any]) -> None:
    token, _secret = tokens.create_token(
        actor=office.actor(row["owner"]), purpose=row["purpose"], scopes=row["scopes"], ends_on=on(row["ends_on"])
    )
    office.keep("api_token", row["code"], token.id)


def _revoke(office: Office, row: dict[str, Any]) -> None:
    tokens.revoke_token(actor=office.actor(row["revoked_by"]), token=office.get(ApiToken, "api_token", row["code"]))
