"""평가위원 성향표 and the scores on raw and on balanced marks, side by side, inside each peer group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from app.accounts.models import Person
from app.core.database import db
from app.core.figures import rounded
from app.core.messages import Message, _
from app.evaluation.enums import MarkRule, RaterMeans
from app.evaluation.models import Composition, EvaluationRound
from app.evaluation.queries.panel_marks import panel_marks_of, panel_parameters
from app.evaluation.queries.scoring import MeasureKey, Member, compositions_of, members_of
from app.evaluation.rules import phases
from app.evaluation.rules.methods.panel import PanelMarks, PanelParameters
from app.evaluation.rules.methods.raters import RaterSource
from app.evaluation.rules.panel_marks import marks_of_source, two_scores
from app.evaluation.rules.panel_means import Balancing
from app.evaluation.rules.ranking import Contender, Key, rank
from app.evaluation.rules.rounding import round_to
from app.evaluation.rules.severity import Severity, reading, severities

SHOWN = 2
"""Decimals of a figure of severity."""


@dataclass(frozen=True, kw_only=True)
class SeverityRow:
    """One evaluator of a source: `shift` is what balancing adds to each mark, None where it is refused."""

    evaluator: str | Message
    source: str
    figures: Severity
    shift: Decimal | None
    words: tuple[Message, ...]

    @property
    def mean(self) -> Decimal:
        """Mean of the own marks, as it is shown."""
        return rounded(self.figures.mean, SHOWN)

    @property
    def spread(self) -> Decimal:
        """Spread of the own marks, as it is shown."""
        return rounded(self.figures.spread, SHOWN)

    @property
    def distance(self) -> Decimal:
        """Mean distance from the panel, as it is shown."""
        return rounded(self.figures.distance, SHOWN)

    @property
    def added(self) -> str:
        """What balancing adds, with its sign; empty where it is refused."""
        if self.shift is None:
            return ""
        shown = rounded(self.shift, SHOWN)
        return f"{'−' if shown < 0 else '+'}{abs(shown)}"


@dataclass(frozen=True, kw_only=True)
class BalancedRow:
    """A department's score on raw and on balanced marks, rounded as its indicator is; ranks inside the peer group."""

    department_id: int
    department: str
    raw: Decimal
    balanced: Decimal | None
    raw_rank: int | None
    balanced_rank: int | None


@dataclass(frozen=True, kw_only=True)
class PanelFairness:
    """An indicator in a peer group: its evaluators, its departments, and why nothing is balanced where nothing is."""

    indicator_id: int
    indicator: str
    peer_group_id: int
    peer_group: str
    rule: MarkRule
    evaluators: tuple[SeverityRow, ...]
    departments: tuple[BalancedRow, ...]
    refusals: tuple[Message, ...]
    hidden: tuple[str, ...]
    """Anonymous sources with too few raters to be shown."""


def panel_fairness(record: EvaluationRound) -> Sequence[PanelFairness]:
    """Return the panels of a round; empty until scoring is closed. Statements do not depend on its size."""
    if not phases.marks_visible(record.phase):
        return ()
    rows, members = compositions_of(record.id), members_of(record)
    marks = panel_marks_of(record.id, rows, members)
    parameters = panel_parameters(rows)
    names = _names({ballot.evaluator for found in marks.values() for ballot in found.ballots})
    return [
        _fairness(row, members, marks, parameters[row.peer_group_id, row.indicator_id], names)
        for row in rows
        if (row.peer_group_id, row.indicator_id) in parameters
        and any(member.peer_group_id == row.peer_group_id for member in members)
    ]


def _names(keys: set[str]) -> Mapping[str, str]:
    statement = select(Person.id, Person.name).where(Person.id.in_(int(key) for key in keys))
    return {str(person): name for person, name in db.session.execute(statement)}


def _fairness(
    row: Composition,
    members: Sequence[Member],
    marks: Mapping[MeasureKey, PanelMarks],
    parameters: PanelParameters,
    names: Mapping[str, str],
) -> PanelFairness:
    inside = [member for member in members if member.peer_group_id == row.peer_group_id]
    found = {m.department_id: marks[row.indicator_id, m.department_id] for m in inside if _key(row, m) in marks}
    known: Mapping[str, Balancing] = next((panel.balancing or {} for panel in found.values()), {})
    sources = [source for source in parameters.sources if source.means is RaterMeans.EVALUATORS]
    shown: list[SeverityRow] = []
    hidden: list[str] = []
    for source in sources if parameters.sources else (None,):
        table = _severity_rows(found, parameters, source, known, names)
        if source is not None and source.is_anonymous and len(table) < source.fewest:
            hidden.append(source.name)
        else:
            shown.extend(table)
    return PanelFairness(
        indicator_id=row.indicator_id,
        indicator=row.name,
        peer_group_id=row.peer_group_id,
        peer_group=inside[0].peer_group,
        rule=next((balancing.rule for balancing in known.values()), MarkRule.RAW),
        evaluators=tuple(shown),
        departments=tuple(_balanced_rows(row, inside, found, parameters)),
        refusals=tuple(_refusal(source, b.refusal) for source, b in known.items() if b.refusal is not None),
        hidden=tuple(hidden),
    )


def _key(row: Composition, member: Member) -> MeasureKey:
    return row.indicator_id, member.department_id


def _refusal(source: str, reason: Message) -> Message:
    return _("%(source)s: %(step)s", source=source, step=reason) if source else reason


def _severity_rows(
    found: Mapping[int, PanelMarks],
    parameters: PanelParameters,
    source: RaterSource | None,
    known: Mapping[str, Balancing],
    names: Mapping[str, str],
) -> list[SeverityRow]:
    name = "" if source is None else source.name
    marks = marks_of_source({unit: panel.ballots for unit, panel in found.items()}, parameters, name)
    table = severities(marks)
    shifts: Mapping[Key, Decimal] = known[name].shifts if name in known else {}
    rows = [
        SeverityRow(
            evaluator=names.get(str(key), str(key)),
            source=name,
            figures=figures,
            shift=shifts.get(key),
            words=tuple(reading(figures, shifts.get(key))),
        )
        for key, figures in table.items()
    ]
    rows.sort(key=lambda line: (line.figures.mean, str(line.evaluator)))
    if source is None or not source.is_anonymous:
        return rows
    return [
        SeverityRow(
            evaluator=_("Evaluator %(number)s", number=number),
            source=line.source,
            figures=line.figures,
            shift=line.shift,
            words=line.words,
        )
        for number, line in enumerate(rows, start=1)
    ]


def _balanced_rows(
    row: Composition, inside: Sequence[Member], found: Mapping[int, PanelMarks], parameters: PanelParameters
) -> list[BalancedRow]:
    both = {unit: two_scores(panel, parameters) for unit, panel in found.items()}
    raw = {unit: round_to(scores.raw, row.digits, row.rounding) for unit, scores in both.items()}
    balanced = {
        unit: None if scores.balanced is None else round_to(scores.balanced, row.digits, row.rounding)
        for unit, scores in both.items()
    }
    raw_ranks, balanced_ranks = _ranks(inside, raw), _ranks(inside, balanced)
    rows = [
        BalancedRow(
            department_id=member.department_id,
            department=member.department,
            raw=raw[member.department_id],
            balanced=balanced[member.department_id],
            raw_rank=raw_ranks[member.department_id],
            balanced_rank=balanced_ranks[member.department_id],
        )
        for member in inside
        if member.department_id in raw
    ]
    return sorted(rows, key=lambda line: (line.raw_rank is None, line.raw_rank or 0, line.department))


def _ranks(inside: Sequence[Member], scores: Mapping[int, Decimal | None]) -> Mapping[Key, int | None]:
    standings = rank(
        Contender(
            key=member.department_id,
            peer_group=str(member.peer_group_id),
            total=scores.get(member.department_id),
            out_of_competition=not member.is_ranked,
        )
        for member in inside
    )
    return {key: standing.rank for key, standing in standings.items()}
