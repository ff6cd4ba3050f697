"""Objections for tests: everything goes through the real services."""

from app.mileage.enums import ObjectionResult
from app.mileage.models import Objection
from app.mileage.queries.statements import own_account
from app.mileage.rules.objections import Answer
from app.mileage.services.objections import Ground, answer_objection, object_to

REASON = "함께 한 일인데 몫이 빠져 있습니다."
WORDS = "신청서와 증빙을 다시 살펴보았습니다."


def objected(actor, transfer) -> Objection:
    """An objection of the owner to a row of the own statement."""
    return object_to(account=own_account(actor), ground=Ground(transfer=transfer), actor=actor, reason=REASON)


def missing(actor, day, fact="11월 3일 협조의견 제때 회신") -> Objection:
    """An objection that says a fact is missing."""
    ground = Ground(fact=fact, happened_on=day)
    return object_to(account=own_account(actor), ground=ground, actor=actor, reason=REASON)


def answered(objection, actor, outcome=ObjectionResult.REJECTED, **what):
    """Answer an objection; returns the reversal, if there is one."""
    answer = Answer(outcome=outcome, words=WORDS, **what)
    return answer_objection(objection=objection, actor=actor, answer=answer)
