"""Notices about rounds of evaluation: what to enter and to score, results, appeals, reopenings and incentives."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

import app.evaluation.appeal_events as appeal_facts
import app.evaluation.calibration_events as calibration_facts
import app.evaluation.events as facts
import app.evaluation.quality_events as quality_facts
import app.evaluation.rater_events as rater_facts
import app.evaluation.reopening_events as reopening_facts
from app.accounts.models import RoleAssignment
from app.accounts.queries.roles import held_on
from app.core import clock
from app.core.access import Role
from app.core.database import AnySelect
from app.core.events import Event, Reaction
from app.core.i18n import format_moment
from app.core.messages import Message, _
from app.evaluation.enums import AppealOutcome, Phase
from app.evaluation.models import (
    Appeal,
    AppealCorrection,
    EvaluationRound,
    EvaluatorAssignment,
    QualityPanel,
    ReopeningScope,
    RoundMember,
    RoundReopening,
)
from app.notices.telling import AnyEvent, Subject, Telling, record, telling
from app.notifications.enums import NoticeKind
from app.notifications.services import Link, tell
from app.notifications.who import NOBODY, Who, chosen, heads, holders, offices, people

_ROUND, _SCORING = NoticeKind.ROUND, NoticeKind.SCORING


def _round(event: AnyEvent) -> Subject | None:
    record_ = record(EvaluationRound, event.round_id)
    link = Link("evaluation.show_round", {"round_id": event.round_id})
    return None if record_ is None else Subject(record_.name, link, record_)


def _sheets(event: AnyEvent, _subject: Subject) -> Link:
    return Link("evaluation.list_sheets", {"round_id": event.round_id})


def _results(event: AnyEvent, _subject: Subject) -> Link:
    return Link("evaluation.list_results", {"round_id": event.round_id})


def _appeal(event: AnyEvent) -> Subject | None:
    appeal = record(Appeal, event.appeal_id)
    of_round = record(EvaluationRound, appeal.round_id) if appeal else None
    link = Link("evaluation.show_appeal", {"appeal_id": event.appeal_id})
    return None if of_round is None else Subject(of_round.name, link, appeal)


def _reopening(event: AnyEvent) -> Subject | None:
    reopening = record(RoundReopening, event.reopening_id)
    if reopening is None:
        return None
    of_round = record(EvaluationRound, reopening.round_id)
    params = {"round_id": reopening.round_id, "reopening_id": reopening.id}
    return None if of_round is None else Subject(of_round.name, Link("evaluation.show_reopening", params), reopening)


def _quality(event: AnyEvent) -> Subject | None:
    panel = record(QualityPanel, event.quality_panel_id)
    link = Link("evaluation.show_quality_panel", {"panel_id": event.quality_panel_id})
    return None if panel is None else Subject(panel.name, link, panel)


def _held(round_id: int, *roles: Role) -> AnySelect:
    """Who holds one of the roles for a department that takes part in the round."""
    return (
        select(RoleAssignment.person_id)
        .join(RoundMember, RoundMember.department_id == RoleAssignment.department_id)
        .where(RoundMember.round_id == round_id, RoleAssignment.role.in_(roles), held_on(clock.today()))
    )


def _members(event: AnyEvent, _subject: Subject) -> Who:
    return chosen(_held(event.round_id, Role.HEAD, Role.COORDINATOR))


def _member_heads(event: AnyEvent, _subject: Subject) -> Who:
    return chosen(_held(event.round_id, Role.HEAD))


def _evaluators(event: AnyEvent, _subject: Subject) -> Who:
    return chosen(select(EvaluatorAssignment.evaluator_id).where(EvaluatorAssignment.round_id == event.round_id))


def _tower(_event: AnyEvent, _subject: Subject) -> Who:
    return holders(Role.CONTROL_TOWER)


def _is_seen(event: AnyEvent, _subject: Subject) -> bool:
    """Whether departments may see the results now: until their release nobody is told that they are there."""
    return event.release_at is None or datetime.fromisoformat(event.release_at) <= clock.now()


def _begins(phase: Phase) -> Callable[[AnyEvent, Subject], bool]:
    return lambda event, _subject: bool(event.to_phase == phase)


def _appellant(_event: AnyEvent, subject: Subject) -> Who:
    return heads(subject.row.department_id) | people(subject.row.filed_by_id)


def _tower_apart(_event: AnyEvent, subject: Subject) -> Who:
    return holders(Role.CONTROL_TOWER).but(subject.row.filed_by_id)


def _second(event: AnyEvent, _subject: Subject) -> Who:
    return people(event.second_id)


def _reopening_second(_event: AnyEvent, subject: Subject) -> Who:
    return people(subject.row.second_id)


def _proposer(_event: AnyEvent, subject: Subject) -> Who:
    return people(subject.row.proposed_by_id)


def _both(_event: AnyEvent, subject: Subject) -> Who:
    return people(subject.row.proposed_by_id, subject.row.second_id)


def _to_enter(event: AnyEvent, subject: Subject) -> Who:
    """Who proposed the reopening, and coordinators of the departments it names."""
    named = select(ReopeningScope.department_id).where(
        ReopeningScope.reopening_id == event.reopening_id, ReopeningScope.department_id.is_not(None)
    )
    held = select(RoleAssignment.person_id).where(
        RoleAssignment.role == Role.COORDINATOR, RoleAssignment.department_id.in_(named), held_on(clock.today())
    )
    return chosen(held) | people(subject.row.proposed_by_id)


def _correction_proposer(event: AnyEvent, _subject: Subject) -> Who:
    proposal = record(AppealCorrection, event.proposal_id)
    return people(proposal.proposed_by_id) if proposal else NOBODY


def _outcome(event: AnyEvent, _subject: Subject) -> Mapping[str, object]:
    return {"outcome": AppealOutcome(event.outcome).label}


def _until(event: AnyEvent, _subject: Subject) -> Mapping[str, object]:
    return {"moment": format_moment(datetime.fromisoformat(event.closes_at))}


def _assigned(event: AnyEvent, _subject: Subject) -> str:
    return f"round:{event.round_id}:assigned"


def tell_released(round_id: int, moment: datetime) -> int:
    """Tell the departments of a round that its results, released by the clock, may be seen now; return how many."""
    of_round = record(EvaluationRound, round_id)
    if of_round is None:
        return 0
    return tell(
        who=chosen(_held(of_round.id, Role.HEAD, Role.COORDINATOR)),
        kind=_ROUND,
        sentence=Message(_OUT.msgid, {"title": of_round.name}),
        link=Link("evaluation.list_results", {"round_id": of_round.id}),
        topic=released_topic(round_id, moment),
    )


def released_topic(round_id: int, moment: datetime) -> str:
    """Return the topic under which a release is told once, whatever the number of versions that came out with it."""
    return f"released:{round_id}:{moment.isoformat()}"


_OUT = _("The results are published: %(title)s")
_ASKED_TO_SCORE = _("You are asked to score in %(title)s")

ROUNDS: Mapping[type[Event], Sequence[Reaction]] = {
    facts.PhaseChanged: [
        telling(
            _round,
            Telling(
                _ROUND,
                _members,
                _("Enter the actual values of your department: %(title)s"),
                only=_begins(Phase.MEASURING),
            ),
            Telling(
                _SCORING,
                _evaluators,
                _("Scoring has begun: %(title)s"),
                only=_begins(Phase.SCORING),
                link=_sheets,
            ),
        )
    ],
    facts.EvaluatorAssigned: [
        telling(
            _round,
            Telling(
                _SCORING,
                lambda event, _subject: people(event.evaluator_id),
                _ASKED_TO_SCORE,
                topic=_assigned,
                link=_sheets,
            ),
        )
    ],
    rater_facts.AssignmentWritten: [
        telling(_round, Telling(_SCORING, _evaluators, _ASKED_TO_SCORE, topic=_assigned, link=_sheets))
    ],
    facts.MeasureExempted: [
        telling(
            _round,
            Telling(
                _ROUND,
                lambda event, _subject: offices(event.department_id),
                _("It is agreed that an indicator does not apply to your department: %(title)s"),
            ),
        )
    ],
    facts.RoundPublished: [telling(_round, Telling(_ROUND, _members, _OUT, only=_is_seen, link=_results))],
    calibration_facts.CalibrationOpened: [
        telling(
            _round,
            Telling(
                _SCORING,
                lambda event, _subject: people(*event.people),
                _("You were entered as present at a calibration session: %(title)s"),
            ),
        )
    ],
    quality_facts.QualityPanelOpened: [
        telling(
            _quality,
            Telling(
                _SCORING,
                lambda event, _subject: people(*event.rater_ids),
                _("You are asked to rate the quality of indicators: %(title)s"),
            ),
        )
    ],
    appeal_facts.AppealWindowOpened: [
        telling(
            _round,
            Telling(_ROUND, _member_heads, _("You may appeal until %(moment)s: %(title)s"), more=_until, link=_results),
        )
    ],
    appeal_facts.AppealFiled: [telling(_appeal, Telling(_ROUND, _tower_apart, _("Reply to an appeal: %(title)s")))],
    appeal_facts.AppealAnswered: [
        telling(_appeal, Telling(_ROUND, _appellant, _("Your department's appeal was replied to: %(title)s")))
    ],
    appeal_facts.AppealDecided: [
        telling(
            _appeal,
            Telling(
                _ROUND, _appellant, _("Your department's appeal is decided, %(title)s: %(outcome)s"), more=_outcome
            ),
        )
    ],
    appeal_facts.AppealRaised: [
        telling(_appeal, Telling(_ROUND, _tower_apart, _("Name who decides an appeal at the second level: %(title)s")))
    ],
    appeal_facts.AppealDeciderNamed: [
        telling(
            _appeal,
            Telling(
                _ROUND,
                lambda event, _subject: people(event.decider_id),
                _("You are named to decide an appeal: %(title)s"),
            ),
        )
    ],
    appeal_facts.AppealCorrectionProposed: [
        telling(_appeal, Telling(_ROUND, _second, _("Confirm the correction an appeal led to: %(title)s")))
    ],
    appeal_facts.AppealCorrectionConfirmed: [
        telling(
            _appeal,
            Telling(
                _ROUND,
                lambda event, subject: _correction_proposer(event, subject) | _appellant(event, subject),
                _("The correction an appeal led to is published: %(title)s"),
            ),
        )
    ],
    appeal_facts.AppealCorrectionEnded: [
        telling(
            _appeal,
            Telling(_ROUND, _correction_proposer, _("The correction an appeal led to was not confirmed: %(title)s")),
        )
    ],
    reopening_facts.ReopeningProposed: [
        telling(_reopening, Telling(_ROUND, _second, _("Agree, or not, that a round is opened again: %(title)s")))
    ],
    reopening_facts.ReopeningAgreed: [
        telling(
            _reopening,
            Telling(_ROUND, _to_enter, _("A round is open for corrections: %(title)s")),
        )
    ],
    reopening_facts.ReopeningWithdrawn: [
        telling(_reopening, Telling(_ROUND, _both, _("A reopening was withdrawn or declined: %(title)s")))
    ],
    reopening_facts.ReopeningExpired: [
        telling(_reopening, Telling(_ROUND, _both, _("A reopening has expired; nothing of it was written: %(title)s")))
    ],
    reopening_facts.ReopeningSubmitted: [
        telling(_reopening, Telling(_ROUND, _reopening_second, _("Look at what a correction moves: %(title)s")))
    ],
    reopening_facts.ReopeningReturned: [
        telling(_reopening, Telling(_ROUND, _proposer, _("The corrections of a round came back: %(title)s")))
    ],
    reopening_facts.ReopeningClosed: [
        telling(_reopening, Telling(_ROUND, _proposer, _("The corrections of a round are confirmed: %(title)s")))
    ],
}
