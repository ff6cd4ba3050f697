"""평가회차: making a round, setting it up, moving it from phase to phase."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import delete, select

from app.core import clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Conflict, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.enums import GradeScheme, MissingRule, Permission, Phase, RoundingMode, RoundKind
from app.evaluation.events import PhaseChanged, RoundOpened
from app.evaluation.models import Composition, EvaluationRound, Indicator, PhaseChange, RoundMember
from app.evaluation.models.rounds import DEFAULT_GRADES
from app.evaluation.models.scoring_columns import SCORING_FIELDS
from app.evaluation.queries.scoring import Member, compositions_of, eligible_members
from app.evaluation.rules import phases
from app.evaluation.rules.quotas import check_cuts, check_shares
from app.evaluation.services import checklists, measures, seals
from app.evaluation.services.appeal_windows import open_window
from app.evaluation.services.calibration_checks import require_no_open_session, require_no_session_held
from app.evaluation.services.changes import composition_facts, member_facts, publish_round_change
from app.evaluation.services.phase_locks import hold_phase, lock_round
from app.evaluation.services.sunsets import check_offered

GradeSteps = Sequence[tuple[str, Decimal | None]]


@dataclass(frozen=True, kw_only=True)
class RoundDraft:
    """What a round is and how it totals. `grades` best first: shares (%) for a quota, cuts for fixed cuts."""

    code: str
    name: str
    year: int
    starts_on: date
    base_on: date
    kind: RoundKind = RoundKind.FINAL
    missing_rule: MissingRule = MissingRule.ZERO
    digits: int = 2
    rounding: RoundingMode = RoundingMode.HALF_UP
    grade_scheme: GradeScheme = GradeScheme.QUOTA
    grades: GradeSteps = tuple((label, Decimal(value)) for label, value in DEFAULT_GRADES)


@dataclass(frozen=True, kw_only=True)
class Share:
    """An indicator of a peer group and its weight."""

    indicator: Indicator
    peer_group_id: int
    weight: Decimal


def open_round(*, actor: Actor | None, draft: RoundDraft) -> EvaluationRound:
    """Make a round in planning. Raises Refused for days or grades that contradict, Conflict for a taken code."""
    policy.require(Permission.ROUND_EDIT, actor)
    check_grades(draft.grade_scheme, draft.grades)
    if draft.base_on < draft.starts_on:
        raise Refused(_("The base date lies before the first day of the round."))
    if db.session.scalar(select(EvaluationRound.id).where(EvaluationRound.code == draft.code)) is not None:
        raise Conflict(_("There is already a round with the code “%(code)s”.", code=draft.code))
    record = EvaluationRound(
        code=draft.code,
        name=draft.name,
        year=draft.year,
        starts_on=draft.starts_on,
        base_on=draft.base_on,
        kind=draft.kind,
        phase=Phase.PLANNING,
        missing_rule=draft.missing_rule,
        digits=draft.digits,
        rounding=draft.rounding,
        grade_scheme=draft.grade_scheme,
        grade_steps=steps_as_json(draft.grades),
        grade_steps_by_group={},
        created_by_id=actor.id if actor else None,
        created_at=clock.now(),
    )
    db.session.add(record)
    db.session.flush()
    publish(RoundOpened(actor_id=record.created_by_id, round_id=record.id, code=record.code))
    return record


def change_round(*, actor: Actor | None, record: EvaluationRound, draft: RoundDraft) -> None:
    """Change a round in planning; its code stays. Raises Refused once it was opened."""
    policy.require(Permission.ROUND_EDIT, actor)
    _require_planning(record)
    check_grades(draft.grade_scheme, draft.grades)
    if draft.base_on < draft.starts_on:
        raise Refused(_("The base date lies before the first day of the round."))
    write_round(
        actor=actor,
        record=record,
        name=draft.name,
        year=draft.year,
        starts_on=draft.starts_on,
        base_on=draft.base_on,
        kind=draft.kind,
        missing_rule=draft.missing_rule,
        digits=draft.digits,
        rounding=draft.rounding,
        grade_scheme=draft.grade_scheme,
        grade_steps=steps_as_json(draft.grades),
    )


def write_round(*, actor: Actor | None, record: EvaluationRound, **values: object) -> None:
    """Write columns of a round in planning that were checked, and tell which of them changed."""
    before = {name: getattr(record, name) for name in values}
    change_state(record, **values)
    publish_round_change(actor, record, before, values)


def set_group_grades(*, actor: Actor | None, record: EvaluationRound, peer_group_id: int, grades: GradeSteps) -> None:
    """Give a peer group grades of its own."""
    policy.require(Permission.ROUND_EDIT, actor)
    _require_planning(record)
    check_grades(record.grade_scheme, grades)
    steps = {**record.grade_steps_by_group, str(peer_group_id): steps_as_json(grades)}
    write_round(actor=actor, record=record, grade_steps_by_group=steps)


def check_grades(scheme: GradeScheme, grades: GradeSteps) -> None:
    """Refuse shares that do not sum to 100, cuts out of order and a label twice."""
    labels = [label for label, _value in grades]
    if not labels or len(set(labels)) < len(labels):
        raise Refused(_("A round needs grades, each with a label of its own."))
    if scheme is GradeScheme.QUOTA:
        check_shares({label: value or Decimal(0) for label, value in grades})
        return
    if any(value is None for _label, value in grades[:-1]):
        raise Refused(_("Every grade but the last needs a cut."))
    check_cuts([(label, value) for label, value in grades if value is not None])


def steps_as_json(grades: GradeSteps) -> list[dict[str, str | None]]:
    """Grades as a round keeps them."""
    return [{"label": label, "value": None if value is None else format(value, "f")} for label, value in grades]


def set_composition(*, actor: Actor | None, record: EvaluationRound, shares: Sequence[Share]) -> None:
    """Replace the composition by these shares, with the definition sheets as they stand now.

    In planning a composition may be unfinished; opening the round asks for sums of 100.
    """
    policy.require(Permission.ROUND_EDIT, actor)
    _require_planning(record)
    present = compositions_of(record.id)
    check_offered(present, [share.indicator for share in shares])
    before = composition_facts(present)
    db.session.execute(delete(Composition).where(Composition.round_id == record.id))
    for position, share in enumerate(shares):
        db.session.add(_composition(record, share, position))
    db.session.flush()
    publish_round_change(actor, record, before, composition_facts(compositions_of(record.id)))


def _composition(record: EvaluationRound, share: Share, position: int) -> Composition:
    indicator = share.indicator
    if share.weight <= 0:
        raise Refused(_("The weight of “%(name)s” must be above 0.", name=indicator.name))
    return Composition(
        round_id=record.id,
        peer_group_id=share.peer_group_id,
        indicator_id=indicator.id,
        indicator_version=indicator.version,
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit,
        weight=share.weight,
        cadence=indicator.cadence,
        position=position,
        **{name: getattr(indicator, name) for name in SCORING_FIELDS},
    )


def set_members(*, actor: Actor | None, record: EvaluationRound, department_ids: Sequence[int]) -> None:
    """Choose the departments of a round among those that exist on its base date and have a peer group."""
    policy.require(Permission.ROUND_EDIT, actor)
    _require_planning(record)
    eligible = {member.department_id: member for member in eligible_members(record)}
    foreign = [department_id for department_id in department_ids if department_id not in eligible]
    if foreign:
        raise Refused(_("A department does not exist on the base date, or belongs to no peer group."))
    members = [eligible[department_id] for department_id in dict.fromkeys(department_ids)]
    write_members(actor=actor, record=record, members=members)


def write_members(*, actor: Actor | None, record: EvaluationRound, members: Sequence[Member]) -> None:
    """Replace the members of a round in planning."""
    chosen = select(RoundMember.department_id).where(RoundMember.round_id == record.id)
    before = member_facts(db.session.scalars(chosen).all())
    db.session.execute(delete(RoundMember).where(RoundMember.round_id == record.id))
    db.session.add_all(
        RoundMember(
            round_id=record.id,
            department_id=member.department_id,
            department_name=member.department,
            peer_group_id=member.peer_group_id,
            peer_group_name=member.peer_group,
            position=member.position,
            is_ranked=member.is_ranked,
        )
        for member in members
    )
    db.session.flush()
    publish_round_change(actor, record, before, member_facts([member.department_id for member in members]))


def change_phase(*, actor: Actor, record: EvaluationRound, to: Phase, reason: str = "") -> PhaseChange:
    """Move a round forward, or reopen it with a reason. Publishing has its own service.

    Leaving planning fixes departments, peer groups, indicators and weights; leaving measuring copies the figures
    of the named sources and marks what is missing. Raises Refused while something on the checklist is open, and
    for leaving scoring without a reason while sheets are not in.
    """
    policy.require(Permission.ROUND_EDIT, actor)
    if to is Phase.PUBLISHED:
        raise Refused(_("Results are published on their own page."))
    lock_round(record)
    phases.check_move(record.phase, to, reason=reason)
    if to is Phase.SCORING and phases.is_reopening(record.phase, to):
        require_no_open_session(record)
        require_no_session_held(
            record,
            _("A calibration session was held: its cases rest on these marks, and scoring does not begin again."),
        )
    if not phases.is_reopening(record.phase, to):
        checklists.require_ready(record)
        if record.phase is Phase.SCORING and not reason.strip():
            checklists.require_every_sheet(record)
        if record.phase is Phase.PLANNING:
            _freeze(record, actor)
        elif record.phase is Phase.MEASURING:
            measures.close_measuring(actor=actor, record=record)
    change = enter_phase(actor=actor, record=record, to=to, reason=reason)
    if to is Phase.APPEALS:
        open_window(actor=actor, record=record)
    return change


def enter_phase(*, actor: Actor, record: EvaluationRound, to: Phase, reason: str) -> PhaseChange:
    """Write the new phase and who changed it. Only `change_phase` and the publication call this: they hold the lock."""
    require_no_open_session(record)
    seals.seal(record, actor)
    change = PhaseChange(
        round_id=record.id,
        from_phase=record.phase,
        to_phase=to,
        reason=reason,
        changed_by_id=actor.id,
        changed_at=clock.now(),
    )
    db.session.add(change)
    db.session.flush()
    change_state(record, phase=to)
    publish(
        PhaseChanged(
            actor_id=actor.id,
            round_id=record.id,
            from_phase=change.from_phase.value,
            to_phase=to.value,
            reason=FreeText(reason),
        )
    )
    return change


def _freeze(record: EvaluationRound, actor: Actor) -> None:
    chosen = db.session.scalars(select(RoundMember.department_id).where(RoundMember.round_id == record.id)).all()
    groups = {row.peer_group_id for row in compositions_of(record.id)}
    members = [member for member in eligible_members(record) if member.peer_group_id in groups]
    kept = [member for member in members if not chosen or member.department_id in chosen]
    write_members(actor=actor, record=record, members=kept)


def _require_planning(record: EvaluationRound) -> None:
    hold_phase(record, alone=True)
    if not phases.may_edit_setup(record.phase):
        raise Refused(_("The round is open: its set-up does not change any more."))
