"""칭찬 신고: reported by one person, decided by another who has no part in the message."""

from collections.abc import Sequence

from sqlalchemy import Select, select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Refused, WrongState
from app.core.events import FreeText, publish
from app.core.messages import _
from app.mileage.enums import Permission, ThanksReportState
from app.mileage.events import ThanksHidden, ThanksReportDismissed, ThanksReported
from app.mileage.models import Thanks, ThanksReport
from app.mileage.policy import POLICY
from app.mileage.services.thanks_purses import take_back


def report_thanks(*, thanks: Thanks, actor: Actor, reason: str) -> ThanksReport:
    """Say that a thank-you is not what it should be; once each. It stays as it is until somebody decides."""
    access.require(POLICY, Permission.THANKS_REPORT, actor, thanks)
    _lock(thanks)
    if thanks.hidden_at is not None:
        raise WrongState(_("This thank-you is already hidden."))
    if db.session.scalar(_report_of(actor, thanks)) is not None:
        raise WrongState(_("You have already reported this thank-you."))
    report = ThanksReport(thanks_id=thanks.id, reporter_id=actor.id, reason=reason, reported_at=clock.now())
    db.session.add(report)
    db.session.flush()
    publish(ThanksReported(actor_id=actor.id, thanks_id=thanks.id, report_id=report.id, reason=FreeText(reason)))
    return report


def hide_thanks(*, thanks: Thanks, actor: Actor, reason: str) -> None:
    """Agree with the reports: the message is hidden for good and its points are taken back once."""
    reports = _open_reports(thanks, actor)
    change_state(thanks, hidden_at=clock.now(), hidden_by_id=actor.id, hide_reason=reason)
    _close(reports, ThanksReportState.HIDDEN, actor, reason)
    take_back(thanks, actor.id)
    publish(
        ThanksHidden(
            actor_id=actor.id,
            thanks_id=thanks.id,
            report_ids=tuple(report.id for report in reports),
            points=thanks.points,
            reason=FreeText(reason),
        )
    )


def dismiss_reports(*, thanks: Thanks, actor: Actor, reason: str) -> None:
    """Disagree with the reports: the message stays as it is."""
    reports = _open_reports(thanks, actor)
    _close(reports, ThanksReportState.DISMISSED, actor, reason)
    ids = tuple(report.id for report in reports)
    publish(ThanksReportDismissed(actor_id=actor.id, thanks_id=thanks.id, report_ids=ids, reason=FreeText(reason)))


def _open_reports(thanks: Thanks, actor: Actor) -> Sequence[ThanksReport]:
    access.require(POLICY, Permission.THANKS_DECIDE, actor, thanks)
    _lock(thanks)
    found = db.session.scalars(
        select(ThanksReport)
        .where(ThanksReport.thanks_id == thanks.id, ThanksReport.state == ThanksReportState.OPEN)
        .order_by(ThanksReport.id)
    ).all()
    if not found:
        raise WrongState(_("Nobody waits for a decision about this thank-you any more."))
    if db.session.scalar(_report_of(actor, thanks)) is not None:
        raise Refused(_("Who reported a thank-you does not decide about it."))
    return found


def _report_of(actor: Actor, thanks: Thanks) -> Select[int]:
    """Select the report of the person, decided or not: whoever reported once decides about the message never."""
    return select(ThanksReport.id).where(ThanksReport.thanks_id == thanks.id, ThanksReport.reporter_id == actor.id)


def _close(reports: Sequence[ThanksReport], state: ThanksReportState, actor: Actor, reason: str) -> None:
    for report in reports:
        change_state(report, state=state, decided_by_id=actor.id, decided_at=clock.now(), decision=reason)


def _lock(thanks: Thanks) -> None:
    db.session.refresh(thanks, with_for_update=True)
