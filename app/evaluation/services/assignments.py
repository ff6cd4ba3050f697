"""배정: a balanced proposal who scores which department, looked at first and then written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Conflict, Refused, WrongState
from app.core.events import publish
from app.core.messages import _
from app.core.snapshots import fingerprint
from app.evaluation import policy
from app.evaluation.enums import Permission, Phase
from app.evaluation.events import EvaluatorAssigned
from app.evaluation.models import AssignedDepartment, EvaluationRound, EvaluatorAssignment
from app.evaluation.queries.panels import blocked_departments
from app.evaluation.queries.raters import (
    AssignmentChoices,
    PanelIndicator,
    assignment_choices,
    sources_of_evaluators,
    was_scored_already,
)
from app.evaluation.queries.scoring import Member
from app.evaluation.rater_events import AssignmentWritten
from app.evaluation.rules.assignments import Proposal, Wish, propose
from app.evaluation.services.raters import put_into_source

ASSIGNING = frozenset({Phase.MEASURING, Phase.SELF_REVIEW})


@dataclass(frozen=True, kw_only=True)
class AssignmentDraft:
    """What the control tower chooses: an indicator (and one of its sources), evaluators, how many for each department."""

    indicator_id: int
    evaluator_ids: Sequence[int]
    each: int
    seed: int = 1
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class AssignmentPlan:
    """A proposal with the names to read it; `sha256` says which one somebody has looked at."""

    draft: AssignmentDraft
    proposal: Proposal
    departments: Sequence[Member]
    evaluators: Mapping[int, str]
    blocked: Mapping[int, frozenset[int]]

    @property
    def sha256(self) -> str:
        """Hash of who scores what."""
        names = [self.draft.indicator_id, self.draft.source]
        return fingerprint([*names, [list(pair) for pair in self.proposal.pairs]])

    def scored_by(self, department_id: int) -> list[str]:
        """Names of those who would score a department."""
        names = (self.evaluators[person] for person, unit in self.proposal.pairs if unit == department_id)
        return [name.partition(" · ")[0] for name in names]


def plan_assignment(
    *, actor: Actor, record: EvaluationRound, draft: AssignmentDraft, choices: AssignmentChoices | None = None
) -> AssignmentPlan:
    """Propose who scores what, from `choices` where a page has read them already; writes nothing.

    Raises WrongState outside measuring and self-review, Refused for a choice that cannot be assigned (no evaluator,
    another source, too many for each department).
    """
    policy.require(Permission.ROUND_EDIT, actor)
    if record.phase not in ASSIGNING:
        raise WrongState(_("An assignment is made while the round is measuring or in self-review."))
    if was_scored_already(record):
        raise WrongState(_("Scoring was closed once already: nobody new scores in this round any more."))
    choices = choices or assignment_choices(record)
    panel, known = _panel(choices, draft), choices.names
    chosen = list(dict.fromkeys(draft.evaluator_ids))
    if any(person not in known for person in chosen):
        raise Refused(_("This person is not an evaluator."))
    _check_sources(choices, draft, chosen)
    departments = panel.departments(choices.members)
    blocked = blocked_departments(record, set(chosen))
    wish = Wish(
        departments={member.department_id: member.peer_group_id for member in departments},
        evaluators=chosen,
        blocked=blocked,
        each=draft.each,
        seed=draft.seed,
    )
    return AssignmentPlan(
        draft=draft,
        proposal=propose(wish),
        departments=departments,
        evaluators={person: known[person] for person in chosen},
        blocked=blocked,
    )


def _panel(choices: AssignmentChoices, draft: AssignmentDraft) -> PanelIndicator:
    panel = next((row for row in choices.panels if row.indicator_id == draft.indicator_id), None)
    if panel is None:
        raise Refused(_("This indicator of the round is not scored by evaluators."))
    if panel.sources and draft.source not in panel.evaluator_sources:
        raise Refused(
            _("This indicator is rated by sources; choose one: %(names)s.", names=", ".join(panel.evaluator_sources))
        )
    if draft.source and not panel.sources:
        raise Refused(_("This indicator has no sources of raters."))
    return panel


def _check_sources(choices: AssignmentChoices, draft: AssignmentDraft, chosen: Sequence[int]) -> None:
    if not draft.source:
        return
    sources = choices.sources
    foreign = [choices.names[person] for person in chosen if sources.get(person, draft.source) != draft.source]
    if foreign:
        raise Refused(
            _("In this round they belong to another source: %(names)s.", names=", ".join(foreign)),
        )


def write_assignment(*, actor: Actor, record: EvaluationRound, draft: AssignmentDraft, seen: str) -> AssignmentPlan:
    """Write the proposal somebody has looked at (`seen` is its hash) in the place of what was assigned before.

    With sources it replaces those of the same source only. Raises Conflict where it would be another one by now.
    """
    plan = plan_assignment(actor=actor, record=record, draft=draft)
    if plan.sha256 != seen:
        raise Conflict(_("The proposal has changed since you saw it. Look at it again."))
    _clear(record, draft)
    by_evaluator: dict[int, list[int]] = {}
    for person, unit in plan.proposal.pairs:
        by_evaluator.setdefault(person, []).append(unit)
    for person, units in by_evaluator.items():
        if draft.source:
            put_into_source(actor=actor, record=record, evaluator_id=person, source=draft.source)
        _assign(actor, record, draft.indicator_id, person, units)
    publish(
        AssignmentWritten(
            actor_id=actor.id,
            round_id=record.id,
            indicator_id=draft.indicator_id,
            source=draft.source,
            each=draft.each,
            seed=draft.seed,
            pairs=tuple(f"{person}: {', '.join(map(str, units))}" for person, units in by_evaluator.items()),
        )
    )
    return plan


def _clear(record: EvaluationRound, draft: AssignmentDraft) -> None:
    """Take away what was assigned before: of the whole indicator, or of the source alone."""
    rows = db.session.execute(
        select(EvaluatorAssignment.id, EvaluatorAssignment.evaluator_id).where(
            EvaluatorAssignment.round_id == record.id, EvaluatorAssignment.indicator_id == draft.indicator_id
        )
    ).all()
    sources = sources_of_evaluators(record.id) if draft.source else {}
    gone = [row_id for row_id, person in rows if not draft.source or sources.get(person, draft.source) == draft.source]
    db.session.execute(delete(AssignedDepartment).where(AssignedDepartment.assignment_id.in_(gone)))
    db.session.execute(delete(EvaluatorAssignment).where(EvaluatorAssignment.id.in_(gone)))


def _assign(actor: Actor, record: EvaluationRound, indicator_id: int, person: int, units: Sequence[int]) -> None:
    row = EvaluatorAssignment(
        round_id=record.id,
        indicator_id=indicator_id,
        evaluator_id=person,
        assigned_by_id=actor.id,
        assigned_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    db.session.add_all(AssignedDepartment(assignment_id=row.id, department_id=unit) for unit in units)
    db.session.flush()
    publish(EvaluatorAssigned(actor_id=actor.id, round_id=record.id, indicator_id=indicator_id, evaluator_id=person))
