"""반기 자체평가: what a department says of its slogan, half year by half year."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor, Role
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.files.models import EvidenceFile
from app.files.queries import evidence_of
from app.innovation.enums import SloganState
from app.innovation.enums.slogan_reviews import ItemOutcome, ReviewStepKind
from app.innovation.enums.slogan_steps import HalfYear
from app.innovation.models import Slogan, SloganItem, SloganItemResult, SloganReview, SloganReviewStep
from app.innovation.queries.slogans.gallery import may_see_slogan
from app.innovation.rules.slogan_reviews import kept_share

EVIDENCE = "slogan_item_result"
"""What the evidence of a practice item hangs on."""

OPEN_TO_ALL = frozenset({SloganState.SUBMITTED, SloganState.APPROVED})

WROTE = (ReviewStepKind.WRITING, ReviewStepKind.SUBMISSION)
"""What makes somebody a writer of the self-evaluation."""

Approver = aliased(Person, name="review_approver")


@dataclass(frozen=True, kw_only=True)
class ItemResult:
    """The outcome of one practice item, with its evidence."""

    id: int
    what: str
    outcome: ItemOutcome
    words: str
    files: Sequence[EvidenceFile] = ()


@dataclass(frozen=True, kw_only=True)
class ReviewRecord:
    """The self-evaluation of a half year. `share`: percent of items kept, None where no item was evaluated."""

    review: SloganReview
    reviewer: str
    approver: str | None
    results: tuple[ItemResult, ...] = ()

    @property
    def kept(self) -> int:
        """How many practice items were kept."""
        return sum(result.outcome is ItemOutcome.DONE for result in self.results)

    @property
    def share(self) -> Decimal | None:
        """Percent of practice items that were kept."""
        return kept_share(self.kept, len(self.results)) if self.results else None


def is_insider(actor: Actor, department_id: int) -> bool:
    """Whether the actor reads drafts of the department: its people, the control tower, the auditor."""
    return (
        actor.department_id == department_id
        or actor.heads(department_id)
        or actor.coordinates(department_id)
        or actor.has(Role.CONTROL_TOWER)
        or actor.has(Role.AUDITOR)
    )


def reviews_of(slogan: Slogan, actor: Actor) -> Sequence[ReviewRecord]:
    """Return the self-evaluations the actor may read, the first half first, in two statements."""
    states = tuple(SloganState) if is_insider(actor, slogan.department_id) else OPEN_TO_ALL
    statement = (
        select(SloganReview, Person.name, Approver.name, SloganItemResult, SloganItem.what)
        .join(Person, Person.id == SloganReview.reviewed_by_id)
        .outerjoin(Approver, Approver.id == SloganReview.approved_by_id)
        .outerjoin(SloganItemResult, SloganItemResult.review_id == SloganReview.id)
        .outerjoin(SloganItem, SloganItem.id == SloganItemResult.item_id)
        .where(SloganReview.slogan_id == slogan.id, SloganReview.state.in_(states))
        .order_by(SloganReview.half, SloganItem.position)
    )
    rows = db.session.execute(statement).all()
    files = evidence_of(EVIDENCE, [row[3].id for row in rows if row[3]])
    found: dict[int, ReviewRecord] = {}
    for review, reviewer, approver, result, what in rows:
        record = found.get(review.id) or ReviewRecord(review=review, reviewer=reviewer, approver=approver)
        found[review.id] = replace(record, results=(*record.results, *_result(result, what, files)))
    return list(found.values())


def _result(result: SloganItemResult | None, what: str, files: dict[int, list[EvidenceFile]]) -> Sequence[ItemResult]:
    if result is None:
        return ()
    return (ItemResult(id=result.id, what=what, outcome=result.outcome, words=result.words, files=files[result.id]),)


def review_of(slogan_id: int, half: HalfYear) -> SloganReview | None:
    """Return the self-evaluation of a half year, if there is one."""
    return db.session.scalar(select(SloganReview).where(SloganReview.slogan_id == slogan_id, SloganReview.half == half))


def review_or_404(review_id: int, actor: Actor) -> tuple[SloganReview, Slogan]:
    """Return the self-evaluation and its slogan. `Missing` if there is none or the actor may not read it."""
    statement = (
        select(SloganReview, Slogan)
        .join(Slogan, Slogan.id == SloganReview.slogan_id)
        .where(SloganReview.id == review_id)
    )
    row = db.session.execute(statement).one_or_none()
    if row is None or not _may_read(actor, *row):
        raise Missing(_("There is no such self-evaluation."))
    return row[0], row[1]


def results_of(review_id: int) -> dict[int, SloganItemResult]:
    """Return the outcomes of a self-evaluation by practice item."""
    rows = db.session.scalars(select(SloganItemResult).where(SloganItemResult.review_id == review_id))
    return {row.item_id: row for row in rows}


def review_writer_ids(review_id: int) -> frozenset[int]:
    """Return everybody who wrote or submitted the self-evaluation: none of them may approve it."""
    wrote = SloganReviewStep.kind.in_(WROTE)
    return frozenset(
        db.session.scalars(
            select(SloganReviewStep.taken_by_id).where(and_(SloganReviewStep.review_id == review_id, wrote))
        )
    )


def may_see_item_result(actor: Actor, result_id: int) -> bool:
    """Whether the actor may read the evidence of a practice item."""
    statement = (
        select(SloganReview, Slogan)
        .join(Slogan, Slogan.id == SloganReview.slogan_id)
        .join(SloganItemResult, SloganItemResult.review_id == SloganReview.id)
        .where(SloganItemResult.id == result_id)
    )
    row = db.session.execute(statement).one_or_none()
    return row is not None and _may_read(actor, *row)


def _may_read(actor: Actor, review: SloganReview, slogan: Slogan) -> bool:
    open_to_all = review.state in OPEN_TO_ALL and may_see_slogan(actor, slogan.id)
    return open_to_all or is_insider(actor, slogan.department_id)
