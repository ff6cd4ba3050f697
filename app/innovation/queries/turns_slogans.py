"""내 차례: half-year self-evaluations to write or to approve, and slogans to score."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Date, String, and_, cast, exists, literal, select

from app.core import clock
from app.core.access import Actor, Role
from app.core.messages import Message, _
from app.core.turns import NO_DAY, AnyColumn, Asked, lines_of
from app.innovation.enums import SloganState
from app.innovation.enums.slogan_steps import HalfYear
from app.innovation.models import (
    Slogan,
    SloganBallot,
    SloganEvaluator,
    SloganPanel,
    SloganReview,
    SloganReviewStep,
)
from app.innovation.queries.slogans.panels import had_a_part, scorable
from app.innovation.queries.slogans.reviews import OPEN_TO_ALL, WROTE
from app.innovation.rules.slogan_reviews import due_day, owed_halves


def owed(actor: Actor) -> Sequence[Asked]:
    """Return the self-evaluations to hand in, those to approve, and the panels to score for."""
    return [*_to_write(actor), *_to_approve(actor), *_to_score(actor)]


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return the own self-evaluations that are with the head."""
    mine = and_(SloganReview.state == SloganState.SUBMITTED, SloganReview.reviewed_by_id == actor.id)
    return [_reviews(_("Self-evaluation waits for approval"), mine, since=SloganReview.reviewed_at)]


def _to_write(actor: Actor) -> Iterator[Asked]:
    coordinated = actor.coordinated_department_ids
    if not coordinated:
        return
    for year, half in owed_halves(clock.today()):
        told = exists().where(
            SloganReview.slogan_id == Slogan.id, SloganReview.half == half, SloganReview.state.in_(OPEN_TO_ALL)
        )
        due_on = literal(due_day(year, half), Date)
        lines = lines_of(Slogan.id, Slogan.text, due_on=due_on, since=Slogan.approved_at).where(
            scorable(year), Slogan.department_id.in_(coordinated), ~told
        )
        yield Asked(
            what=_half_label(year, half),
            endpoint="innovation.new_slogan_review",
            param="slogan_id",
            fixed={"half": half.value},
            lines=lines,
        )


def _half_label(year: int, half: HalfYear) -> Message:
    return _("Self-evaluation of the slogan: %(half)s of %(year)s", half=half.label, year=year)


def _to_approve(actor: Actor) -> Iterator[Asked]:
    if not actor.headed_department_ids:
        return
    wrote = exists().where(
        SloganReviewStep.review_id == SloganReview.id,
        SloganReviewStep.taken_by_id == actor.id,
        SloganReviewStep.kind.in_(WROTE),
    )
    mine = and_(
        SloganReview.state == SloganState.SUBMITTED,
        SloganReview.reviewed_by_id != actor.id,
        Slogan.department_id.in_(actor.headed_department_ids),
        ~wrote,
    )
    yield _reviews(_("Self-evaluation to approve"), mine, since=SloganReview.reviewed_at)


def _to_score(actor: Actor) -> Iterator[Asked]:
    if not actor.has(Role.EVALUATOR):
        return
    given = exists().where(
        SloganBallot.panel_id == SloganPanel.id,
        SloganBallot.slogan_id == Slogan.id,
        SloganBallot.evaluator_id == actor.id,
    )
    given = given.correlate_except(SloganBallot)
    unscored = select(Slogan.id).where(scorable(SloganPanel.year), ~had_a_part(actor.id), ~given)
    named = exists().where(SloganEvaluator.panel_id == SloganPanel.id, SloganEvaluator.person_id == actor.id)
    lines = lines_of(
        SloganPanel.id, cast(SloganPanel.year, String), due_on=SloganPanel.due_on, since=SloganPanel.opened_at
    ).where(SloganPanel.closed_on.is_(None), named, unscored.correlate(SloganPanel).exists())
    yield Asked(
        what=_("Slogans to score"),
        endpoint="innovation.show_slogan_panel",
        param="panel_id",
        lines=lines,
        titled=lambda year: _("Slogans of %(year)s", year=year),
    )


def _reviews(what: Message, condition: ColumnElement[bool], *, since: AnyColumn, due_on: AnyColumn = NO_DAY) -> Asked:
    lines = lines_of(Slogan.id, Slogan.text, due_on=due_on, since=since)
    joined = lines.join(SloganReview, SloganReview.slogan_id == Slogan.id).where(condition)
    return Asked(what=what, endpoint="innovation.show_slogan", param="slogan_id", lines=joined)
