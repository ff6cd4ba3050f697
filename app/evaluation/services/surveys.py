"""설문 결과: figures of a survey from outside, as a source of raters."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core import clock
from app.core.access import Actor, Role, offices_of
from app.core.database import db
from app.core.errors import Invalid, Refused, WrongState
from app.core.events import FreeText, publish
from app.core.figures import HUNDRED
from app.core.messages import Message, _
from app.evaluation import policy
from app.evaluation.enums import Permission, Phase
from app.evaluation.models import EvaluationRound, SurveyResult
from app.evaluation.queries.raters import panel_indicators, was_scored_already
from app.evaluation.queries.scoring import members_of
from app.evaluation.rater_events import SurveyEntered
from app.files.services import Upload, store_evidence

SUBJECT = "round_surveys"
OPEN_PHASES = frozenset({Phase.MEASURING, Phase.SELF_REVIEW, Phase.SCORING})


@dataclass(frozen=True, kw_only=True)
class SurveyFigure:
    """What a survey found for a department: how many answered, and their mean on the scale of 100."""

    department_id: int
    answers: int
    mean: Decimal


def enter_survey(
    *,
    actor: Actor,
    record: EvaluationRound,
    indicator_id: int,
    source: str,
    figures: Sequence[SurveyFigure],
    evidence: str,
    upload: Upload | None = None,
) -> None:
    """Keep the figures of a survey, all or none; typed again they replace the earlier ones, which stay to be read.

    Raises Refused for a source that is no survey, the own department and a department outside the panel, Invalid
    (at `lines`) for figures out of range, WrongState outside measuring to scoring.
    """
    policy.require(Permission.ROUND_EDIT, actor)
    if record.phase not in OPEN_PHASES or was_scored_already(record):
        raise WrongState(_("Surveys are entered from measuring on until scoring is over."))
    panel = next((row for row in panel_indicators(record) if row.indicator_id == indicator_id), None)
    if panel is None or source not in panel.survey_sources:
        raise Refused(_("This indicator has no such survey."))
    if not evidence.strip():
        raise Refused(_("Say where the figures come from."))
    units = {member.department_id: member.department for member in panel.departments(members_of(record))}
    _check(actor, figures, units)
    now = clock.now()
    db.session.add_all(
        SurveyResult(
            round_id=record.id,
            indicator_id=indicator_id,
            department_id=figure.department_id,
            source=source,
            answers=figure.answers,
            mean=figure.mean,
            evidence=evidence.strip(),
            entered_by_id=actor.id,
            entered_at=now,
        )
        for figure in figures
    )
    db.session.flush()
    if upload is not None and upload.filename:
        store_evidence(
            stream=upload.stream, filename=upload.filename, subject_type=SUBJECT, subject_id=record.id, actor=actor
        )
    publish(
        SurveyEntered(
            actor_id=actor.id,
            round_id=record.id,
            indicator_id=indicator_id,
            source=source,
            figures=tuple(f"{row.department_id}: {row.answers}, {row.mean:f}" for row in figures),
            evidence=FreeText(evidence),
        )
    )


def _check(actor: Actor, figures: Sequence[SurveyFigure], units: dict[int, str]) -> None:
    if not figures:
        raise Invalid(_("Type at least one line."), fields={"lines": [_("Type at least one line.")]})
    faults: list[Message] = []
    seen: set[int] = set()
    own = offices_of(actor)
    for figure in figures:
        name = units.get(figure.department_id)
        if name is None:
            faults.append(_("A department is not scored by this indicator."))
            continue
        if figure.department_id in seen:
            faults.append(_("%(department)s stands there twice.", department=name))
        if figure.department_id in own:
            faults.append(_("%(department)s: nobody types the survey of the own department.", department=name))
        if figure.answers < 1:
            faults.append(_("%(department)s: somebody must have answered.", department=name))
        if not 0 <= figure.mean <= HUNDRED:
            faults.append(_("%(department)s: the mean lies between 0 and 100.", department=name))
        seen.add(figure.department_id)
    if faults:
        raise Invalid(faults[0], fields={"lines": faults})


def may_see(actor: Actor, _round_id: int) -> bool:
    """Whether the actor may open the files of the surveys of a round."""
    return actor.has(Role.CONTROL_TOWER) or actor.has(Role.AUDITOR)
