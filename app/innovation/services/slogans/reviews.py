"""슬로건 반기 자체평가: written, submitted, approved or sent back."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.dialects import postgresql, sqlite

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import CHANGED, Conflict, Missing
from app.core.events import FreeText, publish
from app.core.messages import _
from app.files import services as evidence_store
from app.files.queries import evidence_of
from app.files.services import Upload
from app.innovation.enums import SloganState
from app.innovation.enums.permissions import Permission
from app.innovation.enums.slogan_reviews import ItemOutcome, ReviewStepKind
from app.innovation.enums.slogan_steps import HalfYear
from app.innovation.events import (
    SloganReviewApproved,
    SloganReviewed,
    SloganReviewReturned,
    SloganReviewSubmitted,
)
from app.innovation.models import Slogan, SloganItemResult, SloganReview, SloganReviewStep
from app.innovation.policy import POLICY
from app.innovation.queries.slogans import items_of, review_of, review_writer_ids
from app.innovation.queries.slogans.reviews import EVIDENCE, results_of
from app.innovation.rules import slogan_reviews as rules


@dataclass(frozen=True, kw_only=True)
class ItemReport:
    """What became of one practice item, with files that show it."""

    item_id: int
    outcome: ItemOutcome
    words: str
    uploads: Sequence[Upload] = ()


@dataclass(frozen=True, kw_only=True)
class ReviewContent:
    """What the department says about a half year. `seen_version`: the version the writer saw, 0 for none."""

    done: str
    results: Sequence[ItemReport]
    next_steps: str = ""
    seen_version: int | None = None


def write_review(*, actor: Actor, slogan: Slogan, half: HalfYear, content: ReviewContent) -> SloganReview:
    """Keep the self-evaluation of a half year as a draft; a later call changes it until it is submitted.

    Raises `Conflict` if somebody else wrote in between.
    """
    access.require(POLICY, Permission.SLOGAN_REVIEW, actor, slogan)
    review = review_of(slogan.id, half)
    rules.check_writing(slogan.state, review.state if review else None)
    rules.check_begun(slogan.year, half, clock.today())
    told = [(result.item_id, result.words) for result in content.results]
    rules.check_results([item.id for item in items_of(slogan)], told, done=content.done)
    _check_version(review, content)
    review = _keep(actor, slogan, half, review, content)
    _write_results(actor, review, content.results)
    _step(review, ReviewStepKind.WRITING, actor=actor)
    publish(SloganReviewed(actor_id=actor.id, slogan_id=slogan.id, half=half.value, rating=review.rating.value))
    return review


def submit_review(*, actor: Actor, slogan: Slogan, review: SloganReview) -> None:
    """Put the self-evaluation before the head."""
    access.require(POLICY, Permission.SLOGAN_REVIEW, actor, slogan)
    rules.check_writing(slogan.state, review.state)
    rules.check_handing_in(slogan.year, review.half, clock.today())
    change_state(review, state=SloganState.SUBMITTED, reviewed_by_id=actor.id, reviewed_at=clock.now())
    _step(review, ReviewStepKind.SUBMISSION, actor=actor)
    publish(SloganReviewSubmitted(actor_id=actor.id, slogan_id=slogan.id, review_id=review.id, half=review.half.value))


def approve_review(*, actor: Actor, slogan: Slogan, review: SloganReview) -> None:
    """Settle the self-evaluation: the head does, who wrote none of it. From now on indicators read it."""
    access.require(POLICY, Permission.SLOGAN_REVIEW_APPROVE, actor, slogan)
    writers = {review.reviewed_by_id, *review_writer_ids(review.id)}
    rules.check_approval(review.state, writers=writers, approver_id=actor.id)
    change_state(review, state=SloganState.APPROVED, approved_by_id=actor.id, approved_at=clock.now())
    _step(review, ReviewStepKind.APPROVAL, actor=actor)
    publish(SloganReviewApproved(actor_id=actor.id, slogan_id=slogan.id, review_id=review.id, half=review.half.value))


def return_review(*, actor: Actor, slogan: Slogan, review: SloganReview, reason: str) -> None:
    """Send the self-evaluation back to the department with a reason."""
    access.require(POLICY, Permission.SLOGAN_REVIEW_APPROVE, actor, slogan)
    rules.check_return(review.state, reason)
    change_state(review, state=SloganState.RETURNED)
    _step(review, ReviewStepKind.RETURN, actor=actor, note=reason)
    publish(
        SloganReviewReturned(
            actor_id=actor.id,
            slogan_id=slogan.id,
            review_id=review.id,
            half=review.half.value,
            reason=FreeText(reason),
        )
    )


def take_review_file_back(*, actor: Actor, slogan: Slogan, review: SloganReview, evidence_id: int) -> None:
    """Take one's own file back while the self-evaluation is a draft or came back."""
    access.require(POLICY, Permission.SLOGAN_REVIEW, actor, slogan)
    rules.check_writing(slogan.state, review.state)
    attached = evidence_of(EVIDENCE, [result.id for result in results_of(review.id).values()])
    files = {evidence.id: evidence for several in attached.values() for evidence in several}
    if evidence_id not in files:
        raise Missing(_("There is no such file."))
    evidence_store.withdraw_evidence(evidence=files[evidence_id], actor=actor)


def _check_version(review: SloganReview | None, content: ReviewContent) -> None:
    if content.seen_version is not None and content.seen_version != (review.version if review else 0):
        raise _changed()


def _changed() -> Conflict:
    return Conflict(CHANGED)


def _keep(
    actor: Actor, slogan: Slogan, half: HalfYear, review: SloganReview | None, content: ReviewContent
) -> SloganReview:
    values = {
        "rating": rules.rating_of([result.outcome for result in content.results]),
        "done": content.done,
        "next_steps": content.next_steps,
        "reviewed_by_id": actor.id,
        "reviewed_at": clock.now(),
    }
    if review is not None:
        change_state(review, **values)
        return review
    insert = (sqlite if db.engine.dialect.name == "sqlite" else postgresql).insert
    statement = insert(SloganReview).values(
        slogan_id=slogan.id, half=half, state=SloganState.DRAFT, version=1, **values
    )
    once = statement.on_conflict_do_nothing(index_elements=["slogan_id", "half"]).returning(SloganReview.id)
    review_id = db.session.execute(once).scalar_one_or_none()
    if review_id is None:
        raise _changed()
    return db.session.get_one(SloganReview, review_id)


def _write_results(actor: Actor, review: SloganReview, reports: Sequence[ItemReport]) -> None:
    known = results_of(review.id)
    for report in reports:
        row = known.get(report.item_id) or SloganItemResult(review_id=review.id, item_id=report.item_id)
        row.outcome, row.words = report.outcome, report.words
        db.session.add(row)
        db.session.flush()
        evidence_store.store_uploads(uploads=report.uploads, subject_type=EVIDENCE, subject_id=row.id, actor=actor)


def _step(review: SloganReview, kind: ReviewStepKind, *, actor: Actor, note: str = "") -> None:
    db.session.add(
        SloganReviewStep(review_id=review.id, kind=kind, note=note, taken_by_id=actor.id, taken_at=clock.now())
    )
    db.session.flush()
