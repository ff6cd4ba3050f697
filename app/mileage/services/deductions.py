"""감점: proposed by the control tower, heard, decided by another office, open to an objection, posted last."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.accounts.queries.actors import actor_of_person
from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.mileage.enums import DeductionGround, DeductionState, Permission
from app.mileage.ledger_events import (
    DeductionDecided,
    DeductionObjected,
    DeductionObjectionAnswered,
    DeductionOpinionGiven,
    DeductionProposed,
    DeductionWithdrawn,
)
from app.mileage.models import Deduction, MileageAccount
from app.mileage.policy import POLICY
from app.mileage.queries.deductions import days_off_from, hand_of, party_of
from app.mileage.rules import deductions as rules
from app.mileage.services.accounts import lock_pool
from app.mileage.services.deduction_postings import post_deduction
from app.organization.enums import SettingKey
from app.organization.queries import setting

LEAST_WORDS = 10


@dataclass(frozen=True, kw_only=True)
class DeductionText:
    """What is proposed, and who is to decide and to answer an objection."""

    ground: DeductionGround
    reason: str
    points: Decimal
    decider_id: int
    reviewer_id: int


def propose_deduction(*, actor: Actor, account: MileageAccount, text: DeductionText) -> Deduction:
    """Propose to deduct points from the account of a person or department. Nothing moves; the owner is heard first.

    Raises `Refused` where those who are to decide and to answer are a party, or of the same offices.
    """
    access.require(POLICY, Permission.DEDUCTION_PROPOSE, actor)
    rules.check_proposal(text.points)
    reason = _words(text.reason)
    for judge_id in (text.decider_id, text.reviewer_id):
        if actor_of_person(judge_id) is None:
            raise Refused(_("Nobody with this name may act today."))
    rules.check_hands(
        proposer=hand_of(actor.id),
        decider=hand_of(text.decider_id),
        reviewer=hand_of(text.reviewer_id),
        party=party_of(account),
    )
    found = Deduction(
        account_id=account.id,
        person_id=account.person_id,
        department_id=account.department_id,
        ground=text.ground,
        reason=reason,
        points=text.points,
        proposed_by_id=actor.id,
        proposed_on=clock.today(),
        proposed_at=clock.now(),
        opinions_until=_period_end(SettingKey.DEDUCTION_OPINION_DAYS),
        decider_id=text.decider_id,
        reviewer_id=text.reviewer_id,
        changed_at=clock.now(),
    )
    db.session.add(found)
    db.session.flush()
    _check_judges(found)
    publish(
        DeductionProposed(
            actor_id=actor.id,
            deduction_id=found.id,
            account_id=account.id,
            ground=text.ground.value,
            points=text.points,
            decider_id=text.decider_id,
            reviewer_id=text.reviewer_id,
            opinions_until=found.opinions_until.isoformat(),
            reason=FreeText(reason),
        )
    )
    return found


def give_opinion(*, deduction: Deduction, actor: Actor, opinion: str) -> None:
    """Say as owner of the account what is to be said before anybody decides; once, and in time."""
    access.require(POLICY, Permission.DEDUCTION_ANSWER, actor, deduction)
    today, words = clock.today(), _words(opinion)
    rules.check_opinion(
        deduction.state, is_given=deduction.opinion is not None, until=deduction.opinions_until, today=today
    )
    change_state(deduction, opinion=words, opinion_by_id=actor.id, opinion_on=today, changed_at=clock.now())
    publish(DeductionOpinionGiven(actor_id=actor.id, deduction_id=deduction.id, opinion=FreeText(words)))


def decide_deduction(*, deduction: Deduction, actor: Actor, points: Decimal | None, decision: str) -> None:
    """Decide as the named person of another office, after the hearing. `points` None: nothing is deducted."""
    access.require(POLICY, Permission.DEDUCTION_DECIDE, actor, deduction)
    today, words = clock.today(), _words(decision)
    rules.check_decision(
        deduction.state, is_given=deduction.opinion is not None, until=deduction.opinions_until, today=today
    )
    rules.check_decided_points(points, deduction.points)
    _check_hands(deduction)
    until = _period_end(SettingKey.DEDUCTION_OBJECTION_DAYS) if points is not None else None
    change_state(
        deduction,
        state=DeductionState.DECIDED if points is not None else DeductionState.DROPPED,
        decision=words,
        decided_on=today,
        decided_points=points,
        objections_until=until,
        changed_at=clock.now(),
    )
    publish(
        DeductionDecided(
            actor_id=actor.id,
            deduction_id=deduction.id,
            points=points,
            objections_until=until.isoformat() if until else None,
            decision=FreeText(words),
        )
    )


def object_to_deduction(*, deduction: Deduction, actor: Actor, objection: str) -> None:
    """Object as owner of the account, in time; no points move before somebody has answered."""
    access.require(POLICY, Permission.DEDUCTION_ANSWER, actor, deduction)
    today, words = clock.today(), _words(objection)
    rules.check_objection(deduction.state, until=deduction.objections_until, today=today)
    change_state(
        deduction,
        state=DeductionState.OBJECTED,
        objection=words,
        objected_by_id=actor.id,
        objected_on=today,
        changed_at=clock.now(),
    )
    publish(DeductionObjected(actor_id=actor.id, deduction_id=deduction.id, objection=FreeText(words)))


def answer_objection(*, deduction: Deduction, actor: Actor, upheld: bool, answer: str) -> None:
    """Answer an objection as the third person: upheld, nothing is deducted; rejected, the points move at once."""
    access.require(POLICY, Permission.DEDUCTION_REVIEW, actor, deduction)
    words = _words(answer)
    rules.check_answer(deduction.state)
    _check_hands(deduction)
    lock_pool()
    change_state(
        deduction,
        state=DeductionState.UPHELD if upheld else DeductionState.REJECTED,
        answer=words,
        answered_on=clock.today(),
        changed_at=clock.now(),
    )
    publish(
        DeductionObjectionAnswered(actor_id=actor.id, deduction_id=deduction.id, upheld=upheld, answer=FreeText(words))
    )
    if not upheld:
        post_deduction(deduction, actor_id=actor.id)


def withdraw_deduction(*, deduction: Deduction, actor: Actor, reason: str) -> None:
    """Withdraw as control tower, before points move; nobody withdraws what is about the own points."""
    access.require(POLICY, Permission.DEDUCTION_WITHDRAW, actor, deduction)
    words = _words(reason)
    rules.check_withdrawal(deduction.state)
    change_state(
        deduction,
        state=DeductionState.WITHDRAWN,
        withdrawn_by_id=actor.id,
        withdrawn_on=clock.today(),
        withdraw_reason=words,
        changed_at=clock.now(),
    )
    publish(DeductionWithdrawn(actor_id=actor.id, deduction_id=deduction.id, reason=FreeText(words)))


def _check_judges(found: Deduction) -> None:
    """Refuse somebody who could not act on it: without the office for it, or without an account that opens."""
    for judge_id, permission in (
        (found.decider_id, Permission.DEDUCTION_DECIDE),
        (found.reviewer_id, Permission.DEDUCTION_REVIEW),
    ):
        judge = actor_of_person(judge_id)
        assert judge is not None
        if not access.allows(POLICY, permission, judge, found):
            raise Refused(_("Choose people whose office lets them decide."))


def _check_hands(found: Deduction) -> None:
    """Look again on the day of each step: somebody may head another office by now."""
    rules.check_hands(
        proposer=hand_of(found.proposed_by_id),
        decider=hand_of(found.decider_id),
        reviewer=hand_of(found.reviewer_id),
        party=party_of(found),
    )


def _period_end(key: SettingKey) -> date:
    days = int(setting(key))
    today = clock.today()
    return rules.period_end(today, days, days_off_from(today, days))


def _words(text: str) -> str:
    words = text.strip()
    if len(words) < LEAST_WORDS:
        raise Refused(_("Write at least %(count)s characters.", count=LEAST_WORDS))
    return words
