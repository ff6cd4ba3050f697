"""설문 결과: the figures of closed waves, read from the sums kept with the answers. No page reads an answer."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import Integer, String, bindparam, literal, select, union_all
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.database import AnyRow, AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Keyset, Page
from app.organization.models import Department
from app.voice.enums.surveys import EntryState, WaveState, WaveWay
from app.voice.models import (
    CustomerGroup,
    Survey,
    SurveyCell,
    SurveyEntry,
    SurveyEntryItem,
    SurveyQuestion,
    SurveySum,
    SurveyText,
    SurveyWave,
    SurveyWaveDepartment,
    SurveyWaveGroup,
)
from app.voice.rules import survey_results as rules
from app.voice.rules.survey_conversion import EntryItem, entry_derivation, entry_difference, entry_score
from app.voice.rules.survey_results import CellSum, Figure, Results, StepSum
from app.voice.rules.survey_tally import Asked


@dataclass(frozen=True, kw_only=True)
class EntryTable:
    """A table from outside with what follows from it. Figures are not rounded."""

    id: int
    wave_id: int
    department_id: int | None
    place: str
    day: date
    answers: int | None
    published: Decimal | None
    source: str
    state: EntryState
    entered_by_id: int
    entered_by: str
    decided_by: str | None
    reason: str
    items: Sequence[EntryItem]

    @property
    def total(self) -> Decimal:
        """Sum of the points."""
        return sum((item.points for item in self.items), Decimal(0))

    @property
    def score(self) -> Decimal | None:
        """Σ points ÷ Σ weights × 100."""
        return entry_score(self.items)

    @property
    def difference(self) -> Decimal | None:
        """Published total − sum of the items, where they do not agree."""
        return entry_difference(self.items, self.published)

    @property
    def derivation(self) -> str:
        """The reckoning with the numbers in it."""
        return entry_derivation(self.items)


@dataclass(frozen=True)
class Names:
    """Departments and customer groups by id."""

    departments: Mapping[int, str]
    groups: Mapping[int, str]


@dataclass(frozen=True, kw_only=True)
class WaveFigures:
    """A closed wave of the trend: its figures, or its confirmed tables."""

    wave: SurveyWave
    results: Results
    tables: Sequence[EntryTable] = ()

    def score(self, department_id: int | None = None) -> Decimal | None:
        """The score of the whole or of a department; of tables, where there is exactly one that fits."""
        if self.wave.way is WaveWay.ENTERED:
            fitting = [one for one in self.tables if department_id in {None, one.department_id}]
            return fitting[0].score if len(fitting) == 1 else None
        figure = self.results.whole if department_id is None else self.results.departments.get(department_id)
        return figure.score if figure else None

    def of_group(self, group_id: int) -> Figure | None:
        """The figure of a customer group, None where it may not be shown: as on the page of the wave itself."""
        return self.results.groups.get(group_id)

    def answers(self, department_id: int | None = None) -> int | None:
        """How many answered; None where it is not shown."""
        figure = self.results.whole if department_id is None else self.results.departments.get(department_id)
        return figure.answers if figure else None


@dataclass(frozen=True)
class _Sums:
    cells: dict[int, list[CellSum]] = field(default_factory=lambda: defaultdict(list))
    steps: dict[int, list[StepSum]] = field(default_factory=lambda: defaultdict(list))


def wave_and_survey(wave_id: int) -> tuple[SurveyWave, Survey]:
    """Load a wave with its survey. Raises `Missing`."""
    row = db.session.execute(_WAVE, {"wave": wave_id}).one_or_none()
    if row is None:
        raise Missing(_("There is no such wave of a survey."))
    return row


def figures_of(pairs: Sequence[tuple[SurveyWave, Survey]]) -> list[WaveFigures]:
    """Return the figures of waves, in the order given; an open wave has none. Four statements, however many."""
    closed = [(wave, survey) for wave, survey in pairs if wave.state is WaveState.CLOSED]
    answered = [wave.id for wave, _survey in closed if wave.way is WaveWay.ANSWERED]
    questions = _asked({survey.id for wave, survey in closed if wave.way is WaveWay.ANSWERED})
    sums, named = _sums(answered), _named(answered)
    tables = tables_of([wave.id for wave, _survey in pairs if wave.way is WaveWay.ENTERED])
    found = []
    for wave, survey in pairs:
        results = Results()
        if wave.id in answered:
            of_survey = rules.Survey(
                questions=questions[survey.id], conversion=survey.conversion, minimum=survey.minimum
            )
            results = rules.results(
                of_survey,
                sums.cells[wave.id],
                sums.steps[wave.id],
                departments=named[wave.id, "department"],
                groups=named[wave.id, "group"],
            )
        confirmed = [one for one in tables[wave.id] if one.state is EntryState.CONFIRMED]
        found.append(
            WaveFigures(wave=wave, results=results, tables=confirmed if wave.state is WaveState.CLOSED else ())
        )
    return found


def series_of(survey: Survey) -> list[tuple[SurveyWave, Survey]]:
    """Return the closed waves of all editions of a survey, oldest first."""
    return list(db.session.execute(_SERIES, {"root": survey.root_id or survey.id}))


def tables_of(wave_ids: Collection[int]) -> Mapping[int, list[EntryTable]]:
    """Return the tables from outside of waves, in the order they were typed: one statement, none for no wave."""
    found: dict[int, list[EntryTable]] = defaultdict(list)
    if not wave_ids:
        return found
    items: dict[int, list[EntryItem]] = defaultdict(list)
    heads: dict[int, AnyRow] = {}
    for row in db.session.execute(_TABLES, {"waves": list(wave_ids)}):
        heads[row[0].id] = row
        items[row[0].id].append(EntryItem(name=row[1].name, weight=row[1].weight, points=row[1].points))
    for id_, (entry, _item, entered_by, decided_by) in heads.items():
        found[entry.wave_id].append(
            EntryTable(
                id=id_,
                wave_id=entry.wave_id,
                department_id=entry.department_id,
                place=entry.place,
                day=entry.day,
                answers=entry.answers,
                published=entry.published,
                source=entry.source,
                state=entry.state,
                entered_by_id=entry.entered_by_id,
                entered_by=entered_by,
                decided_by=decided_by,
                reason=entry.reason,
                items=items[id_],
            )
        )
    return found


def entry_or_404(entry_id: int) -> SurveyEntry:
    """Load a table from outside. Raises `Missing`."""
    found = db.session.get(SurveyEntry, entry_id)
    if found is None:
        raise Missing(_("There is no such table."))
    return found


def names() -> Names:
    """Return the names of all departments and customer groups, past ones too: one statement."""
    rows = db.session.execute(_NAMES).all()
    by_kind = {kind: {id_: name for of, id_, name in rows if of == kind} for kind in ("department", "group")}
    return Names(by_kind["department"], by_kind["group"])


def texts_page(wave_id: int, question: int, department_id: int | None, cursor: str | None = None) -> Page[AnyRow]:
    """Return a page of what was written, (id, text, department key), in the order of ids drawn at random."""
    given = {"wave": wave_id, "question": question}
    if department_id is None:
        return _TEXTS.page(cursor, given)
    return _TEXTS_OF_ONE.page(cursor, {**given, "department": department_id})


def _asked(survey_ids: Collection[int]) -> Mapping[int, list[Asked]]:
    found: dict[int, list[Asked]] = defaultdict(list)
    if survey_ids:
        for row in db.session.scalars(_QUESTIONS, {"surveys": list(survey_ids)}):
            found[row.survey_id].append(
                Asked(number=row.number, kind=row.kind, points=row.points, weight=row.weight, rows=len(row.rows))
            )
    return found


def _sums(wave_ids: Collection[int]) -> _Sums:
    sums = _Sums()
    if wave_ids:
        for wave, is_cell, department, group, *rest in db.session.execute(_SUMS, {"waves": list(wave_ids)}):
            if is_cell:
                sums.cells[wave].append(CellSum(department, group, *rest))
            else:
                sums.steps[wave].append(StepSum(department, group, *rest))
    return sums


def _named(wave_ids: Collection[int]) -> Mapping[tuple[int, str], list[int]]:
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    if wave_ids:
        for wave, kind, id_ in db.session.execute(_NAMED, {"waves": list(wave_ids)}):
            found[wave, kind].append(id_)
    return found


def _all_sums() -> AnySelect:
    waves = bindparam("waves", expanding=True, type_=Integer)
    cell, one = SurveyCell, SurveySum
    cells = select(
        cell.wave_id,
        literal(1).label("is_cell"),
        cell.department_key,
        cell.group_key,
        cell.answers,
        cell.scored,
        cell.score_sum,
        cell.score_squares,
    ).where(cell.wave_id.in_(waves))
    steps = select(
        one.wave_id, literal(0), one.department_key, one.group_key, one.question, one.row, one.label, one.answers
    ).where(one.wave_id.in_(waves))
    every = union_all(cells, steps).subquery()
    return select(every)


def _all_named() -> AnySelect:
    waves = bindparam("waves", expanding=True, type_=Integer)
    one, other = SurveyWaveDepartment, SurveyWaveGroup
    departments = select(one.wave_id, literal("department", String).label("kind"), one.department_id).where(
        one.wave_id.in_(waves)
    )
    groups = select(other.wave_id, literal("group", String), other.customer_group_id).where(other.wave_id.in_(waves))
    every = union_all(departments, groups).subquery()
    return select(every)


def _all_names() -> AnySelect:
    departments = select(literal("department", String).label("kind"), Department.id, Department.name)
    every = union_all(departments, select(literal("group", String), CustomerGroup.id, CustomerGroup.name)).subquery()
    return select(every)


_typed, _judge = aliased(Person), aliased(Person)
_WAVE = (
    select(SurveyWave, Survey)
    .join(Survey, Survey.id == SurveyWave.survey_id)
    .where(SurveyWave.id == bindparam("wave", type_=Integer))
)
_SERIES = (
    select(SurveyWave, Survey)
    .join(Survey, Survey.id == SurveyWave.survey_id)
    .where((Survey.root_id == bindparam("root", type_=Integer)) | (Survey.id == bindparam("root", type_=Integer)))
    .where(SurveyWave.state == WaveState.CLOSED)
    .order_by(SurveyWave.opens_at, SurveyWave.id)
)
_TABLES = (
    select(SurveyEntry, SurveyEntryItem, _typed.name, _judge.name)
    .join(SurveyEntryItem, SurveyEntryItem.entry_id == SurveyEntry.id)
    .join(_typed, _typed.id == SurveyEntry.entered_by_id)
    .outerjoin(_judge, _judge.id == SurveyEntry.decided_by_id)
    .where(SurveyEntry.wave_id.in_(bindparam("waves", expanding=True, type_=Integer)))
    .order_by(SurveyEntry.id, SurveyEntryItem.number)
)
_QUESTIONS = (
    select(SurveyQuestion)
    .where(SurveyQuestion.survey_id.in_(bindparam("surveys", expanding=True, type_=Integer)))
    .order_by(SurveyQuestion.survey_id, SurveyQuestion.number)
)
_SUMS, _NAMED, _NAMES = _all_sums(), _all_named(), _all_names()
_OF_QUESTION = select(SurveyText.id, SurveyText.text, SurveyText.department_key).where(
    SurveyText.wave_id == bindparam("wave", type_=Integer), SurveyText.question == bindparam("question", type_=Integer)
)
_TEXTS = Keyset(_OF_QUESTION, keys=(SurveyText.id,))
_TEXTS_OF_ONE = Keyset(
    _OF_QUESTION.where(SurveyText.department_key == bindparam("department", type_=Integer)), keys=(SurveyText.id,)
)
