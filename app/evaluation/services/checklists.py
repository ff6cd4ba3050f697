"""점검표: what a round still needs before its next phase."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from sqlalchemy import func, select

from app.core.database import db
from app.core.errors import Refused
from app.core.messages import Message, _
from app.evaluation.enums import MeasureState, Method, Phase
from app.evaluation.models import ActualMeasure, Composition, EvaluationRound, EvaluatorAssignment
from app.evaluation.queries.joint_indicators import joint_of
from app.evaluation.queries.make_up import departments_nobody_scores
from app.evaluation.queries.panels import PanelProgress, panel_progress
from app.evaluation.queries.reopenings import is_reopened
from app.evaluation.queries.scoring import Member, compositions_of, members_of
from app.evaluation.rules.composition import check_composition
from app.evaluation.services.appeal_checks import before_appeals, before_the_end
from app.evaluation.services.calibration_checks import before_publication
from app.evaluation.services.check_items import CheckItem
from app.evaluation.services.joint_indicators import check_joint
from app.evaluation.services.quality_checks import quality_items
from app.evaluation.services.round_warnings import ended_members, planning_warnings

MOST_NAMES = 5
"""Departments named in a hint before it only counts."""


def checklist(record: EvaluationRound) -> Sequence[CheckItem]:
    """Return what the present phase of the round needs before the next one."""
    items = _ITEMS.get(record.phase)
    return list(items(record)) if items else []


def require_ready(record: EvaluationRound) -> None:
    """Raise Refused with the first thing that is missing, and while a reopening can still change what counts."""
    require_not_reopened(record)
    for item in checklist(record):
        if item.is_required and not item.met:
            raise Refused(item.hint or item.label)


def require_not_reopened(record: EvaluationRound) -> None:
    """Raise Refused while the round is opened again: it stays where it is until that is closed or ended."""
    if is_reopened(record.id):
        raise Refused(_("The round is opened again for corrections. Close or end that first."))


def require_every_sheet(record: EvaluationRound) -> None:
    """Raise Refused with the sheets that are not in; only a reason lets a round go on without them."""
    missing = [
        f"{line.evaluator} ({line.indicator}: {', '.join(line.open_departments)})"
        for line in panel_progress(record)
        if line.open_departments
    ]
    if missing:
        raise Refused(
            _("These sheets are not in: %(sheets)s. Going on without them needs a reason.", sheets="; ".join(missing))
        )


def _planning(record: EvaluationRound) -> Iterable[CheckItem]:
    rows = compositions_of(record.id)
    members = members_of(record)
    groups = {member.peer_group_id: member.peer_group for member in members}
    yield CheckItem(label=_("At least one department takes part"), met=bool(members))
    yield CheckItem(label=_("Indicators are chosen"), met=bool(rows), hint=_("The round has no indicators yet."))
    used = {row.peer_group_id for row in rows}
    for group_id, name in groups.items():
        shares = {row.code: row.weight for row in rows if row.peer_group_id == group_id}
        fault = _composition_fault(name, shares) if group_id in used or not rows else _no_indicators(name)
        yield CheckItem(label=_("The shares of “%(group)s” sum to 100", group=name), met=fault is None, hint=fault)
    yield from _joint(record)
    yield from planning_warnings(record)
    yield from quality_items(record)


def _joint(record: EvaluationRound) -> Iterable[CheckItem]:
    if not joint_of(record.id).leads:
        return
    label = _("Every department of a joint indicator has a share")
    try:
        check_joint(record)
    except Refused as refusal:
        yield CheckItem(label=label, met=False, hint=refusal.reason)
    else:
        yield CheckItem(label=label, met=True)


def _no_indicators(group: str) -> Message:
    return _("“%(group)s” has departments in the round but no indicators.", group=group)


def _composition_fault(group: str, shares: dict[str, Decimal]) -> Message | None:
    try:
        check_composition(group, shares)
    except Refused as refusal:
        return refusal.reason
    return None


def _measuring(record: EvaluationRound) -> Iterable[CheckItem]:
    rows, members = compositions_of(record.id), members_of(record)
    entered = _entered(record.id)
    joint = joint_of(record.id)
    expected = [key for key in _expected(rows, members) if joint.source_of(*key) == key]
    absent = sum(key not in entered for key in expected)
    waiting = db.session.scalar(
        select(func.count())
        .select_from(ActualMeasure)
        .where(
            ActualMeasure.round_id == record.id,
            ActualMeasure.state.in_((MeasureState.VALUE, MeasureState.NOT_APPLICABLE)),
            ActualMeasure.approved_by_id.is_(None),
            ActualMeasure.named_source.is_(None),
        )
    )
    exempting = db.session.scalar(
        select(func.count())
        .select_from(ActualMeasure)
        .where(
            ActualMeasure.round_id == record.id,
            ActualMeasure.state == MeasureState.NOT_APPLICABLE,
            ActualMeasure.exempted_at.is_(None),
        )
    )
    yield CheckItem(
        label=_("Every department has handed in"),
        met=absent == 0,
        hint=_("%(count)s actual values are missing; closing marks them as not handed in.", count=absent),
        is_required=False,
    )
    yield CheckItem(
        label=_("Every value entered is approved"),
        met=not waiting,
        hint=_("%(count)s values wait for the approval of a department head.", count=waiting or 0),
    )
    yield CheckItem(
        label=_("The control tower has agreed to everything that does not apply"),
        met=not exempting,
        hint=_("%(count)s indicators that do not apply wait for the control tower.", count=exempting or 0),
    )
    yield from ended_members(record)


def _entered(round_id: int) -> set[tuple[int, int]]:
    statement = select(ActualMeasure.indicator_id, ActualMeasure.department_id).where(
        ActualMeasure.round_id == round_id, ActualMeasure.state != MeasureState.MISSING
    )
    return {(indicator, department) for indicator, department in db.session.execute(statement)}


def _expected(rows: Sequence[Composition], members: Sequence[Member]) -> Iterable[tuple[int, int]]:
    typed = [row for row in rows if row.has_typed_value]
    for row in typed:
        for member in members:
            if member.peer_group_id == row.peer_group_id:
                yield row.indicator_id, member.department_id


def _self_review(record: EvaluationRound) -> Iterable[CheckItem]:
    panels = {row.indicator_id: row.name for row in compositions_of(record.id) if row.method is Method.PANEL}
    statement = select(EvaluatorAssignment.indicator_id).where(EvaluatorAssignment.round_id == record.id)
    assigned = set(db.session.scalars(statement))
    for indicator_id, name in panels.items():
        label = _("“%(name)s” has evaluators", name=name)
        yield CheckItem(label=label, met=indicator_id in assigned, hint=_("“%(name)s” has no evaluators.", name=name))
    for name, unscored in departments_nobody_scores(record).items():
        yield CheckItem(
            label=_("Every department has somebody to score “%(name)s”", name=name),
            met=not unscored,
            hint=_("Nobody scores %(names)s: it counts as not handed in.", names=", ".join(unscored[:MOST_NAMES])),
            is_required=False,
        )


def _scoring(record: EvaluationRound) -> Iterable[CheckItem]:
    for line in panel_progress(record):
        label = _("%(evaluator)s has handed in every sheet", evaluator=line.evaluator)
        yield CheckItem(label=label, met=line.done >= line.expected, hint=_sheets_in(line), is_required=False)


def _sheets_in(line: PanelProgress) -> Message:
    names = line.open_departments
    figures: dict[str, object] = {"done": line.done, "all": line.expected, "names": ", ".join(names[:MOST_NAMES])}
    if not names:
        return _("%(done)s of %(all)s sheets are in.", **figures)
    if len(names) <= MOST_NAMES:
        return _("%(done)s of %(all)s sheets are in. Open: %(names)s", **figures)
    return _(
        "%(done)s of %(all)s sheets are in. Open: %(names)s and %(more)s more", **figures, more=len(names) - MOST_NAMES
    )


_ITEMS: Mapping[Phase, Callable[[EvaluationRound], Iterable[CheckItem]]] = {
    Phase.PLANNING: _planning,
    Phase.MEASURING: _measuring,
    Phase.SELF_REVIEW: _self_review,
    Phase.SCORING: _scoring,
    Phase.CALIBRATION: before_publication,
    Phase.PUBLISHED: before_appeals,
    Phase.APPEALS: before_the_end,
}
