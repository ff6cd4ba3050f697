"""설문 결과보고: the figures of a closed wave, under the same rule of disclosure as its page."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.core import clock
from app.core.access import Actor, satisfies
from app.core.documents.content import (
    BarChart,
    Column,
    Document,
    Facts,
    Footer,
    Formula,
    Heading,
    LineChart,
    Notice,
    Paragraph,
    Part,
    Progress,
    Series,
    Table,
)
from app.core.errors import Missing
from app.core.figures import rounded
from app.core.i18n import format_day, format_number, language
from app.core.messages import _
from app.core.numbers import whole_number
from app.reports.documents.kinds import Arguments, DocumentKind, is_there
from app.reports.queries.document_settings import anchor_text, office_of
from app.voice.enums.surveys import WaveState, WaveWay
from app.voice.models import Survey, SurveyWave
from app.voice.policy.predicates import READERS
from app.voice.queries.survey_pages import ResultPage, UnitRow, result_page
from app.voice.queries.survey_results import EntryTable, wave_and_survey
from app.voice.queries.survey_trends import Chart, GroupTrend

NAME = "survey_results"
APPROVAL = ("담당", "팀장", "과장")
STEPS = 2


def may(actor: Actor, arguments: Arguments) -> bool:
    """Whether the wave is there and closed, and the actor belongs to the office."""
    return satisfies(READERS, actor) and is_there(lambda: _closed(arguments))


def title(_actor: Actor, arguments: Arguments) -> str:
    """Return "Results of a survey: <survey>, <wave>"."""
    return _title(*_closed(arguments))


def build(actor: Actor, arguments: Arguments, progress: Progress) -> Document:
    """Put the report of a wave together."""
    wave, survey = _closed(arguments)
    progress(0, STEPS, _("Reading the figures"))
    page = result_page(wave, survey, actor)
    progress(1, STEPS, _("Reading the figures"))
    days = f"{format_day(wave.first_day)} – {format_day(wave.last_day)}"
    parts = [*_marks(wave), *(_tables(page) if wave.way is WaveWay.ENTERED else _figures(page, survey))]
    return Document(
        title=_title(wave, survey),
        language=language(),
        office=office_of(NAME, APPROVAL),
        issued=clock.now(),
        facts=(
            (str(_("Purpose")), str(survey.purpose.label)),
            (str(_("Days of the survey")), days),
            *(_whole(page) if wave.way is WaveWay.ANSWERED else ()),
        ),
        parts=tuple(parts),
        footer=Footer(anchor=anchor_text()),
    )


def _whole(page: ResultPage) -> Iterator[tuple[str, int | Decimal | None]]:
    yield str(_("Number of answers")), page.figure.answers if page.figure else None
    yield str(_("Score of 100")), page.score


def _closed(arguments: Arguments) -> tuple[SurveyWave, Survey]:
    wave, survey = wave_and_survey(arguments["wave_id"])
    if wave.state is not WaveState.CLOSED:
        raise Missing(_("Figures are shown after the wave has closed."))
    return wave, survey


def _title(wave: SurveyWave, survey: Survey) -> str:
    return str(_("Results of a survey: %(name)s, %(wave)s", name=survey.title(language()), wave=wave.name))


def _marks(wave: SurveyWave) -> Iterator[Part]:
    if wave.is_example:
        yield Notice(
            str(
                _(
                    "These figures are an example made up to show the product, or those of another office. They say "
                    "nothing about this office."
                )
            )
        )
    if wave.reason:
        yield Notice(str(_("Closed early: %(reason)s", reason=wave.reason)))


def _figures(page: ResultPage, survey: Survey) -> Iterator[Part]:
    if page.figure is None:
        yield Notice(str(_("Figures of fewer than %(minimum)s answers are not shown.", minimum=survey.minimum)))
    else:
        yield from _questions(page)
        yield from _units(str(_("By department")), str(_("Department")), page.departments, page.units)
        yield from _units(str(_("By customer group")), str(_("Customer group")), page.groups)
    yield from _trend(page.trend)
    yield from _group_trend(page.group_trend)
    yield Heading(str(_("How answers become 100 points")))
    yield Paragraph(str(page.rule))
    for line in page.derivation:
        yield Formula(str(line))


def _questions(page: ResultPage) -> Iterator[Part]:
    caption, score = str(_("Questions")), str(_("Score of 100"))
    yield Heading(caption)
    counted = [item for item in page.items if item.score is not None]
    if len(counted) > 1:
        best = max(counted, key=lambda item: item.score or 0)
        finding = str(_("Highest question: %(name)s with %(score)s.", name=best.name, score=best.score))
        values = Series(score, tuple(item.score for item in counted))
        yield BarChart(str(_("Score by question")), finding, tuple(item.name for item in counted), (values,))
    columns = (
        Column(str(_("Question"))),
        Column(str(_("Number of answers")), "number"),
        Column(score, "number"),
        Column(str(_("Shares"))),
    )
    rows = [
        (item.name, item.answers, item.score, ", ".join(f"{step.label} {step.share}\u00a0%" for step in item.steps))
        for item in page.items
    ]
    yield Table(caption, columns, rows)
    yield Paragraph(str(page.intervals))


def _units(caption: str, label: str, rows: Sequence[UnitRow], drawn: Chart | None = None) -> Iterator[Part]:
    if not rows:
        return
    hidden, score = str(_("not shown")), str(_("Score of 100"))
    columns = (
        Column(label),
        Column(str(_("Number of answers")), "number"),
        Column(score, "number"),
        Column(str(_("Interval of 95 per cent"))),
    )
    yield Heading(caption)
    if drawn is not None:
        names, scores = zip(*drawn.rows, strict=True)
        yield BarChart(str(_("Score by department")), str(drawn.finding), names, (Series(score, scores),))
    yield Table(
        caption,
        columns,
        [(row.name, row.answers, row.score, hidden if row.is_hidden else row.interval) for row in rows],
    )


def _trend(drawn: Chart | None) -> Iterator[Part]:
    if drawn is None:
        return
    names, scores, _answers = zip(*drawn.rows, strict=True)
    yield Heading(str(_("Over the waves")))
    values = Series(str(_("Score of 100")), scores)
    yield LineChart(str(_("Score by wave")), str(drawn.finding), names, (values,), label_title=str(_("Wave")))


def _group_trend(drawn: GroupTrend | None) -> Iterator[Part]:
    if drawn is None:
        return
    caption = str(_("Over the waves, by customer group"))
    yield Heading(caption)
    lines = tuple(Series(name, tuple(scores)) for name, scores in drawn.lines.items())
    yield LineChart(caption, str(drawn.finding), tuple(drawn.waves), lines, label_title=str(_("Wave")))


def _tables(page: ResultPage) -> Iterator[Part]:
    columns = (
        Column(str(_("Item"))),
        Column(str(_("Weight")), "number"),
        Column(str(_("Points")), "number"),
    )
    yield from _side_by_side(page.tables)
    for table in page.tables:
        yield Heading(table.place)
        yield Table(table.place, columns, [(item.name, item.weight, item.points) for item in table.items])
        yield Formula(table.derivation)
        yield from _difference(table)
        yield Facts(((str(_("Where the figures come from")), table.source),))


def _side_by_side(tables: Sequence[EntryTable]) -> Iterator[Part]:
    if len(tables) < 2:  # noqa: PLR2004  one stands beside nothing
        return
    caption = str(_("Totals beside one another"))
    columns = (
        Column(str(_("Whose figures they are"))),
        Column(str(_("Score of 100")), "number"),
        Column(str(_("Published total")), "number"),
        Column(str(_("State"))),
    )
    yield Heading(caption)
    rows = [
        (table.place, None if table.score is None else rounded(table.score, 2), table.published, str(table.state.label))
        for table in tables
    ]
    yield Table(caption, columns, rows)


def _difference(table: EntryTable) -> Iterator[Part]:
    if table.difference is not None and table.published is not None:
        yield Notice(
            str(
                _(
                    "The published total is %(published)s, the sum of its items %(total)s: a difference of "
                    "%(difference)s. The score is that of the items.",
                    published=format_number(table.published),
                    total=format_number(table.total),
                    difference=format_number(rounded(table.difference, 2)),
                )
            )
        )


KIND = DocumentKind(
    name=NAME,
    label=_("Results of a survey"),
    build=build,
    may=may,
    title=title,
    arguments={"wave_id": whole_number},
    approval=APPROVAL,
)
