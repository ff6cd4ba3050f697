"""시민평가단: invited with a code, registered with consent, asked by assignment, deleted on withdrawal or when time is over."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import delete, insert, select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Conflict, Invalid, Missing, Refused, WrongState
from app.core.events import publish
from app.core.messages import _
from app.voice.enums.permissions import Permission
from app.voice.enums.survey_links import LinkAccess
from app.voice.events.panel_members import (
    PanelAssigned,
    PanelConsentWritten,
    PanelInvitationsMade,
    PanelMemberDeleted,
    PanelMemberRegistered,
)
from app.voice.models import PanelAssignment, PanelConsent, PanelInvitation, PanelMember, SurveyLink
from app.voice.models.panel_members import MOST_YEARS
from app.voice.policy import POLICY
from app.voice.queries.panel_members import consent_in_force, member_of_code
from app.voice.queries.survey_takings import require_open_link
from app.voice.rules.panel_members import (
    INVITATION_LENGTH,
    MEMBER_LENGTH,
    MOST_INVITATIONS,
    clean_code,
    code_hash,
    kept_until,
    new_code,
)
from app.voice.services.survey_answers import shuffled
from app.voice.services.survey_tokens import deal

LONGEST_INVITATION = timedelta(days=90)


def write_consent(*, actor: Actor, words_ko: str, words_en: str, years_kept: int) -> PanelConsent:
    """Write what members agree to from now on. Those who agreed before keep their version and their time."""
    access.require(POLICY, Permission.CITIZEN_PANEL_EDIT, actor)
    if not 1 <= years_kept <= MOST_YEARS:
        wrong = _("Data are kept 1 to %(most)s years.", most=MOST_YEARS)
        raise Invalid(wrong, fields={"years_kept": [wrong]})
    consent = PanelConsent(
        words_ko=words_ko, words_en=words_en, years_kept=years_kept, written_by_id=actor.id, written_at=clock.now()
    )
    db.session.add(consent)
    db.session.flush()
    publish(PanelConsentWritten(actor_id=actor.id, panel_consent_id=consent.id, years_kept=years_kept))
    return consent


def make_invitations(*, actor: Actor, count: int, good_until: date) -> list[str]:
    """Make invitation codes and return them: they are kept nowhere in the clear.

    Raises WrongState without a consent to agree to, Invalid for a count or a day out of bounds.
    """
    access.require(POLICY, Permission.CITIZEN_PANEL_EDIT, actor)
    consent = consent_in_force()
    if consent is None:
        raise WrongState(_("Write first what members agree to."))
    if not 1 <= count <= MOST_INVITATIONS:
        wrong = _("1 to %(most)s codes at a time.", most=MOST_INVITATIONS)
        raise Invalid(wrong, fields={"count": [wrong]})
    today = clock.today()
    if not today <= good_until <= today + LONGEST_INVITATION:
        wrong = _("From today on, and at most %(most)s days.", most=LONGEST_INVITATION.days)
        raise Invalid(wrong, fields={"good_until": [wrong]})
    codes = sorted({new_code(INVITATION_LENGTH) for _one in range(count)})
    rows = [
        {"code_hash": code_hash(code), "good_until": good_until, "made_by_id": actor.id, "made_at": clock.now()}
        for code in codes
    ]
    db.session.execute(insert(PanelInvitation), sorted(rows, key=lambda row: str(row["code_hash"])))
    publish(
        PanelInvitationsMade(
            actor_id=actor.id, panel_consent_id=consent.id, count=len(codes), good_until=good_until.isoformat()
        )
    )
    return codes


def register_member(*, invitation: str, name: str, contact: str, consent_id: int) -> str:
    """Register a citizen who agreed, and return the code of their own page: it is kept nowhere in the clear.

    Raises Conflict where the consent has a newer version than the one that was read, Missing for a code that is not
    good (any more). The invitation is deleted: nothing says who was invited by which.
    """
    consent = consent_in_force()
    if consent is None or consent.id != consent_id:
        raise Conflict(_("The text has a newer version now. Please read it and agree anew."))
    good = (PanelInvitation.code_hash == code_hash(clean_code(invitation)), PanelInvitation.good_until >= clock.today())
    if db.session.scalar(select(PanelInvitation.code_hash).where(*good).with_for_update()) is None:
        raise Missing(_("This invitation code is not good, or it was used already."))
    db.session.execute(delete(PanelInvitation).where(*good))
    code, today = new_code(MEMBER_LENGTH), clock.today()
    member = PanelMember(
        name=name,
        contact=contact,
        code_hash=code_hash(code),
        consent_id=consent.id,
        consented_on=today,
        kept_until=kept_until(today, consent.years_kept),
    )
    db.session.add(member)
    db.session.flush()
    publish(PanelMemberRegistered(actor_id=None, panel_member_id=member.id, panel_consent_id=consent.id))
    return code


def withdraw(*, code: str) -> None:
    """Delete everything that is kept about a member, because they wish it. Their answers have no name to be found by."""
    _delete(member_of_code(code), None, "withdrawn")


def remove_member(*, actor: Actor, member: PanelMember) -> None:
    """Delete a member who asked the office for it."""
    access.require(POLICY, Permission.CITIZEN_PANEL_EDIT, actor)
    _delete(member, actor, "removed")


def delete_over(day: date) -> int:
    """Delete members whose time is over, and invitations nobody used in time; return how many members."""
    db.session.execute(delete(PanelInvitation).where(PanelInvitation.good_until < day))
    over = db.session.scalars(select(PanelMember).where(PanelMember.kept_until < day).order_by(PanelMember.id)).all()
    for member in over:
        _delete(member, None, "over")
    return len(over)


def assign(*, actor: Actor, link: SurveyLink, count: int | None = None) -> int:
    """Ask members to answer by a link: all who are not asked yet, or `count` of them drawn by lot; return how many."""
    access.require(POLICY, Permission.CITIZEN_PANEL_EDIT, actor)
    require_open_link(link)
    if link.access is not LinkAccess.PANEL:
        raise Refused(_("This link is not for the citizens' panel."))
    _hold([link.id])
    asked = select(PanelAssignment.member_id).where(PanelAssignment.link_id == link.id)
    free = shuffled(db.session.scalars(select(PanelMember.id).where(PanelMember.id.not_in(asked))))
    drawn: Sequence[int] = free if count is None else free[:count]
    if not drawn:
        raise Refused(_("Every member is asked already."))
    rows = [{"link_id": link.id, "member_id": member_id, "has_taken": False} for member_id in sorted(drawn)]
    db.session.execute(insert(PanelAssignment), rows)
    publish(PanelAssigned(actor_id=actor.id, survey_link_id=link.id, survey_wave_id=link.wave_id, count=len(rows)))
    return len(rows)


def take_as_member(*, code: str, link_id: int) -> tuple[str, str]:
    """Deal a token to a member who is asked by a link, once; return the link's key and the token.

    No event, as for colleagues. Raises Missing for a link the member is not asked by, Conflict for a second token.
    """
    member = member_of_code(code)
    link = db.session.scalar(select(SurveyLink).where(SurveyLink.id == link_id).with_for_update())
    rows = db.session.execute(
        select(PanelAssignment.member_id, PanelAssignment.has_taken).where(PanelAssignment.link_id == link_id)
    ).all()
    states = {row.member_id: row.has_taken for row in rows}
    if link is None or member.id not in states:
        raise Missing(_("You are not asked here."))
    require_open_link(link)
    if states[member.id]:
        raise Conflict(_("You have taken your token of this survey already; it cannot be shown again."))
    states[member.id] = True
    # written anew as a whole, so that the database does not know in which order members came: see decision 0054
    db.session.execute(delete(PanelAssignment).where(PanelAssignment.link_id == link_id))
    anew = [{"link_id": link_id, "member_id": who, "has_taken": states[who]} for who in shuffled(states)]
    db.session.execute(insert(PanelAssignment), anew)
    return link.key, deal(link)


def _hold(link_ids: Sequence[int]) -> None:
    """Hold links until the end: whoever takes a token writes all assignments of a link anew, and may lose nobody's."""
    held = select(SurveyLink.id).where(SurveyLink.id.in_(link_ids)).order_by(SurveyLink.id).with_for_update()
    db.session.execute(held).all()


def _delete(member: PanelMember, actor: Actor | None, cause: str) -> None:
    gone = PanelMemberDeleted(actor_id=actor.id if actor else None, panel_member_id=member.id, cause=cause)
    _hold(db.session.scalars(select(PanelAssignment.link_id).where(PanelAssignment.member_id == member.id)).all())
    db.session.execute(delete(PanelAssignment).where(PanelAssignment.member_id == member.id))
    db.session.execute(delete(PanelMember).where(PanelMember.id == member.id))
    db.session.expunge(member)
    publish(gone)
