"""Notices about claims, rewards, thanks, deductions, objections and closed years."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

import app.mileage.claim_events as claim_facts
import app.mileage.events as facts
import app.mileage.ledger_events as ledger_facts
import app.mileage.objection_events as objection_facts
from app.core.access import Role
from app.core.events import Event, Reaction
from app.core.i18n import format_day
from app.core.messages import _
from app.mileage.enums import DeputyOffice, ObjectionResult
from app.mileage.models import (
    Claim,
    ClaimDeputy,
    ClaimShare,
    Deduction,
    Objection,
    Reward,
    RewardRequest,
    Thanks,
    YearClosing,
    YearReopening,
)
from app.mileage.queries.claim_deputies import stands_in_today
from app.notices.telling import AnyEvent, Subject, Telling, record, telling
from app.notifications.enums import NoticeKind
from app.notifications.services import Link
from app.notifications.who import Who, chosen, heads, holders, people

_CLAIM, _HEARING = NoticeKind.CLAIM, NoticeKind.HEARING


def _claim(event: AnyEvent) -> Subject | None:
    claim = record(Claim, event.claim_id)
    return None if claim is None else Subject(claim.title, Link("mileage.show_claim", {"claim_id": claim.id}), claim)


def _deduction(event: AnyEvent) -> Subject | None:
    deduction = record(Deduction, event.deduction_id)
    link = Link("mileage.show_deduction", {"deduction_id": event.deduction_id})
    return None if deduction is None else Subject("", link, deduction, discreet=True)


def _objection(event: AnyEvent) -> Subject | None:
    objection = record(Objection, event.objection_id)
    link = Link("mileage.show_objection", {"objection_id": event.objection_id})
    return None if objection is None else Subject("", link, objection)


def _reward(event: AnyEvent) -> Subject | None:
    request = record(RewardRequest, event.reward_request_id)
    reward = record(Reward, request.reward_id) if request else None
    link = Link("mileage.show_reward_request", {"request_id": event.reward_request_id})
    return None if reward is None else Subject(reward.name, link, request)


def _thanks(event: AnyEvent) -> Subject | None:
    thanks = record(Thanks, event.thanks_id)
    return None if thanks is None else Subject("", Link("mileage.show_thanks", {"thanks_id": thanks.id}), thanks)


def _closing(event: AnyEvent) -> Subject | None:
    closing = record(YearClosing, event.year_closing_id)
    return (
        None
        if closing is None
        else Subject(str(closing.year), Link("mileage.show_closing", {"year": closing.year}), closing)
    )


def _reopening(event: AnyEvent) -> Subject | None:
    reopening = record(YearReopening, event.year_reopening_id)
    return (
        None
        if reopening is None
        else Subject(str(reopening.year), Link("mileage.show_closing", {"year": reopening.year}), reopening)
    )


def _deputy(event: AnyEvent) -> Subject | None:
    deputy = record(ClaimDeputy, event.claim_deputy_id)
    return None if deputy is None else Subject("", Link("mileage.list_claim_deputies"), deputy)


def _standing_in(office: DeputyOffice, department_id: int | None = None) -> Who:
    """Who stands in today for whoever decides about claims there."""
    deputies = select(ClaimDeputy.deputy_id).where(ClaimDeputy.office == office, stands_in_today())
    if department_id is not None:
        deputies = deputies.where(ClaimDeputy.department_id == department_id)
    return chosen(deputies)


def _confirmers(event: AnyEvent, subject: Subject) -> Who:
    claim = subject.row
    if event.skips_head:
        return _verifiers(event, subject)
    unit = claim.department_id
    return (heads(unit) | _standing_in(DeputyOffice.HEAD, unit)).but(claim.claimant_id)


def _verifiers(_event: AnyEvent, subject: Subject) -> Who:
    tower = holders(Role.CONTROL_TOWER) | _standing_in(DeputyOffice.TOWER)
    return tower.but(subject.row.claimant_id)


def _parties(_event: AnyEvent, subject: Subject) -> Who:
    shares = select(ClaimShare.person_id).where(ClaimShare.claim_id == subject.row.id)
    return chosen(shares) | people(subject.row.claimant_id)


def _claimant(_event: AnyEvent, subject: Subject) -> Who:
    return people(subject.row.claimant_id)


def _tower(_event: AnyEvent, _subject: Subject) -> Who:
    return holders(Role.CONTROL_TOWER)


def _tower_for_reward(_event: AnyEvent, subject: Subject) -> Who:
    return holders(Role.CONTROL_TOWER).but(subject.row.requester_id)


def _requester(_event: AnyEvent, subject: Subject) -> Who:
    return people(subject.row.requester_id)


def _owner(_event: AnyEvent, subject: Subject) -> Who:
    """Whose points they are: the person, or whoever heads the department."""
    return people(subject.row.person_id) | heads(subject.row.department_id)


def _decider(_event: AnyEvent, subject: Subject) -> Who:
    return people(subject.row.decider_id)


def _reviewer(_event: AnyEvent, subject: Subject) -> Who:
    return people(subject.row.reviewer_id)


def _objector(_event: AnyEvent, subject: Subject) -> Who:
    return people(subject.row.objector_id)


def _answerers(_event: AnyEvent, subject: Subject) -> Who:
    return holders(Role.CONTROL_TOWER).but(subject.row.objector_id)


def _apart_from_thanks(_event: AnyEvent, subject: Subject) -> Who:
    return holders(Role.CONTROL_TOWER).but(subject.row.sender_id, subject.row.receiver_id)


def _second(event: AnyEvent, _subject: Subject) -> Who:
    return people(event.second_id)


def _both(_event: AnyEvent, subject: Subject) -> Who:
    return people(subject.row.proposed_by_id, subject.row.second_id)


def _opinions_until(event: AnyEvent, _subject: Subject) -> Mapping[str, object]:
    return {"day": format_day(date.fromisoformat(event.opinions_until))}


def _outcome(event: AnyEvent, _subject: Subject) -> Mapping[str, object]:
    return {"outcome": ObjectionResult(event.outcome).label}


MILEAGE: Mapping[type[Event], Sequence[Reaction]] = {
    facts.ClaimSubmitted: [
        telling(_claim, Telling(_CLAIM, _confirmers, _("A mileage claim waits for you: %(title)s")))
    ],
    facts.ClaimConfirmed: [telling(_claim, Telling(_CLAIM, _verifiers, _("A mileage claim waits for you: %(title)s")))],
    facts.ClaimVerified: [telling(_claim, Telling(_CLAIM, _parties, _("Your mileage claim is posted: %(title)s")))],
    facts.ClaimReturned: [telling(_claim, Telling(_CLAIM, _claimant, _("Your mileage claim came back: %(title)s")))],
    claim_facts.ClaimPanelConvened: [
        telling(
            _claim,
            Telling(
                _CLAIM,
                lambda event, _subject: people(*event.member_ids),
                _("You are asked to vote about a mileage claim: %(title)s"),
            ),
        )
    ],
    claim_facts.ClaimDeputyNamed: [
        telling(
            _deputy,
            Telling(
                _CLAIM,
                lambda event, _subject: people(event.deputy_id),
                _("You are named as deputy for decisions about claims"),
            ),
        )
    ],
    claim_facts.ClaimDeputyEnded: [
        telling(
            _deputy,
            Telling(
                _CLAIM,
                lambda event, _subject: people(event.deputy_id, event.principal_id),
                _("The days of a deputy for claims ended early"),
            ),
        )
    ],
    facts.RewardRequested: [
        telling(_reward, Telling(_CLAIM, _tower_for_reward, _("A reward is asked for: %(title)s")))
    ],
    facts.RewardApproved: [telling(_reward, Telling(_CLAIM, _requester, _("Your reward is approved: %(title)s")))],
    facts.RewardHandedOver: [
        telling(_reward, Telling(_CLAIM, _requester, _("Your reward was handed over: %(title)s")))
    ],
    facts.RewardGivenBack: [
        telling(_reward, Telling(_CLAIM, _requester, _("The points for a reward came back: %(title)s")))
    ],
    facts.ThanksSent: [
        telling(
            _thanks,
            Telling(_CLAIM, lambda event, _subject: people(event.receiver_id), _("Somebody thanked you, with points")),
        )
    ],
    facts.ThanksReported: [
        telling(_thanks, Telling(_CLAIM, _apart_from_thanks, _("Decide about a reported thank-you")))
    ],
    ledger_facts.DeductionProposed: [
        telling(
            _deduction,
            Telling(
                _HEARING,
                _owner,
                _("A deduction is proposed: say by %(day)s what you think about it"),
                more=_opinions_until,
            ),
        )
    ],
    ledger_facts.DeductionOpinionGiven: [
        telling(_deduction, Telling(_HEARING, _decider, _("An opinion about a deduction is there: decide")))
    ],
    ledger_facts.DeductionDecided: [
        telling(_deduction, Telling(_HEARING, _owner, _("A deduction was decided; see what follows")))
    ],
    ledger_facts.DeductionObjected: [
        telling(_deduction, Telling(_HEARING, _reviewer, _("Answer an objection to a deduction")))
    ],
    ledger_facts.DeductionObjectionAnswered: [
        telling(_deduction, Telling(_HEARING, _owner, _("Your objection to a deduction is answered")))
    ],
    ledger_facts.DeductionPosted: [
        telling(_deduction, Telling(_HEARING, _owner, _("Points of a deduction were taken")))
    ],
    ledger_facts.DeductionWithdrawn: [telling(_deduction, Telling(_HEARING, _owner, _("A deduction was withdrawn")))],
    objection_facts.ObjectionReceived: [
        telling(_objection, Telling(_HEARING, _answerers, _("Answer an objection to a statement")))
    ],
    objection_facts.ObjectionAnswered: [
        telling(_objection, Telling(_HEARING, _objector, _("Your objection is answered: %(outcome)s"), more=_outcome))
    ],
    facts.YearClosingProposed: [
        telling(_closing, Telling(_HEARING, _second, _("Confirm, or not, that the mileage year %(title)s is closed")))
    ],
    facts.YearClosed: [telling(_closing, Telling(_HEARING, _both, _("The mileage year %(title)s is closed")))],
    facts.YearClosingWithdrawn: [
        telling(_closing, Telling(_HEARING, _both, _("The closing of the mileage year %(title)s was withdrawn")))
    ],
    ledger_facts.YearReopeningProposed: [
        telling(
            _reopening, Telling(_HEARING, _second, _("Agree, or not, that the mileage year %(title)s is opened again"))
        )
    ],
    ledger_facts.YearReopened: [
        telling(_reopening, Telling(_HEARING, _both, _("The mileage year %(title)s is open again")))
    ],
    ledger_facts.YearReopeningWithdrawn: [
        telling(_reopening, Telling(_HEARING, _both, _("The reopening of the mileage year %(title)s was withdrawn")))
    ],
}
