"""회차 일정: setting the planned days of a round, and making the rounds of a year from a calendar."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import delete, select

from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused, WrongState
from app.core.events import publish
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.enums import Permission, Phase
from app.evaluation.models import EvaluationRound, RoundDay
from app.evaluation.queries.round_days import planned_days
from app.evaluation.reopening_events import RoundDaysSet
from app.evaluation.rules.calendars import PRESETS, PlannedRound, Preset
from app.evaluation.rules.methods.reading import wrong
from app.evaluation.services.rounds import RoundDraft, open_round


def set_days(*, actor: Actor | None, record: EvaluationRound, days: Mapping[Phase, date]) -> None:
    """Replace the planned days of a round; a phase without a day has none.

    Raises Invalid beside the first phase that would begin before the one before it, WrongState for a final round.
    """
    policy.require(Permission.ROUND_EDIT, actor)
    if record.phase is Phase.FINAL:
        raise WrongState(_("The round is final; its days do not change any more."))
    check_order(days)
    before = planned_days(record.id)
    changed = tuple(
        f"{phase.value}: {before.get(phase, '-')} -> {days.get(phase, '-')}"
        for phase in Phase
        if before.get(phase) != days.get(phase)
    )
    if not changed:
        return
    db.session.execute(delete(RoundDay).where(RoundDay.round_id == record.id))
    db.session.add_all(RoundDay(round_id=record.id, phase=phase, planned_on=days[phase]) for phase in days)
    db.session.flush()
    publish(RoundDaysSet(actor_id=actor.id if actor else None, round_id=record.id, changes=changed))


def check_order(days: Mapping[Phase, date]) -> None:
    """Raise Invalid where a phase would begin before an earlier one."""
    last: date | None = None
    for phase in Phase:
        day = days.get(phase)
        if day is None:
            continue
        if last is not None and day < last:
            raise wrong(phase.value, _("This phase cannot begin before the one before it."))
        last = day


def missing_rounds(preset: Preset, year: int) -> Sequence[PlannedRound]:
    """Return the rounds of a calendar that do not exist in the year yet."""
    codes = {planned.code(year): planned for planned in PRESETS[preset]}
    taken = set(db.session.scalars(select(EvaluationRound.code).where(EvaluationRound.code.in_(codes))))
    return [planned for code, planned in codes.items() if code not in taken]


def make_year(*, actor: Actor, preset: Preset, year: int) -> Sequence[EvaluationRound]:
    """Make the rounds of a calendar that the year does not have yet, in planning, with their days.

    How they total is taken from the newest round; without one, the usual rules. Raises Refused where all exist.
    """
    policy.require(Permission.ROUND_EDIT, actor)
    planned = missing_rounds(preset, year)
    if not planned:
        raise Refused(_("The year %(year)s has all rounds of this calendar already.", year=year))
    newest = db.session.scalar(
        select(EvaluationRound).order_by(EvaluationRound.base_on.desc(), EvaluationRound.id.desc()).limit(1)
    )
    made = [open_round(actor=actor, draft=_draft(each, year, newest)) for each in planned]
    for record, each in zip(made, planned, strict=True):
        set_days(actor=actor, record=record, days=each.planned(year))
    return made


def _draft(planned: PlannedRound, year: int, like: EvaluationRound | None) -> RoundDraft:
    fixed = {
        "code": planned.code(year),
        "name": str(planned.title(year)),
        "year": year,
        "starts_on": planned.starts_on(year),
        "base_on": planned.base_on(year),
        "kind": planned.kind,
    }
    if like is None:
        return RoundDraft(**fixed)  # type: ignore[arg-type]  # one mapping for both
    grades = [(step["label"], None if step["value"] is None else Decimal(step["value"])) for step in like.grade_steps]
    rules = {name: getattr(like, name) for name in ("missing_rule", "digits", "rounding", "grade_scheme")}
    return RoundDraft(**fixed, **rules, grades=grades)  # type: ignore[arg-type]  # one mapping for both
