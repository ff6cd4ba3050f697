"""The 5S index as figures for indicators: each S of a department, and the index, as they were reckoned last."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from sqlalchemy import select

from app.core.database import db
from app.core.figures import bare, exact, rounded
from app.core.messages import Message, _
from app.core.readings import FigureRule, NamedSource, ReadRow, ReadRows, RowKind, RowKinds
from app.core.values import Value
from app.voice.enums.five_s import FIVE_S, FiveSPart, FiveSSource
from app.voice.models.five_s import FiveSFigure, FiveSRule, FiveSRun
from app.voice.queries.five_s import rule_of
from app.voice.rules.five_s import PLACES, PartScore
from app.voice.rules.five_s_plain import part_from

SOURCE_ROW, PART_ROW = "five_s_source_", "five_s_part_"


def _parts(
    parts: Sequence[FiveSPart], department_ids: Sequence[int], year: int
) -> Sequence[tuple[FiveSFigure, PartScore, date]]:
    """Return the figures of a year with what they were made of and the day they go up to: one statement."""
    statement = (
        select(FiveSFigure, FiveSRule, FiveSRun.through)
        .join(FiveSRun, FiveSRun.id == FiveSFigure.run_id)
        .join(FiveSRule, FiveSRule.id == FiveSRun.rule_id)
        .where(FiveSFigure.year == year, FiveSFigure.department_id.in_(department_ids), FiveSFigure.part.in_(parts))
        .order_by(FiveSFigure.department_id, FiveSFigure.id)
    )
    return [
        (figure, part_from(value, rule_of(rule).weights[value], figure.sources), through)
        for figure, rule, through in db.session.execute(statement)
        for value in (Value(figure.part.value),)
    ]


@exact()
def _read_part(wanted: FiveSPart, department_ids: Sequence[int], _start: date, end: date) -> ReadRows:
    """A row for each source that has a figure: its score times its weight, and its weight."""
    rows = []
    for figure, part, through in _parts((wanted,), department_ids, end.year):
        for one in part.sources:
            if one.score is not None and one.figure is not None:
                told = f"{bare(rounded(one.figure, PLACES))} → {rounded(one.score, PLACES)} (n {one.fact.n})"
                row = ReadRow(
                    kind=f"{SOURCE_ROW}{one.rule.source.value}",
                    id=figure.id,
                    title=told,
                    day=through,
                    part=one.rule.weight * one.score,
                    of=one.rule.weight,
                )
                rows.append((figure.department_id, row))
    return rows


@exact()
def _read_index(department_ids: Sequence[int], _start: date, end: date) -> ReadRows:
    """A row for each S that has a figure: its score times its weight, and its weight."""
    wanted = tuple(part for part in FiveSPart if part is not FiveSPart.TOTAL)
    return [
        (
            figure.department_id,
            ReadRow(
                kind=f"{PART_ROW}{part.value.value}",
                id=figure.id,
                title=str(rounded(part.score, PLACES)),
                day=through,
                part=part.weight * part.score,
                of=part.weight,
            ),
        )
        for figure, part, through in _parts(wanted, _ranked(department_ids, end.year), end.year)
        if part.score is not None
    ]


def _ranked(department_ids: Sequence[int], year: int) -> Sequence[int]:
    """Return the departments of which enough is known: one S alone is no index."""
    statement = select(FiveSFigure.department_id).where(
        FiveSFigure.year == year,
        FiveSFigure.department_id.in_(department_ids),
        FiveSFigure.part == FiveSPart.TOTAL,
        FiveSFigure.is_ranked,
    )
    return db.session.scalars(statement).all()


_SENTENCE = _(
    "The score of this S in the 5S index of the year of the last day, as it was reckoned last: the weighted mean of its "
    "sources on their lines from 0 to 100. A source without a figure is left out; a department without any has no "
    "figure, and never 0."
)


def _label(value: Value) -> Message:
    return _("5S index, %(value)s", value=value.label)


SOURCES: Mapping[str, NamedSource] = {
    **{
        f"voice.{value.value}": NamedSource(
            label=_label(value),
            sentence=_SENTENCE,
            rule=FigureRule.MEAN,
            read=partial(_read_part, FiveSPart(value.value)),
        )
        for value in FIVE_S
    },
    "voice.five_s": NamedSource(
        label=_("5S index"),
        sentence=_(
            "The 5S index of the year of the last day, as it was reckoned last: the weighted mean of the S that have a "
            "figure. An S without a figure is left out and is never 0. A department with fewer S than the rules ask for has "
            "no figure."
        ),
        rule=FigureRule.MEAN,
        read=_read_index,
    ),
}
"""By name, in the order in which they are read."""

KINDS: RowKinds = {
    **{
        f"{SOURCE_ROW}{source.value}": RowKind(
            label=source.label, endpoint="voice.show_five_s_figure", parameter="figure_id"
        )
        for source in FiveSSource
    },
    **{
        f"{PART_ROW}{value.value}": RowKind(
            label=value.label, endpoint="voice.show_five_s_figure", parameter="figure_id"
        )
        for value in FIVE_S
    },
}
