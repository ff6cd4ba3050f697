"""적립 이의신청: handed in by the owner of an account, answered by somebody of the control tower without a hand in it.

What is upheld moves points only by the usual ways: a reversal, or a claim that a head confirms and the control tower
verifies.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Conflict, Missing, Refused, WrongState
from app.core.events import FreeText, publish
from app.core.messages import _
from app.mileage.concealment import hidden_sources
from app.mileage.enums import (
    ItemSubject,
    ItemTrigger,
    ObjectionKind,
    ObjectionState,
    Permission,
    ReversalReason,
    TransferKind,
)
from app.mileage.models import CapCut, Claim, MileageItem, Objection, Transfer
from app.mileage.objection_events import ObjectionAnswered, ObjectionClaimed, ObjectionReceived, ObjectionWithdrawn
from app.mileage.policy import POLICY
from app.mileage.queries.items import item_on, item_or_404
from app.mileage.queries.mileage_terms import terms_for
from app.mileage.queries.objections import objection_view
from app.mileage.queries.statements import AccountView
from app.mileage.queries.year_locks import check_open
from app.mileage.rules import objections as rules
from app.mileage.rules.claims import check_present_department
from app.mileage.rules.objections import CLAIMS, TAKES_BACK, Answer
from app.mileage.rules.owners import Owner
from app.mileage.services.accounts import lock_owner, lock_pool
from app.mileage.services.claims import ClaimText, write_claim
from app.mileage.services.reversals import reverse_transfer

_NOT_REVERSIBLE = {TransferKind.REVERSAL, TransferKind.REWARD}


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What somebody objects to: a row, what a cap left nothing of, or (both None) a fact that is missing."""

    transfer: Transfer | None = None
    cut: CapCut | None = None
    fact: str | None = None
    happened_on: date | None = None

    @property
    def kind(self) -> ObjectionKind:
        """Which of the three it is."""
        if self.transfer is not None:
            return ObjectionKind.ROW
        return ObjectionKind.CUT if self.cut is not None else ObjectionKind.MISSING

    @property
    def posted_on(self) -> date:
        """The day from which the days to object are counted: of the posting, or of the fact."""
        row = self.transfer or self.cut
        if row is not None:
            return clock.to_seoul(row.posted_at).date()
        assert self.happened_on is not None
        return self.happened_on

    @property
    def day(self) -> date:
        """The day of the fact."""
        row = self.transfer or self.cut
        if row is not None:
            return row.occurred_on
        assert self.happened_on is not None
        return self.happened_on

    @property
    def source(self) -> str | None:
        """Where the row comes from."""
        row = self.transfer or self.cut
        return row.source if row is not None else None


def object_to(*, account: AccountView, ground: Ground, actor: Actor, reason: str) -> Objection:
    """Hand an objection in. Raises `Refused` after the last day, for a fact to come and for a row of a hidden idea."""
    access.require(POLICY, Permission.OBJECTION_WRITE, actor, account)
    assert actor.department_id is not None
    terms, today = terms_for(actor.id), clock.today()
    if ground.transfer is not None and ground.transfer.kind is TransferKind.DEDUCTION:
        raise Refused(_("A deduction has its own hearing and its own days to object; see its page."))
    if ground.day > today:
        raise Refused(_("The day of the fact lies in the future."))
    until = rules.last_day(ground.posted_on, terms)
    rules.check_in_time(until, today)
    if ground.source is not None and hidden_sources([ground.source]):
        raise Refused(_("This row is for an idea with hidden names: an objection to it would tell whose idea it is."))
    lock_pool()
    account_id = account.id or lock_owner(Owner.person(actor.id)).id
    _check_row(account_id, ground)
    objection = Objection(
        kind=ground.kind,
        account_id=account_id,
        transfer_id=ground.transfer.id if ground.transfer else None,
        cap_cut_id=ground.cut.id if ground.cut else None,
        fact=ground.fact if ground.kind is ObjectionKind.MISSING else None,
        happened_on=ground.day,
        reason=reason,
        objector_id=actor.id,
        objector_department_id=actor.department_id,
        received_on=today,
        received_at=clock.now(),
        last_day=until,
        answer_by=rules.answer_by(today, terms),
    )
    db.session.add(objection)
    db.session.flush()
    publish(
        ObjectionReceived(
            actor_id=actor.id,
            objection_id=objection.id,
            kind=objection.kind.value,
            account_id=account_id,
            transfer_id=objection.transfer_id,
            cap_cut_id=objection.cap_cut_id,
            answer_by=objection.answer_by.isoformat(),
            reason=FreeText(reason),
        )
    )
    return objection


def withdraw_objection(*, objection: Objection, actor: Actor) -> None:
    """Take an unanswered objection back. The row may then be objected to again while there is time."""
    access.require(POLICY, Permission.OBJECTION_WITHDRAW, actor, objection)
    rules.check_received(objection.state)
    change_state(objection, state=ObjectionState.WITHDRAWN, withdrawn_at=clock.now())
    publish(ObjectionWithdrawn(actor_id=actor.id, objection_id=objection.id))


def answer_objection(*, objection: Objection, actor: Actor, answer: Answer) -> Transfer | None:
    """Answer an objection; once. Returns the reversal where the row is taken back with it."""
    access.require(POLICY, Permission.OBJECTION_ANSWER, actor, objection_view(objection))
    rules.check_received(objection.state)
    lock_pool()
    row = db.session.get(Transfer, objection.transfer_id) if objection.transfer_id is not None else None
    rules.check_answer(objection.kind, answer, is_reversible=row is not None and _is_reversible(row))
    item = _claimable(objection, answer.item_id) if answer.remedy in CLAIMS and answer.item_id else None
    reversal = None
    if answer.remedy in TAKES_BACK:
        assert row is not None
        reversal = reverse_transfer(transfer=row, actor=actor, reason_code=ReversalReason.OTHER, reason=answer.words)
    change_state(
        objection,
        state=ObjectionState.ANSWERED,
        outcome=answer.outcome,
        remedy=answer.remedy,
        answer=answer.words,
        answerer_id=actor.id,
        answerer_department_id=actor.department_id,
        answered_on=clock.today(),
        answered_at=clock.now(),
        item_id=item.id if item else None,
        points=answer.points,
        reversal_id=reversal.id if reversal else None,
    )
    _publish_answer(objection, actor, item)
    return reversal


def claim_upheld(*, objection: Objection, actor: Actor) -> Claim:
    """Draft the claim an upheld objection came to: the objector adds evidence and hands it in like any other."""
    access.require(POLICY, Permission.OBJECTION_CLAIM, actor, objection)
    if objection.item_id is None or objection.claim_id is not None:
        raise WrongState(_("Nothing is left to be claimed from this objection."))
    assert objection.points is not None
    text = ClaimText(
        item=item_or_404(objection.item_id),
        title=str(_("Objection no. %(id)s, upheld", id=objection.id)),
        description="\n\n".join(filter(None, (objection.fact, objection.reason, objection.answer))),
        happened_on=objection.happened_on,
        points=objection.points,
    )
    claim = write_claim(actor=actor, text=text, upheld_on=objection.happened_on)
    concerned = objection_view(objection).department_id
    if concerned is not None:
        check_present_department(concerned, claim.department_id)
    change_state(objection, claim_id=claim.id)
    publish(ObjectionClaimed(actor_id=actor.id, objection_id=objection.id, claim_id=claim.id))
    return claim


def _check_row(account_id: int, ground: Ground) -> None:
    """Refuse rows of other accounts, and a second objection while one stands; the lock keeps the answer true."""
    if ground.transfer is not None:
        concerned = {ground.transfer.debit_account_id, ground.transfer.credit_account_id}
        of_row: Any = Objection.transfer_id == ground.transfer.id
    elif ground.cut is not None:
        concerned, of_row = {ground.cut.account_id}, Objection.cap_cut_id == ground.cut.id
    else:
        return
    if account_id not in concerned:
        raise Missing(_("There is no such transfer."))
    standing = select(Objection.id).where(
        of_row, Objection.account_id == account_id, Objection.state != ObjectionState.WITHDRAWN
    )
    if db.session.scalar(standing) is not None:
        raise Conflict(_("Somebody has objected to this row before; see the answer there."))


def _is_reversible(row: Transfer) -> bool:
    taken_back = select(Transfer.id).where(Transfer.reverses_id == row.id)
    return row.kind not in _NOT_REVERSIBLE and db.session.scalar(taken_back) is None


def _claimable(objection: Objection, item_id: int) -> MileageItem:
    """Return the item as it held on the day, if the objector can claim it for this account and the year is open.

    A claim pays the department its claimant works in, and one of a figure waits for that figure.
    """
    check_open(objection.happened_on)
    item = item_on(item_or_404(item_id).code, objection.happened_on)
    if item is None or item.trigger is not ItemTrigger.CLAIM:
        raise Refused(_("This item could not be claimed on the day of the fact."))
    if item.reckoning.needs_figure:
        raise Refused(_("This item is paid by a figure. Choose one that pays fixed points."))
    concerned = objection_view(objection)
    if (item.subject is ItemSubject.PERSON) != (concerned.person_id is not None):
        raise Refused(_("This item pays the other kind of account."))
    if concerned.department_id not in {None, objection.objector_department_id}:
        raise Refused(_("Who objected works in another department. Somebody who leads the department claims this."))
    return item


def _publish_answer(objection: Objection, actor: Actor, item: MileageItem | None) -> None:
    assert objection.outcome is not None
    publish(
        ObjectionAnswered(
            actor_id=actor.id,
            objection_id=objection.id,
            outcome=objection.outcome.value,
            remedy=objection.remedy.value if objection.remedy else None,
            reversal_id=objection.reversal_id,
            item_code=item.code if item else None,
            points=objection.points,
            answer=FreeText(objection.answer or ""),
        )
    )
