"""회의록: a session with its people, its cases and their decisions, and how grades and ranks moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.errors import Refused
from app.evaluation.enums import CaseOutcome, Method
from app.evaluation.models import CalibrationSession, EvaluationRound
from app.evaluation.queries.calibration import (
    AttendeeRow,
    DecisionRow,
    attendees_of,
    cases_of,
    decisions_of,
    grounds_of,
)
from app.evaluation.queries.scoring import compositions_of, members_of
from app.evaluation.rules.calibration import Ground
from app.evaluation.services.calibration_standings import GroupStanding, group_standings
from app.evaluation.services.scoring import compute_round


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """A case of the agenda with everything decided about it, the last decision counting."""

    id: int
    number: int
    department: str
    peer_group: str
    indicator: str
    """Empty for the total of the department."""
    grounds: Sequence[Ground]
    decisions: Sequence[DecisionRow]
    names: Mapping[int, str]
    """Code and name of the indicators of the round, by id."""

    @property
    def last(self) -> DecisionRow | None:
        """The decision that counts; None as long as the case is open."""
        return self.decisions[-1] if self.decisions else None


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """Everything the minutes say."""

    people: Sequence[AttendeeRow]
    cases: Sequence[CaseRow]
    standings: Sequence[GroupStanding]

    @property
    def open_count(self) -> int:
        """Cases without a decision."""
        return sum(case.last is None for case in self.cases)

    @property
    def changed_count(self) -> int:
        """Cases whose score was changed."""
        return sum(case.last is not None and case.last.outcome is CaseOutcome.CHANGED for case in self.cases)


def minutes_of(record: EvaluationRound, session: CalibrationSession) -> Minutes:
    """Read a session; while it is open its standings are those of now, afterwards those it ended with."""
    cases = cases_of(session.id)
    decisions = decisions_of([case.id for case in cases])
    members = {member.department_id: member for member in members_of(record)}
    names = {
        row.indicator_id: f"{row.code} {row.name}" for row in compositions_of(record.id) if row.method is Method.PANEL
    }
    rows = [
        CaseRow(
            id=case.id,
            number=case.number,
            department=members[case.department_id].department,
            peer_group=members[case.department_id].peer_group,
            indicator="" if case.indicator_id is None else names.get(case.indicator_id, ""),
            grounds=grounds_of(case),
            decisions=decisions.get(case.id, ()),
            names=names,
        )
        for case in cases
    ]
    return Minutes(people=attendees_of(session.id), cases=rows, standings=_standings(record, session))


def _standings(record: EvaluationRound, session: CalibrationSession) -> Sequence[GroupStanding]:
    """How grades and ranks moved; nothing where a value of the round cannot be scored at present."""
    try:
        result = compute_round(record)
    except Refused:
        return ()
    return group_standings(record, result, session.standings, session.standings_after or None)
