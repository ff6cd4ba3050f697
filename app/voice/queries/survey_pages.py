"""설문 결과 화면: everything the page of a wave shows, whatever its state, in a constant number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import select

from app.core.access import Actor, allows
from app.core.charts import BEST_FIRST, PALETTE, bar_chart, stacked_bars
from app.core.database import db
from app.core.figures import HUNDRED, rounded
from app.core.i18n import format_moment, format_number, language
from app.core.messages import Message, _
from app.voice.enums.permissions import Permission
from app.voice.enums.surveys import EntryState, QuestionKind, WaveState, WaveWay
from app.voice.models import CustomerGroup, Survey, SurveyWave
from app.voice.policy import POLICY
from app.voice.queries.survey_items import (
    ItemRow,
    derivation_of,
    hidden_lines,
    interval_statement,
    interval_words,
    items_of,
)
from app.voice.queries.survey_results import EntryTable, Names, figures_of, names, series_of, tables_of
from app.voice.queries.survey_trends import Chart, GroupTrend, group_trend_of, trend_of
from app.voice.queries.surveys import questions_of
from app.voice.rules.survey_conversion import shown, statement
from app.voice.rules.survey_results import Figure
from app.voice.rules.survey_samples import sample_size


@dataclass(frozen=True)
class Named:
    """A department, as the policy asks about it."""

    department_id: int | None


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """A department or a customer group: None is what may not be shown."""

    id: int
    name: str
    answers: int | None
    score: Decimal | None
    interval: str

    @property
    def is_hidden(self) -> bool:
        """Whether there are answers that may not be shown."""
        return self.answers is None


@dataclass(frozen=True, kw_only=True)
class ResultPage:
    """What the page of a wave shows."""

    names: Names
    rule: Message
    intervals: Message
    departments: Sequence[UnitRow] = ()
    groups: Sequence[UnitRow] = ()
    samples: Sequence[Message] = ()
    chosen: int | None = None
    figure: Figure | None = None
    score: Decimal | None = None
    interval: str = "–"
    items: Sequence[ItemRow] = ()
    hidden: Sequence[str] = ()
    derivation: Sequence[Message] = ()
    tables: Sequence[EntryTable] = ()
    shares: Chart | None = None
    share_labels: Sequence[str] = ()
    units: Chart | None = None
    trend: Chart | None = None
    group_trend: GroupTrend | None = None
    text_questions: Sequence[tuple[int, str]] = ()
    may_read_texts: bool = False
    asked: Sequence[str] = field(default_factory=list)


def result_page(wave: SurveyWave, survey: Survey, actor: Actor, department_id: int | None = None) -> ResultPage:
    """Put the page together; `department_id` asks for the lines of one department instead of the whole."""
    spoken = language()
    if wave.state is not WaveState.CLOSED or wave.way is WaveWay.ENTERED:
        return _without_answers(wave, survey)
    series, known = series_of(survey), names()
    every = figures_of(series)
    mine = next(one for one in every if one.wave.id == wave.id)
    questions = questions_of(survey.id)
    figure = mine.results.whole if department_id is None else mine.results.departments.get(department_id)
    items = items_of(survey, questions, figure, spoken) if figure else []
    departments = unit_rows(mine.results.departments, known.departments)
    groups = unit_rows(mine.results.groups, known.groups)
    return ResultPage(
        names=known,
        rule=statement(survey.conversion),
        intervals=interval_statement(),
        departments=departments,
        groups=groups,
        samples=_samples(groups),
        chosen=department_id,
        figure=figure,
        score=shown(figure.score) if figure else None,
        interval=interval_words(figure.interval) if figure else "–",
        items=items,
        hidden=hidden_lines(questions, figure, spoken) if figure else (),
        derivation=derivation_of(survey, questions, figure, spoken) if figure else (),
        shares=_shares_chart(items),
        share_labels=_step_labels(items),
        units=_units_chart(departments),
        trend=trend_of(every, department_id),
        group_trend=group_trend_of(every, known.groups) if department_id is None else None,
        text_questions=[(row.number, row.words(spoken)) for row in questions if row.kind is QuestionKind.TEXT],
        may_read_texts=allows(POLICY, Permission.SURVEY_READ_TEXTS, actor, Named(department_id)),
    )


def _samples(groups: Sequence[UnitRow]) -> Sequence[Message]:
    """Say of each group whose size is known how many of it answered, and how many were needed."""
    shown_ids = [row.id for row in groups if row.answers is not None]
    if not shown_ids:
        return ()
    known = select(CustomerGroup.id, CustomerGroup.size).where(CustomerGroup.id.in_(shown_ids), CustomerGroup.size > 0)
    sizes = {id_: size or 0 for id_, size in db.session.execute(known)}
    return [
        _(
            "%(group)s: %(answers)s of %(size)s answered, %(share)s; %(needed)s answers were to be gathered.",
            group=row.name,
            answers=format_number(row.answers),
            size=format_number(sizes[row.id]),
            share=f"{format_number(rounded(HUNDRED * row.answers / sizes[row.id], 1))}%",
            needed=format_number(sample_size(sizes[row.id])),
        )
        for row in groups
        if row.answers is not None and row.id in sizes
    ]


def next_step(wave: SurveyWave, page: ResultPage, *, is_opener: bool, has_link: bool) -> Message | None:
    """Say what comes next and whose turn it is; None once the wave has closed. `is_opener`: it is the reader's turn."""
    if wave.state is WaveState.CLOSED:
        return None
    if wave.state is WaveState.DRAFT:
        if not is_opener:
            return _("The control tower opens the wave. Nobody is asked before.")
        return _("Look at the days and the departments once more, then open the wave at the foot of this page.")
    if wave.way is WaveWay.ENTERED:
        return _turn_of_tables(page.tables)
    return _turn_of_links(wave, is_opener=is_opener, has_link=has_link)


def unit_rows(figures: Mapping[int, Figure | None], known: Mapping[int, str]) -> list[UnitRow]:
    """Return the parts of a wave by name; "not said" last, and nothing where no part was named at all."""
    if not any(figures):
        return []
    order = sorted(figures, key=lambda key: (key == 0, known.get(key, "")))
    return [_unit(key, known.get(key) or str(_("Not said")), figures[key]) for key in order]


def _turn_of_tables(tables: Sequence[EntryTable]) -> Message:
    waiting = sum(one.state is EntryState.ENTERED for one in tables)
    if waiting:
        return _("%(count)s tables wait for a colleague of the control tower who has not typed them.", count=waiting)
    if tables:
        return _("Every table is decided. The control tower closes the wave; its figures count from then on.")
    return _("The first table is missing: a coordinator or the control tower enters it.")


def _turn_of_links(wave: SurveyWave, *, is_opener: bool, has_link: bool) -> Message:
    if has_link:
        day = format_moment(wave.closes_at)
        return _("Answers come in until %(day)s. Then the wave closes by itself and its figures stand here.", day=day)
    if is_opener:
        return _("Nobody can answer yet: make the first link.")
    return _("Nobody can answer yet: the control tower makes the links.")


def _without_answers(wave: SurveyWave, survey: Survey) -> ResultPage:
    known = names()
    tables = tables_of([wave.id])[wave.id] if wave.way is WaveWay.ENTERED else []
    series = figures_of(series_of(survey)) if wave.way is WaveWay.ENTERED else []
    return ResultPage(
        names=known,
        rule=statement(survey.conversion),
        intervals=interval_statement(),
        tables=tables,
        trend=trend_of(series, None),
        asked=[row.words(language()) for row in questions_of(survey.id)],
    )


def _unit(key: int, name: str, figure: Figure | None) -> UnitRow:
    return UnitRow(
        id=key,
        name=name,
        answers=figure.answers if figure else None,
        score=shown(figure.score) if figure else None,
        interval=interval_words(figure.interval) if figure else "–",
    )


def _step_labels(items: Sequence[ItemRow]) -> list[str]:
    first = next((item for item in items if item.counts), None)
    return [step.label for step in first.steps] if first else []


def _shares_chart(items: Sequence[ItemRow]) -> Chart | None:
    scaled, labels = [item for item in items if item.counts], _step_labels(items)
    alike = [item for item in scaled if [step.label for step in item.steps] == labels]
    if len(alike) < 2:  # noqa: PLR2004  one bar shows less than its row
        return None
    series = {label: [item.steps[at].share for item in alike] for at, label in enumerate(labels)}
    best = max(alike, key=lambda item: item.score or Decimal(0))
    names, colours = [item.name for item in alike], BEST_FIRST if len(labels) <= len(BEST_FIRST) else PALETTE
    json = stacked_bars(str(_("Shares by question")), names, series, sideways=True, colours=colours)
    rows: list[tuple[str | Decimal, ...]] = [(item.name, *(step.share for step in item.steps)) for item in alike]
    return Chart(json=json, finding=_("Best: %(name)s, %(shares)s.", name=best.name, shares=best.headline), rows=rows)


def _units_chart(rows: Sequence[UnitRow]) -> Chart | None:
    scored = sorted((row for row in rows if row.score is not None), key=lambda row: row.score or 0, reverse=True)
    if len(scored) < 2:  # noqa: PLR2004  one bar shows less than its row
        return None
    json = bar_chart(
        str(_("Score by department")), [row.name for row in scored], [row.score for row in scored], sideways=True
    )
    finding = _("Highest: %(name)s with %(score)s.", name=scored[0].name, score=scored[0].score)
    return Chart(json=json, finding=finding, rows=[(row.name, row.score) for row in scored])
