"""What the panels of a round have on each department, for scoring and for the page of severity."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from sqlalchemy import func, select

from app.core.database import db
from app.evaluation.enums import CommitteeKind, MarkRule, Method
from app.evaluation.models import PanelRule, SurveyResult
from app.evaluation.queries.scoring import MeasureKey, Member, ballots_of
from app.evaluation.rules.definitions import Definition
from app.evaluation.rules.methods.panel import PanelMarks, PanelParameters
from app.evaluation.rules.methods.raters import Survey
from app.evaluation.rules.panel_marks import gather


class PanelLine(Protocol):
    """A line of a composition, as far as it matters here."""

    @property
    def indicator_id(self) -> int:
        """The indicator."""

    @property
    def peer_group_id(self) -> int:
        """The group it weighs in."""

    @property
    def method(self) -> Method:
        """How it is scored."""

    @property
    def definition(self) -> Definition:
        """Its definition, frozen."""


def panel_marks_of(
    round_id: int, lines: Collection[PanelLine], members: Sequence[Member], mark_rule: MarkRule | None = None
) -> Mapping[MeasureKey, PanelMarks]:
    """Return the marks by indicator and department, for those that can be scored. At most three statements, none without panels.

    `mark_rule` says which marks count where a rehearsal tries another rule than the round's.
    """
    panels = panel_parameters(lines)
    if not panels:
        return {}
    ballots = ballots_of(round_id)
    surveys = surveys_of(round_id) if any(parameters.sources for parameters in panels.values()) else {}
    rule = mark_rule or panel_rule_of(round_id)[0]
    found: dict[MeasureKey, PanelMarks] = {}
    for (group, indicator), parameters in panels.items():
        units = [member.department_id for member in members if member.peer_group_id == group]
        marks = gather(
            {unit: ballots[indicator, unit] for unit in units if (indicator, unit) in ballots},
            {unit: surveys[indicator, unit] for unit in units if (indicator, unit) in surveys},
            parameters,
            rule,
        )
        found.update({(indicator, unit): row for unit, row in marks.items()})
    return found


def panel_parameters(lines: Collection[PanelLine]) -> dict[tuple[int, int], PanelParameters]:
    """Return the parameters of the panels of a composition by peer group and indicator."""
    found: dict[tuple[int, int], PanelParameters] = {}
    for line in lines:
        if line.method is Method.PANEL:
            parsed = line.definition.parsed
            assert isinstance(parsed, PanelParameters)
            found[line.peer_group_id, line.indicator_id] = parsed
    return found


def panel_rule_of(round_id: int) -> tuple[MarkRule, CommitteeKind]:
    """Return which marks count in a round and what its panel is by law; what holds where nothing was set."""
    statement = select(PanelRule.mark_rule, PanelRule.committee).where(PanelRule.round_id == round_id)
    found = db.session.execute(statement).first()
    return (MarkRule.RAW, CommitteeKind.SELF_EVALUATION) if found is None else (found.mark_rule, found.committee)


def surveys_of(round_id: int) -> dict[MeasureKey, Sequence[Survey]]:
    """Return what surveys found, by indicator and department: the newest figure of each source."""
    newest = (
        select(func.max(SurveyResult.id))
        .where(SurveyResult.round_id == round_id)
        .group_by(SurveyResult.indicator_id, SurveyResult.department_id, SurveyResult.source)
    )
    statement = (
        select(
            SurveyResult.indicator_id,
            SurveyResult.department_id,
            SurveyResult.source,
            SurveyResult.answers,
            SurveyResult.mean,
        )
        .where(SurveyResult.id.in_(newest))
        .order_by(SurveyResult.id)
    )
    found: dict[MeasureKey, list[Survey]] = {}
    for indicator, department, source, answers, mean in db.session.execute(statement):
        found.setdefault((indicator, department), []).append(Survey(source, answers, mean))
    return dict(found)
