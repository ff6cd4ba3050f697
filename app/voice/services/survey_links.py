"""설문 링크: made for a wave, ended before it closes, and colleagues reminded of it."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Invalid, Refused, WrongState
from app.core.events import publish
from app.core.messages import Message, _
from app.voice.enums.permissions import Permission
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import SurveyAudience, WaveState, WaveWay
from app.voice.events.survey_links import SurveyLinkEnded, SurveyLinkMade, SurveyReminderSent
from app.voice.models import Survey, SurveyLink, SurveyWave, SurveyWaveDepartment, SurveyWaveGroup
from app.voice.policy import POLICY
from app.voice.queries.survey_takings import people_to_remind, require_open_link
from app.voice.rules.survey_tokens import new_key
from app.voice.services.survey_tokens import fill_pool

ACCESS_OF: dict[SurveyAudience, tuple[LinkAccess, ...]] = {
    SurveyAudience.PUBLIC: (LinkAccess.OPEN, LinkAccess.LETTERS),
    SurveyAudience.STAFF: (LinkAccess.STAFF,),
    SurveyAudience.PANEL: (LinkAccess.PANEL,),
}
"""How each audience of a survey may answer: whoever is in the panel or on the staff always has a token."""


@dataclass(frozen=True, kw_only=True)
class LinkDraft:
    """What a link is for. `every_department`: one link for each department the wave asks about."""

    access: LinkAccess
    department_id: int | None = None
    customer_group_id: int | None = None
    every_department: bool = False


def make_links(*, actor: Actor, wave: SurveyWave, draft: LinkDraft) -> list[SurveyLink]:
    """Make a link, or one for each department; what is there already is not made twice.

    Raises WrongState for a wave that has closed or takes no answers, Invalid for what the wave does not ask about.
    """
    access.require(POLICY, Permission.SURVEY_LINK_EDIT, actor)
    if wave.state is WaveState.CLOSED or wave.way is not WaveWay.ANSWERED:
        raise WrongState(_("Nobody answers this wave any more, so no link is made."))
    audience = db.session.scalars(select(Survey.audience).where(Survey.id == wave.survey_id)).one()
    if draft.access not in ACCESS_OF[audience]:
        raise _invalid("access", _("This survey is not answered that way."))
    asked = db.session.scalars(
        select(SurveyWaveDepartment.department_id)
        .where(SurveyWaveDepartment.wave_id == wave.id)
        .order_by(SurveyWaveDepartment.department_id)
    ).all()
    _check_group(wave, draft)
    if not draft.every_department and draft.department_id is not None and draft.department_id not in asked:
        raise _invalid("department_id", _("The wave does not ask about this department."))
    wanted: list[int | None] = list(asked) if draft.every_department else [draft.department_id]
    there = _departments_with_link(wave, draft)
    made = [_make(actor, wave, draft, unit) for unit in wanted if unit not in there]
    if not made:
        raise Refused(_("There is such a link already."))
    return made


def end_link(*, actor: Actor, link: SurveyLink) -> None:
    """Take a link out of use, for good: a card that was lost, an address that was misused. Answers stay."""
    access.require(POLICY, Permission.SURVEY_LINK_EDIT, actor)
    if link.ended_at is not None:
        raise WrongState(_("This link is not in use any more."))
    link.ended_at, link.ended_by_id = clock.now(), actor.id
    db.session.flush()
    publish(SurveyLinkEnded(actor_id=actor.id, survey_link_id=link.id, survey_wave_id=link.wave_id))


def remind(*, actor: Actor, link: SurveyLink) -> int:
    """Have colleagues who took no token reminded; return how many they are. Who they are is shown to nobody."""
    access.require(POLICY, Permission.SURVEY_LINK_EDIT, actor)
    require_open_link(link)
    if link.access is not LinkAccess.STAFF:
        raise Refused(_("Only colleagues can be reminded here."))
    count = db.session.scalars(select(func.count()).select_from(people_to_remind(link).subquery())).one()
    if count:
        publish(SurveyReminderSent(actor_id=actor.id, survey_link_id=link.id, survey_wave_id=link.wave_id, count=count))
    return count


def _make(actor: Actor, wave: SurveyWave, draft: LinkDraft, department_id: int | None) -> SurveyLink:
    link = SurveyLink(
        wave_id=wave.id,
        department_id=department_id,
        customer_group_id=draft.customer_group_id,
        key=new_key(),
        access=draft.access,
        tokens_made=0,
        made_by_id=actor.id,
        made_at=clock.now(),
    )
    db.session.add(link)
    db.session.flush()
    publish(
        SurveyLinkMade(
            actor_id=actor.id,
            survey_link_id=link.id,
            survey_wave_id=wave.id,
            department_id=department_id,
            customer_group_id=link.customer_group_id,
            access=link.access.value,
        )
    )
    if link.access.deals_tokens:
        fill_pool(actor=actor, link=link)
    return link


def _check_group(wave: SurveyWave, draft: LinkDraft) -> None:
    if draft.customer_group_id is None:
        return
    of_wave = select(SurveyWaveGroup.id).where(
        SurveyWaveGroup.wave_id == wave.id, SurveyWaveGroup.customer_group_id == draft.customer_group_id
    )
    if db.session.scalar(of_wave) is None:
        raise _invalid("customer_group_id", _("The wave does not ask this group."))


def _departments_with_link(wave: SurveyWave, draft: LinkDraft) -> set[int | None]:
    """Return the departments that have such a link in use: for them the card on the counter stays the same."""
    return set(
        db.session.scalars(
            select(SurveyLink.department_id).where(
                SurveyLink.wave_id == wave.id,
                SurveyLink.access == draft.access,
                SurveyLink.customer_group_id.is_not_distinct_from(draft.customer_group_id),
                SurveyLink.ended_at.is_(None),
            )
        )
    )


def _invalid(field: str, reason: Message) -> Invalid:
    return Invalid(reason, fields={field: [reason]})
