"""채점의 자: what a round has laid down and entered, ready to score. A sentence is made when somebody reads it."""

from collections.abc import Mapping, MutableSet, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import cast

from app.core.errors import Refused
from app.core.figures import HUNDRED, plain
from app.core.messages import _
from app.evaluation.enums import MeasureState, Method, Phase
from app.evaluation.queries.entries import AnyComposition, Entries
from app.evaluation.queries.joint_indicators import Joint
from app.evaluation.queries.scoring import Measured, MeasureKey, Member
from app.evaluation.rules import phases
from app.evaluation.rules.adjustments import Adjustment
from app.evaluation.rules.definitions import Definition
from app.evaluation.rules.methods.panel import PanelMarks
from app.evaluation.rules.methods.scored import Scored
from app.evaluation.rules.past_results import BY_HISTORY
from app.evaluation.rules.sums import TotalRule
from app.evaluation.services.overlays import Overlay

Past = tuple[tuple[str, str], ...]
NOTHING = Entries()


@dataclass(frozen=True)
class Scale:
    """An indicator of a peer group: its definition read once for every past it is judged by."""

    row: AnyComposition
    definition: Definition
    weight: Decimal
    pasts: dict[Past, Definition] = field(default_factory=dict)
    scored: dict[object, Scored | None] = field(default_factory=dict)
    """What equal values have scored already, where a value is no plain number."""

    @property
    def place(self) -> tuple[int, int]:
        """Peer group id and indicator id."""
        return self.row.peer_group_id, self.row.indicator_id

    @property
    def has_own_pasts(self) -> bool:
        """Whether some departments are judged by results of their own."""
        return self.row.method in BY_HISTORY and bool(self.row.history.get("departments"))

    def definition_of(self, department_id: int) -> Definition:
        """The definition with the past of a department."""
        if not self.has_own_pasts:
            return self.definition
        history = self.row.history_of(department_id)
        past = tuple(sorted(history.items()))
        if past not in self.pasts:
            self.pasts[past] = self.definition.with_history(history)
        return self.pasts[past]

    def score(self, department_id: int, known: Measured) -> Scored | None:
        """Score what is known, with its sentences. Raises Refused."""
        definition = self.definition_of(department_id)
        if self.has_own_pasts or not isinstance(known.actual, Decimal | str):
            return definition.score(known.state, known.actual)
        key = known.state, known.actual
        if key not in self.scored:
            self.scored[key] = definition.score(known.state, known.actual)
        return self.scored[key]


@dataclass(frozen=True)
class Facts:
    """What a round is scored from, with its corrections on top."""

    phase: Phase
    rule: TotalRule
    entries: Mapping[int, Entries]
    panels: Mapping[MeasureKey, PanelMarks]
    adjustments: Mapping[int, Sequence[Adjustment]]
    figures: Mapping[MeasureKey, Decimal]
    """What the named sources say now; empty once measuring is closed, for then they were copied."""
    overlay: Overlay
    joint: Joint = field(default_factory=Joint)

    def adjusted(self, department_id: int) -> Sequence[Adjustment]:
        """Bonus and penalty points of a department."""
        return self.overlay.adjusted(department_id, self.adjustments.get(department_id, ()))

    def measured(self, scale: Scale, department_id: int) -> Measured:
        """What is known of an indicator of a department."""
        key = self.joint.source_of(scale.row.indicator_id, department_id)
        if key in self.overlay.measures:
            return self.overlay.measures[key]
        entered = self.entries.get(key[0], NOTHING).of(key[1])
        if scale.row.method is not Method.PANEL:
            return entered or self._without_entry(key, counted=scale.row.named_source is not None)
        if entered is not None and entered.state is MeasureState.NOT_APPLICABLE:
            return entered
        marks = self.panels.get(key)
        if marks is not None:
            return Measured(MeasureState.VALUE, marks)
        scored_already = phases.marks_visible(self.phase)
        return Measured(MeasureState.MISSING if scored_already else MeasureState.NOT_DUE, None)

    def _without_entry(self, key: MeasureKey, *, counted: bool) -> Measured:
        """What the product counts itself is never late: with nothing to count the indicator does not apply."""
        figure = self.figures.get(key)
        if figure is None:
            return Measured(MeasureState.NOT_APPLICABLE if counted else MeasureState.MISSING, None)
        return Measured(MeasureState.VALUE, figure)

    def scored(self, scale: Scale, member: Member) -> Scored | None:
        """Score one indicator of a department, with its sentences; None without a value.

        Raises Refused with indicator and department where the value cannot be scored.
        """
        known = self.measured(scale, member.department_id)
        try:
            found = scale.score(self._judged(scale, member), known)
        except Refused as refusal:
            raise _about(member, scale, refusal) from refusal
        decided = self.overlay.scores.get((scale.row.indicator_id, member.department_id))
        if found is None or decided is None:
            return found
        said = _("Corrected: %(score)s counts instead of %(before)s.", score=plain(decided), before=plain(found.score))
        return replace(found, score=decided, derivation=(*found.derivation, said))

    def column(self, scale: Scale, members: Sequence[Member], gaps: MutableSet[int]) -> Sequence[Decimal | None]:
        """Return the scores of an indicator, one for each member, and note in `gaps` the places without one.

        The figures are those of `scored`; where many plain numbers stand, no sentence is made. Call it inside
        `figures.exact()`. Raises Refused.
        """
        numbers = self._numbers(scale, tuple(member.department_id for member in members))
        together = _decimals(numbers)
        try:
            scores = scale.definition.scores(together) if together else []
        except (Refused, InvalidOperation):
            numbers, scores = [None] * len(members), []
        if len(scores) == len(members):
            return scores
        found, ready = [], iter(scores)
        for place, (member, number) in enumerate(zip(members, numbers, strict=True)):
            score = self._one(scale, member) if number is None else next(ready)
            if score is None:
                gaps.add(place)
            found.append(score)
        return found

    def _numbers(self, scale: Scale, units: Sequence[int]) -> Sequence[str | Decimal | None]:
        """The plain numbers that can be scored at once, by member; None for everything else."""
        indicator = scale.row.indicator_id
        if scale.has_own_pasts or not scale.definition.scores_numbers or indicator in self.joint.leads:
            return [None] * len(units)
        entries = self.entries.get(indicator, NOTHING)
        corrected = {d for i, d in (*self.overlay.measures, *self.overlay.scores) if i == indicator}
        if corrected:
            return [None if unit in corrected else entries.numbers.get(unit) for unit in units]
        return entries.numbers_of(units)

    def _judged(self, scale: Scale, member: Member) -> int:
        """By whose past a value is judged: a joint one by that of its lead department, so that all get one score."""
        return self.joint.source_of(scale.row.indicator_id, member.department_id)[1]

    def carried(self, scales: Sequence[Scale], department_id: int) -> Sequence[Decimal] | None:
        """What a department carries of each weight; None where it shares none. Call it inside `figures.exact()`."""
        if department_id not in self.joint.sharers:
            return None
        shares = [self.joint.share_of(scale.row.indicator_id, department_id) for scale in scales]
        return [scale.weight * share / HUNDRED for scale, share in zip(scales, shares, strict=True)]

    def _one(self, scale: Scale, member: Member) -> Decimal | None:
        known = self.measured(scale, member.department_id)
        definition = scale.definition_of(self._judged(scale, member))
        decided = (scale.row.indicator_id, member.department_id) in self.overlay.scores
        if decided or not isinstance(known.actual, Decimal) or not definition.scores_numbers:
            found = self.scored(scale, member)
            return None if found is None else found.score
        try:
            (score,) = definition.scores([known.actual])
        except (Refused, InvalidOperation):
            found = self.scored(scale, member)
            return None if found is None else found.score
        return score


def _decimals(numbers: Sequence[str | Decimal | None]) -> list[Decimal]:
    try:
        return [*map(Decimal, cast("Sequence[str | Decimal]", numbers))]
    except TypeError:  # some are not there
        return [Decimal(number) for number in numbers if number is not None]


def _about(member: Member, scale: Scale, refusal: Refused) -> Refused:
    return Refused(
        _(
            "%(department)s, indicator %(code)s: %(reason)s",
            department=member.department,
            code=scale.row.code,
            reason=refusal.reason,
        )
    )
