"""정성평가 자료: all marks of one indicator in one peer group, with what balancing would do to them.

Severity is compared inside a peer group only: ranks are, so nothing given to another group may move a department.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.core.errors import Refused
from app.evaluation.enums import MarkRule, RaterMeans
from app.evaluation.rules.balancing import balance_marks
from app.evaluation.rules.methods.panel import (
    Ballot,
    PanelMarks,
    PanelParameters,
    can_score,
    score,
    weighted_mark,
)
from app.evaluation.rules.methods.raters import Survey
from app.evaluation.rules.panel_means import Balancing
from app.evaluation.rules.severity import Mark


@dataclass(frozen=True, kw_only=True)
class TwoScores:
    """The score of one department on raw and on balanced marks, unrounded; `balanced` None where it is refused."""

    raw: Decimal
    balanced: Decimal | None


def gather(
    ballots: Mapping[int, Sequence[Ballot]],
    surveys: Mapping[int, Sequence[Survey]],
    parameters: PanelParameters,
    rule: MarkRule,
) -> dict[int, PanelMarks]:
    """Return what a panel has on each department (by id) of one peer group; who cannot be scored yet is left out."""
    known = balancings(ballots, parameters, rule)
    departments = dict.fromkeys((*ballots, *surveys))
    found = {
        key: PanelMarks(ballots=ballots.get(key, ()), surveys=surveys.get(key, ()), balancing=known)
        for key in departments
    }
    return {key: marks for key, marks in found.items() if can_score(marks, parameters)}


def balancings(
    ballots: Mapping[int, Sequence[Ballot]], parameters: PanelParameters, rule: MarkRule
) -> dict[str, Balancing]:
    """Return what balancing does, by source of evaluators ("" for a panel without sources)."""
    names = [source.name for source in parameters.sources if source.means is RaterMeans.EVALUATORS]
    found = {}
    for source in names if parameters.sources else [""]:
        try:
            balance = balance_marks(marks_of_source(ballots, parameters, source))
        except Refused as refusal:
            found[source] = Balancing(rule=rule, refusal=refusal.reason)
        else:
            found[source] = Balancing(rule=rule, shifts=balance.shifts, refusal=balance.refusal)
    return found


def marks_of_source(ballots: Mapping[int, Sequence[Ballot]], parameters: PanelParameters, source: str) -> list[Mark]:
    """Return the weighted marks evaluators of a source gave, abstentions as None."""
    return [
        Mark(ballot.evaluator, department, None if ballot.marks is None else weighted_mark(ballot, parameters))
        for department, given in ballots.items()
        for ballot in given
        if not parameters.sources or ballot.source == source
    ]


def two_scores(marks: PanelMarks, parameters: PanelParameters) -> TwoScores:
    """Score a department both ways, whatever the round's rule is; of several sources those that can be are balanced."""
    known = marks.balancing or {}
    raw = score(_under(marks, known, MarkRule.RAW), parameters).score
    if known and all(row.refusal is not None for row in known.values()):
        return TwoScores(raw=raw, balanced=None)
    return TwoScores(raw=raw, balanced=score(_under(marks, known, MarkRule.BALANCED), parameters).score)


def _under(marks: PanelMarks, known: Mapping[str, Balancing], rule: MarkRule) -> PanelMarks:
    return replace(marks, balancing={source: replace(row, rule=rule) for source, row in known.items()})
