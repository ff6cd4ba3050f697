"""슬로건 심사: the control tower names a panel, evaluators score, the control tower closes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.queries.roles import evaluators_today
from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import CHANGED, Conflict, Denied, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.innovation.enums.permissions import Permission
from app.innovation.events import SloganEvaluatorReplaced, SloganPanelClosed, SloganPanelOpened, SloganScored
from app.innovation.models import (
    Slogan,
    SloganBallot,
    SloganCriterion,
    SloganEvaluator,
    SloganMark,
    SloganPanel,
    SloganPanelChange,
)
from app.innovation.policy import POLICY
from app.innovation.queries.slogans import panels as queries
from app.innovation.rules import slogan_panels as rules
from app.innovation.rules.common import check_reason, clean_text


@dataclass(frozen=True, kw_only=True)
class PanelContent:
    """What the control tower decided: last day of scoring, (criterion, weight), and who scores."""

    due_on: date
    criteria: Sequence[tuple[str, Decimal]]
    evaluator_ids: Sequence[int]


def open_panel(*, actor: Actor, year: int, content: PanelContent) -> SloganPanel:
    """Name the panel for the slogans of a year. `Conflict` if there is one."""
    access.require(POLICY, Permission.SLOGAN_PANEL_SET, actor)
    rules.check_panel(
        year=year,
        due_on=content.due_on,
        criteria=content.criteria,
        evaluators=content.evaluator_ids,
        today=clock.today(),
    )
    _check_evaluators(actor, content.evaluator_ids)
    panel = _insert(actor, year, content.due_on)
    _write_members(panel, content)
    publish(
        SloganPanelOpened(
            actor_id=actor.id, slogan_panel_id=panel.id, year=year, evaluator_ids=tuple(content.evaluator_ids)
        )
    )
    return panel


def replace_evaluator(*, actor: Actor, panel: SloganPanel, person_id: int, successor_id: int, reason: str) -> None:
    """Put another evaluator in the place of one who has not scored yet, with a reason."""
    access.require(POLICY, Permission.SLOGAN_PANEL_SET, actor)
    rules.check_open(closed=panel.closed_on is not None)
    check_reason(reason)
    if queries.is_evaluator_of(panel.id, actor.id) or successor_id == panel.opened_by_id:
        raise Refused(_("Whoever names the panel does not sit on it."))
    _check_evaluators(actor, [successor_id])
    if person_id not in {idle_id for idle_id, _name in queries.idle_evaluators(panel.id)}:
        raise Refused(_("Only an evaluator of the panel who has not scored yet is replaced."))
    if queries.is_evaluator_of(panel.id, successor_id):
        raise Refused(_("This person is on the panel already."))
    before = {line.slogan_id for line in queries.standings(panel) if line.expected}
    db.session.execute(
        delete(SloganEvaluator).where(SloganEvaluator.panel_id == panel.id, SloganEvaluator.person_id == person_id)
    )
    db.session.add(SloganEvaluator(panel_id=panel.id, person_id=successor_id))
    db.session.flush()
    orphans = [line.department for line in queries.standings(panel) if not line.expected and line.slogan_id in before]
    if orphans:
        raise Refused(_("Then nobody of the panel could score the slogan of: %(names)s.", names=", ".join(orphans)))
    _keep_change(actor, panel, person_id, successor_id, clean_text(reason))


def score_slogan(
    *, actor: Actor, panel: SloganPanel, slogan: Slogan, marks: Mapping[int, Decimal], comment: str = ""
) -> SloganBallot:
    """Give a slogan of the panel the marks on each criterion; a later call replaces them until the panel is closed."""
    access.require(POLICY, Permission.SLOGAN_SCORE, actor)
    rules.check_open(closed=panel.closed_on is not None)
    if not queries.is_evaluator_of(panel.id, actor.id) or slogan.year != panel.year:
        raise Denied(_("Only evaluators of this panel score its slogans."))
    if queries.had_a_part_in(slogan.id, actor.id):
        raise Denied(_("Nobody scores a slogan of their own department."))
    criteria = queries.criteria_of(panel.id)
    rules.check_marks(marks, [criterion.id for criterion in criteria])
    total = rules.ballot_total([(criterion.weight, marks[criterion.id]) for criterion in criteria])
    ballot = _keep(actor, panel, slogan, total, clean_text(comment))
    db.session.execute(delete(SloganMark).where(SloganMark.ballot_id == ballot.id))
    db.session.add_all(SloganMark(ballot_id=ballot.id, criterion_id=key, mark=mark) for key, mark in marks.items())
    db.session.flush()
    publish(SloganScored(actor_id=actor.id, slogan_panel_id=panel.id, slogan_id=slogan.id))
    return ballot


def close_panel(*, actor: Actor, panel: SloganPanel) -> None:
    """Close the panel: from now on the scores are shown and nothing of it changes."""
    access.require(POLICY, Permission.SLOGAN_PANEL_SET, actor)
    if queries.is_evaluator_of(panel.id, actor.id):
        raise Refused(_("An evaluator of the panel does not close it."))
    rules.check_closing(
        closed=panel.closed_on is not None,
        missing=queries.missing_ballots(panel),
        due_on=panel.due_on,
        today=clock.today(),
    )
    change_state(panel, closed_on=clock.today(), closed_at=clock.now(), closed_by_id=actor.id)
    publish(SloganPanelClosed(actor_id=actor.id, slogan_panel_id=panel.id, year=panel.year))


def _keep_change(actor: Actor, panel: SloganPanel, left_id: int, joined_id: int, reason: str) -> None:
    db.session.add(
        SloganPanelChange(
            panel_id=panel.id,
            left_id=left_id,
            joined_id=joined_id,
            reason=reason,
            made_by_id=actor.id,
            made_at=clock.now(),
        )
    )
    db.session.flush()
    publish(
        SloganEvaluatorReplaced(
            actor_id=actor.id,
            slogan_panel_id=panel.id,
            left_id=left_id,
            joined_id=joined_id,
            reason=FreeText(reason),
        )
    )


def _check_evaluators(actor: Actor, evaluator_ids: Sequence[int]) -> None:
    if actor.id in evaluator_ids:
        raise Refused(_("Whoever names the panel does not sit on it."))
    if not set(evaluator_ids) <= {person_id for person_id, _name in evaluators_today()}:
        raise Refused(_("Only people with the role of evaluator can be named."))


def _insert(actor: Actor, year: int, due_on: date) -> SloganPanel:
    insert = (sqlite if db.engine.dialect.name == "sqlite" else postgresql).insert
    statement = insert(SloganPanel).values(
        year=year, due_on=due_on, version=1, opened_by_id=actor.id, opened_at=clock.now()
    )
    once = statement.on_conflict_do_nothing(index_elements=["year"]).returning(SloganPanel.id)
    panel_id = db.session.execute(once).scalar_one_or_none()
    if panel_id is None:
        raise Conflict(_("The slogans of %(year)s have a panel already.", year=year))
    return db.session.get_one(SloganPanel, panel_id)


def _write_members(panel: SloganPanel, content: PanelContent) -> None:
    db.session.add_all(
        SloganCriterion(panel_id=panel.id, position=position, name=clean_text(name), weight=weight)
        for position, (name, weight) in enumerate(content.criteria, start=1)
    )
    db.session.add_all(SloganEvaluator(panel_id=panel.id, person_id=person) for person in set(content.evaluator_ids))
    db.session.flush()


def _keep(actor: Actor, panel: SloganPanel, slogan: Slogan, total: Decimal, comment: str) -> SloganBallot:
    found = queries.own_ballot(panel.id, slogan.id, actor)
    if found is not None:
        change_state(found[0], total=total, comment=comment, given_at=clock.now())
        return found[0]
    key = {"panel_id": panel.id, "slogan_id": slogan.id, "evaluator_id": actor.id}
    insert = (sqlite if db.engine.dialect.name == "sqlite" else postgresql).insert
    statement = insert(SloganBallot).values(**key, total=total, comment=comment, version=1, given_at=clock.now())
    once = statement.on_conflict_do_nothing(index_elements=list(key)).returning(SloganBallot.id)
    ballot_id = db.session.execute(once).scalar_one_or_none()
    if ballot_id is None:
        raise Conflict(CHANGED)
    return db.session.get_one(SloganBallot, ballot_id)
