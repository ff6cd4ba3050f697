"""설문 점수: what indicators read of surveys."""

from collections.abc import Mapping, Sequence
from datetime import date

from app.core.figures import exact, rounded
from app.core.messages import _
from app.core.readings import FigureRule, NamedSource, ReadRow, ReadRows, RowKind, RowKinds
from app.voice.enums.surveys import SurveyPurpose
from app.voice.queries.survey_scores import survey_scores

CITIZENS = (
    SurveyPurpose.SERVICE_SATISFACTION,
    SurveyPurpose.PHONE_KINDNESS,
    SurveyPurpose.FIVE_STARS,
    SurveyPurpose.CITIZEN_PANEL,
)
PLACES = 6
"""Decimals to which a part is kept: a third of a point never ends, and the row is to be read."""


@exact()
def _read(department_ids: Sequence[int], start: date, end: date) -> ReadRows:
    """A row for each closed wave with a figure: score × answers, and the answers."""
    for unit, one in survey_scores(CITIZENS, department_ids, start, end):
        if one.score is not None:
            part = rounded(one.score * one.weight, PLACES)
            yield (
                unit,
                ReadRow(kind="survey_wave", id=one.wave_id, title=one.title, day=one.day, part=part, of=one.weight),
            )


survey_score = NamedSource(
    label=_("Score of citizens’ surveys"),
    sentence=_(
        "Of the waves closed between the days that asked citizens about service, kindness or a project: the mean of their "
        "scores of 100, each weighing as much as it has answers. A wave in which the department has too few answers to be "
        "shown is left out; without any there is no figure, and never 0."
    ),
    rule=FigureRule.MEAN,
    read=_read,
)

SOURCES: Mapping[str, NamedSource] = {"voice.survey_score": survey_score}
"""By name."""

KINDS: RowKinds = {
    "survey_wave": RowKind(label=_("Wave of a survey"), endpoint="voice.show_survey_wave", parameter="wave_id")
}
