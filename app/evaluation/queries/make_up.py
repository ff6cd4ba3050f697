"""위원회 구성 점검: what the make-up of the panels of a round says before scoring opens."""

from collections.abc import Mapping, Sequence

from app.core.messages import Message
from app.evaluation.enums import CommitteeKind, RaterMeans
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.panel_marks import panel_rule_of
from app.evaluation.queries.panels import AssignedRow, assigned_rows, blocked_departments
from app.evaluation.queries.raters import PanelIndicator, panel_indicators
from app.evaluation.queries.scoring import Member, members_of
from app.evaluation.rules.committees import Sitter, coverage_warnings, make_up_warnings, source_warnings


def departments_nobody_scores(record: EvaluationRound) -> Mapping[str, Sequence[str]]:
    """Return, by indicator that has evaluators, the names of the departments none of them may score."""
    rows = assigned_rows(record)
    if not rows:
        return {}
    blocked = blocked_departments(record, {row.evaluator_id for row in rows})
    members = members_of(record)
    found: dict[str, Sequence[str]] = {}
    for panel in panel_indicators(record):
        inside = [row for row in rows if row.indicator_id == panel.indicator_id]
        if inside:
            found[panel.name] = [m.department for m in panel.departments(members) if not _free(inside, blocked, m)]
    return found


def law_warnings(record: EvaluationRound, rows: Sequence[AssignedRow]) -> Sequence[Message]:
    """Return what law says against the make-up of the panels of a round, in words; one statement."""
    return make_up_warnings(panel_rule_of(record.id)[1], _sitters(rows))


def committee_warnings(record: EvaluationRound, kind: CommitteeKind) -> Sequence[Message]:
    """Return every warning about who sits on the panels of a round and whom they may score, in words."""
    rows = assigned_rows(record)
    warnings = make_up_warnings(kind, _sitters(rows))
    if not rows:
        return warnings
    blocked = blocked_departments(record, {row.evaluator_id for row in rows})
    ranked = members_of(record)
    for panel in panel_indicators(record):
        inside = [row for row in rows if row.indicator_id == panel.indicator_id]
        if inside:
            warnings.extend(_coverage(panel, panel.departments(ranked), inside, blocked))
    return warnings


def _sitters(rows: Sequence[AssignedRow]) -> list[Sitter]:
    """Everybody who is assigned to something, once."""
    homes = {row.evaluator_id: row.department_id for row in rows}
    return [Sitter(person_id=person, department_id=unit) for person, unit in homes.items()]


def _coverage(
    panel: PanelIndicator,
    members: Sequence[Member],
    rows: Sequence[AssignedRow],
    blocked: Mapping[int, frozenset[int]],
) -> list[Message]:
    if not panel.sources:
        return coverage_warnings(panel.name, {member.department: _free(rows, blocked, member) for member in members})
    asked = [source for source in panel.sources if source.means is RaterMeans.EVALUATORS]
    found = []
    for source in asked:
        few = [member.department for member in members if _free(rows, blocked, member, source.name) < source.fewest]
        found.extend(source_warnings(panel.name, source.name, source.fewest, few))
    return found


def _free(
    rows: Sequence[AssignedRow], blocked: Mapping[int, frozenset[int]], member: Member, source: str | None = None
) -> int:
    """Count who is assigned to a department (for a source) and may score it."""
    return sum(
        (row.departments is None or member.department_id in row.departments)
        and member.department_id not in blocked.get(row.evaluator_id, ())
        and (source is None or row.source == source)
        for row in rows
    )
