"""정정: replacing what counts in a round that was opened. Who may ask for it decides the caller; what is possible, this."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.accounts.queries.roles import offices_on
from app.core import clock
from app.core.database import db
from app.core.errors import Refused, WrongState
from app.core.events import FreeText, publish
from app.core.figures import HUNDRED, ZERO, bare
from app.core.messages import _
from app.core.snapshots import to_plain
from app.evaluation.enums import CorrectionKind, CorrectionOrigin, MeasureState
from app.evaluation.events import RoundCorrected
from app.evaluation.models import Composition, Correction, EvaluationRound
from app.evaluation.queries.corrections import corrections_of, next_version
from app.evaluation.queries.scoring import Measured, MeasureKey, adjustments_of, compositions_of, measures_of
from app.evaluation.rules import phases
from app.evaluation.rules.adjustments import Adjustment
from app.evaluation.rules.composition import check_composition
from app.evaluation.rules.corrections import TARGET_FIELDS, CorrectionDraft, without_words
from app.evaluation.rules.definitions import check_definition
from app.evaluation.rules.methods.reading import to_number, wrong
from app.evaluation.rules.units import SubUnits
from app.evaluation.services.joint_indicators import refuse_what_others_enter
from app.evaluation.services.measures import MeasureDraft, check_measure
from app.evaluation.services.overlays import Overlay, adjustment_after, measured_after, overlay_of, target_after
from app.evaluation.services.phase_locks import hold_phase
from app.evaluation.services.scoring import DepartmentScore, RoundResult, ScoredLine, compute_round
from app.organization.models import PeerGroup


@dataclass(frozen=True, kw_only=True)
class CheckedCorrection:
    """A correction that can be written: `draft` with its numbers read, and what counts before it."""

    draft: CorrectionDraft
    before: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """Corrections that can be written, and the round without and with them."""

    checked: Sequence[CheckedCorrection]
    before: RoundResult
    after: RoundResult


@dataclass(frozen=True)
class _Now:
    """The round as it counts today."""

    result: RoundResult
    overlay: Overlay
    rows: Mapping[tuple[int, int], Composition]
    """by (peer group id, indicator id)"""
    measured: Mapping[MeasureKey, Measured]
    adjustments: Mapping[int, Sequence[Adjustment]]

    def department(self, draft: CorrectionDraft) -> DepartmentScore:
        """Return the department a draft names. Raises Refused where it is not in the round."""
        found = (d for d in self.result.departments if d.member.department_id == draft.department_id)
        score = next(found, None)
        if score is None:
            raise Refused(_("The department is not in this round."))
        return score

    def line(self, draft: CorrectionDraft) -> ScoredLine:
        """Return the line a draft names. Raises Refused where the department is not measured by it."""
        found = (line for line in self.department(draft).lines if line.indicator_id == draft.indicator_id)
        line = next(found, None)
        if line is None:
            raise Refused(_("The department has no such indicator in this round."))
        return line

    def row(self, draft: CorrectionDraft) -> Composition:
        """Return the composition a draft names. Raises Refused where the peer group is not measured by it."""
        assert draft.peer_group_id is not None
        assert draft.indicator_id is not None
        row = self.rows.get((draft.peer_group_id, draft.indicator_id))
        if row is None:
            raise Refused(_("The peer group has no such indicator in this round."))
        return row


def check_corrections(
    record: EvaluationRound, drafts: Sequence[CorrectionDraft]
) -> tuple[Sequence[CheckedCorrection], RoundResult]:
    """Read drafts and say what the round would be with them, as `try_corrections`, without what it is now."""
    found = try_corrections(record, drafts)
    return found.checked, found.after


def try_corrections(record: EvaluationRound, drafts: Sequence[CorrectionDraft]) -> Trial:
    """Read drafts and say what the round would be with them: what to hand to `compute_round(extra=…)`, and its result.

    Raises WrongState in planning, Invalid for a number that cannot be read, Refused for what is not in the round,
    changes nothing, appears twice, or leaves something that cannot be scored (weights that do not sum to 100).
    """
    if phases.may_edit_setup(record.phase):
        raise WrongState(_("The round is still planned: change it on its own pages."))
    now = _now(record)
    checked = [_CHECKS[draft.kind](now, draft) for draft in drafts]
    keys = [item.draft.key for item in checked]
    if len(set(keys)) < len(keys):
        raise Refused(_("The same thing is corrected twice."))
    for item in checked:
        if not item.draft.reason.strip():
            raise wrong("reason", _("A correction needs a reason."))
        if to_plain(item.before) == to_plain(item.draft.after):
            raise Refused(_("This is what counts already: the correction would change nothing."))
    _check_weights(now, checked)
    drafts = [item.draft for item in checked]
    values = [draft for draft in drafts if draft.kind is CorrectionKind.MEASURE]
    refuse_what_others_enter(record, ((draft.indicator_id or 0, draft.department_id or 0) for draft in values))
    after = compute_round(record, extra=drafts, with_marks=phases.marks_visible(record.phase))
    return Trial(checked=checked, before=now.result, after=after)


def _now(record: EvaluationRound) -> _Now:
    overlay = overlay_of(corrections_of(record.id))
    return _Now(
        result=compute_round(record, with_marks=phases.marks_visible(record.phase)),
        overlay=overlay,
        rows={(row.peer_group_id, row.indicator_id): row for row in compositions_of(record.id)},
        measured={**measures_of(record.id), **overlay.measures},
        adjustments=adjustments_of(record.id),
    )


def write_corrections(
    *,
    record: EvaluationRound,
    drafts: Sequence[CorrectionDraft],
    origin: CorrectionOrigin,
    origin_id: int,
    entered_by_id: int,
    confirmed_by_id: int | None = None,
) -> Sequence[Correction]:
    """Write corrections that count from the next publication on. Raises as `check_corrections`.

    Two people of two offices are needed, unless a calibration session decides: Refused otherwise.
    """
    hold_phase(record)
    checked, _after = check_corrections(record, drafts)
    return write_checked(
        record=record,
        checked=checked,
        origin=origin,
        origin_id=origin_id,
        entered_by_id=entered_by_id,
        confirmed_by_id=confirmed_by_id,
    )


def write_checked(
    *,
    record: EvaluationRound,
    checked: Sequence[CheckedCorrection],
    origin: CorrectionOrigin,
    origin_id: int,
    entered_by_id: int,
    confirmed_by_id: int | None = None,
) -> Sequence[Correction]:
    """Write what `check_corrections` has looked at, together with what others enter. Raises as `write_corrections`."""
    _check_people(origin, entered_by_id, confirmed_by_id)
    version, now = next_version(record.id), clock.now()
    rows = [
        Correction(
            round_id=record.id,
            version=version,
            origin=origin,
            origin_id=origin_id,
            kind=item.draft.kind,
            department_id=item.draft.department_id,
            peer_group_id=item.draft.peer_group_id,
            indicator_id=item.draft.indicator_id,
            before=to_plain(item.before),
            after=to_plain(item.draft.after),
            reason=item.draft.reason.strip(),
            present=item.draft.present.strip(),
            entered_by_id=entered_by_id,
            confirmed_by_id=confirmed_by_id,
            made_on=clock.today(),
            made_at=now,
        )
        for item in checked
    ]
    db.session.add_all(rows)
    db.session.flush()
    for row in rows:
        publish(_corrected(row))
    return rows


def check_two_offices(one_id: int, other_id: int) -> None:
    """Raise Refused unless these are two people without an office in common today."""
    if one_id == other_id:
        raise Refused(_("A correction is confirmed by somebody else than who enters it."))
    if offices_on(one_id, clock.today()) & offices_on(other_id, clock.today()):
        raise Refused(_("A correction is confirmed by somebody of another office."))


def _check_people(origin: CorrectionOrigin, entered_by_id: int, confirmed_by_id: int | None) -> None:
    if confirmed_by_id is not None:
        check_two_offices(entered_by_id, confirmed_by_id)
    elif origin is not CorrectionOrigin.CALIBRATION:
        raise Refused(_("A correction is confirmed by somebody else than who enters it."))


def _corrected(row: Correction) -> RoundCorrected:
    return RoundCorrected(
        actor_id=row.entered_by_id,
        round_id=row.round_id,
        correction_id=row.id,
        publication_version=row.version,
        kind=row.kind.value,
        origin=row.origin.value,
        department_id=row.department_id,
        indicator_id=row.indicator_id,
        confirmed_by_id=row.confirmed_by_id,
        before=without_words(row.before),
        after=without_words(row.after),
        reason=FreeText(row.reason),
    )


def _check_measure(now: _Now, draft: CorrectionDraft) -> CheckedCorrection:
    member = now.department(draft).member
    now.line(draft)
    assert draft.indicator_id is not None
    row = now.rows[member.peer_group_id, draft.indicator_id]
    after = {name: value for name, value in draft.after.items() if value not in (None, "")}
    if "value" in after:
        after["value"] = _number(after["value"], "value")
    measured = measured_after(after)
    assert measured.actual is None or isinstance(measured.actual, Decimal | str | SubUnits)
    definition = now.overlay.definition(row).with_history(row.history_of(member.department_id))
    check_measure(definition, MeasureDraft(indicator_id=row.indicator_id, state=measured.state, actual=measured.actual))
    stands = now.measured.get((row.indicator_id, member.department_id)) or Measured(MeasureState.MISSING, None)
    return CheckedCorrection(draft=replace(draft, after=after), before=_measured_plain(stands))


def _measured_plain(known: Measured) -> dict[str, Any]:
    found: dict[str, Any] = {"state": known.state.value}
    if isinstance(known.actual, SubUnits):
        found["units"] = known.actual.as_plain()
    elif isinstance(known.actual, Decimal):
        found["value"] = bare(known.actual)
    elif known.actual is not None:
        found["grade"] = known.actual
    return found | ({"note": known.note} if known.note else {})


def _check_score(now: _Now, draft: CorrectionDraft) -> CheckedCorrection:
    line = now.line(draft)
    if line.exact.score is None or line.exact.state is not MeasureState.VALUE:
        raise Refused(_("There is no score here to correct: correct the actual value."))
    score = to_number(draft.after.get("score"))
    row = now.rows[now.department(draft).member.peer_group_id, line.indicator_id]
    highest = max(now.overlay.definition(row).cap or HUNDRED, HUNDRED)
    if score is None or not ZERO <= score <= highest:
        raise wrong("score", _("A score lies between 0 and %(highest)s.", highest=bare(highest)))
    after, before = {"score": bare(score)}, {"score": bare(line.exact.score)}
    return CheckedCorrection(draft=replace(draft, after=after), before=before)


def _check_weight(now: _Now, draft: CorrectionDraft) -> CheckedCorrection:
    row = now.row(draft)
    weight = to_number(draft.after.get("weight"))
    if weight is None or weight <= 0:
        raise wrong("weight", _("The weight of “%(name)s” must be above 0.", name=row.name))
    before = {"weight": bare(now.overlay.weight(row))}
    return CheckedCorrection(draft=replace(draft, after={"weight": bare(weight)}), before=before)


def _check_target(now: _Now, draft: CorrectionDraft) -> CheckedCorrection:
    row = now.row(draft)
    if not draft.after or any(name not in TARGET_FIELDS for name in draft.after):
        raise Refused(_("A correction of a target names the target, the worst, the best, the cap or the floor."))
    after = {name: None if value is None else _number(value, name) for name, value in draft.after.items()}
    stands = now.overlay.definition(row)
    check_definition(stands.with_numbers(target_after(after)))
    before = {name: None if (value := getattr(stands, name)) is None else bare(value) for name in after}
    return CheckedCorrection(draft=replace(draft, after=after), before=before)


def _check_member(now: _Now, draft: CorrectionDraft) -> CheckedCorrection:
    member = now.department(draft).member
    group_id = draft.after.get("peer_group_id", member.peer_group_id)
    names = {d.member.peer_group_id: d.member.peer_group for d in now.result.departments}
    if group_id not in {group for group, _indicator in now.rows}:
        raise wrong("peer_group_id", _("This peer group has no indicators in the round."))
    name = names.get(group_id) or db.session.scalars(select(PeerGroup.name).where(PeerGroup.id == group_id)).one()
    ranked = draft.after.get("is_ranked", member.is_ranked) is True
    after = {"peer_group_id": group_id, "peer_group": name, "is_ranked": ranked}
    before = {name: getattr(member, name) for name in after}
    return CheckedCorrection(draft=replace(draft, after=after), before=before)


def _check_adjustment(now: _Now, draft: CorrectionDraft) -> CheckedCorrection:
    member = now.department(draft).member
    if not draft.after.get("item") or not draft.after.get("source"):
        raise wrong("item", _("Bonus and penalty points name their item and the fact they rest on."))
    counts = now.overlay.adjusted(member.department_id, now.adjustments.get(member.department_id, ()))
    given = {**_as_it_stands(counts, draft.after), **draft.after}
    cap = given["cap"]
    after = {
        **given,
        "points": _number(draft.after.get("points"), "points"),
        "cap": None if cap in (None, "") else _number(cap, "cap"),
        "inside": given["inside"] or "",
    }
    entry = adjustment_after(after)
    codes = {row.code for (group, _indicator), row in now.rows.items() if group == member.peer_group_id}
    if entry.inside and entry.inside not in codes:
        raise wrong("inside", _("The department has no such indicator in this round."))
    same = (e for e in counts if (e.kind, e.item, e.source) == (entry.kind, entry.item, entry.source))
    stands = next(same, replace(entry, points=ZERO))
    before = {
        "kind": stands.kind.value,
        "item": stands.item,
        "source": stands.source,
        "points": bare(stands.points),
        "cap": None if stands.cap is None else bare(stands.cap),
        "inside": stands.inside,
    }
    return CheckedCorrection(draft=replace(draft, after=after), before=before)


def _as_it_stands(counts: Sequence[Adjustment], after: Mapping[str, Any]) -> dict[str, Any]:
    """Cap and `inside` a correction does not name: the cap of the item, and what the same fact is inside of."""
    item = [e for e in counts if (e.kind.value, e.item) == (after.get("kind"), after["item"])]
    fact = next((e for e in item if e.source == after["source"]), None)
    return {"cap": item[0].cap if item else None, "inside": fact.inside if fact else ""}


_CHECKS: Mapping[CorrectionKind, Callable[[_Now, CorrectionDraft], CheckedCorrection]] = {
    CorrectionKind.MEASURE: _check_measure,
    CorrectionKind.SCORE: _check_score,
    CorrectionKind.WEIGHT: _check_weight,
    CorrectionKind.TARGET: _check_target,
    CorrectionKind.MEMBER: _check_member,
    CorrectionKind.ADJUSTMENT: _check_adjustment,
}


def _check_weights(now: _Now, checked: Sequence[CheckedCorrection]) -> None:
    """Refuse weights of a peer group that do not sum to 100 once all corrections count."""
    weighed = {item.draft.peer_group_id for item in checked if item.draft.kind is CorrectionKind.WEIGHT}
    counts = overlay_of(now.overlay.marks, [item.draft for item in checked])
    names = {d.member.peer_group_id: d.member.peer_group for d in now.result.departments}
    for group_id in weighed:
        assert group_id is not None
        rows = (row for (group, _indicator), row in now.rows.items() if group == group_id)
        check_composition(names.get(group_id, ""), {row.code: counts.weight(row) for row in rows})


def _number(value: object, name: str) -> str:
    number = to_number(value)
    if number is None:
        raise wrong(name, _("This must be a number."))
    return bare(number)
