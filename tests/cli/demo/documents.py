"""One document of every kind from the demo office: who asks for it, and what its button sends."""

from datetime import timedelta

from sqlalchemy import select

from app.accounts.queries.personas import persona_actor
from app.core import clock
from app.core.database import db
from app.evaluation.models import EvaluationRound, Publication
from app.innovation.enums import SloganState
from app.innovation.models import CheckMeeting, ContestEntry, ContestResult, Issue, ObstacleMeeting, Slogan
from app.mileage.models import MileageAccount
from app.reports.documents.registry import read_request
from app.voice.enums.surveys import WaveState
from app.voice.models import SurveyCell, SurveyWave


def asked_for(kind):
    """Return who asks for a document of a kind, and its arguments as the job gets them."""
    who, subject = SUBJECTS[kind]
    actor = persona_actor(who)
    _kind, arguments = read_request({"kind": kind, "format": "pdf", **{k: str(v) for k, v in subject(actor).items()}})
    return actor, arguments


def _first(statement):
    found = db.session.scalars(statement.limit(1)).first()
    assert found is not None
    return found


def _this_year(_actor):
    return {"year": clock.today().year}


def _published_round(_actor):
    return {"round_id": _first(select(Publication.round_id).order_by(Publication.id)), "annex": 0}


def _own_sheet(actor):
    """The year of the published round: its scores stand on the sheet."""
    year = select(EvaluationRound.year).join(Publication, Publication.round_id == EvaluationRound.id)
    return {"department_id": actor.department_id, "year": _first(year), "annex": 1}


def _own_account(actor):
    account = select(MileageAccount.id).where(MileageAccount.person_id == actor.id)
    return {"account_id": _first(account), "year": clock.today().year}


def _contest_with_entries(_actor):
    held = select(ContestResult.contest_id).join(ContestEntry, ContestEntry.contest_id == ContestResult.contest_id)
    return {"contest_id": _first(held.order_by(ContestResult.contest_id))}


def _closed_wave(_actor):
    wave = select(SurveyWave.id).join(SurveyCell, SurveyCell.wave_id == SurveyWave.id)
    return {"wave_id": _first(wave.where(SurveyWave.state == WaveState.CLOSED).order_by(SurveyWave.id.desc()))}


def _last_week(_actor):
    today = clock.today()
    return {"first_day": today - timedelta(days=today.weekday() + 7)}


def _approved_slogan(_actor):
    return {
        "slogan_id": _first(select(Slogan.id).where(Slogan.state == SloganState.APPROVED).order_by(Slogan.id.desc()))
    }


SUBJECTS = {
    "round_report": ("control_tower", _published_round),
    "department_sheet": ("head", _own_sheet),
    "tower_pack": ("control_tower", lambda actor: {**_this_year(actor), "days": 30}),
    "obstacle_agenda": ("control_tower", lambda _actor: {}),
    "obstacle_minutes": ("control_tower", lambda _actor: {"meeting_id": _first(select(ObstacleMeeting.id))}),
    "meeting_minutes": ("control_tower", lambda _actor: {"meeting_id": _first(select(CheckMeeting.id))}),
    "slogan_poster": ("staff", _approved_slogan),
    "mileage_statement": ("staff", _own_account),
    "contest_result": ("staff", _contest_with_entries),
    "award_list": ("control_tower", _this_year),
    "idea_receipt": ("control_tower", lambda _actor: {"issue_id": _first(select(Issue.id))}),
    "idea_register": ("control_tower", _this_year),
    "survey_results": ("control_tower", _closed_wave),
    "voice_digest": ("control_tower", _last_week),
}
