"""슬로건 공모: opened for a year by the control tower, its days and guidance changed by it."""

from dataclasses import dataclass

from sqlalchemy.dialects import postgresql, sqlite

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import CHANGED, Conflict
from app.core.events import publish
from app.core.messages import _
from app.innovation.enums.permissions import Permission
from app.innovation.events import SloganCallChanged, SloganCallOpened
from app.innovation.models import SloganCall
from app.innovation.policy import POLICY
from app.innovation.rules.slogan_calls import CallDays, check_call


@dataclass(frozen=True, kw_only=True)
class CallContent:
    """What the control tower wrote."""

    days: CallDays
    guidance: str


def open_call(*, actor: Actor, year: int, content: CallContent) -> SloganCall:
    """Call for the slogans of a year. `Conflict` if that was done already."""
    access.require(POLICY, Permission.SLOGAN_CALL, actor)
    check_call(content.days, guidance=content.guidance, year=year, today=clock.today())
    insert = (sqlite if db.engine.dialect.name == "sqlite" else postgresql).insert
    statement = insert(SloganCall).values(
        year=year, version=1, opened_by_id=actor.id, opened_at=clock.now(), **_columns(content)
    )
    once = statement.on_conflict_do_nothing(index_elements=["year"]).returning(SloganCall.id)
    call_id = db.session.execute(once).scalar_one_or_none()
    if call_id is None:
        raise Conflict(_("The slogans of %(year)s are called for already.", year=year))
    call = db.session.get_one(SloganCall, call_id)
    publish(
        SloganCallOpened(
            actor_id=actor.id,
            slogan_call_id=call.id,
            year=year,
            starts_on=call.starts_on.isoformat(),
            ends_on=call.ends_on.isoformat(),
        )
    )
    return call


def change_call(*, actor: Actor, call: SloganCall, content: CallContent, seen_version: int) -> None:
    """Move the days of a call or rewrite its guidance. `Conflict` if it is not the version the writer saw."""
    access.require(POLICY, Permission.SLOGAN_CALL, actor)
    if call.version != seen_version:
        raise Conflict(CHANGED)
    check_call(content.days, guidance=content.guidance, year=call.year, today=clock.today())
    change_state(call, **_columns(content))
    publish(
        SloganCallChanged(
            actor_id=actor.id,
            slogan_call_id=call.id,
            starts_on=content.days.starts_on.isoformat(),
            ends_on=content.days.ends_on.isoformat(),
        )
    )


def _columns(content: CallContent) -> dict[str, object]:
    return {
        "starts_on": content.days.starts_on,
        "ends_on": content.days.ends_on,
        "guidance": content.guidance,
    }
