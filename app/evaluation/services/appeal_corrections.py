"""What an accepted appeal corrects: written down with everything it moves, confirmed by another office, published."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from app.accounts.queries.actors import actor_of_person
from app.accounts.queries.roles import offices_on
from app.accounts.queries.seconds import people_apart
from app.core import access, clock
from app.core.access import Actor, Role, offices_of
from app.core.database import change_state, db
from app.core.errors import Conflict, Denied, Refused, WrongState
from app.core.events import FreeText, publish
from app.core.messages import _
from app.core.snapshots import fingerprint, to_plain
from app.evaluation import appeal_events as events
from app.evaluation.appeal_policy import POLICY
from app.evaluation.enums import (
    AppealState,
    AppealStepKind,
    CorrectionKind,
    CorrectionOrigin,
    Permission,
    ProposalState,
)
from app.evaluation.models import Appeal, AppealCorrection, EvaluationRound, Publication
from app.evaluation.queries.appeals import AppealView, facts_of
from app.evaluation.queries.moves import newest_content
from app.evaluation.rules import appeals as rules
from app.evaluation.rules.corrections import CorrectionDraft
from app.evaluation.rules.moves import Move, moves
from app.evaluation.services.appeals import check_words, keep_step
from app.evaluation.services.correction_seconds import require_unconcerned
from app.evaluation.services.corrections import check_corrections, write_corrections
from app.evaluation.services.publications import publish_correction, snapshot

OF_A_LINE = frozenset({CorrectionKind.MEASURE, CorrectionKind.SCORE})
OF_A_DEPARTMENT = frozenset({CorrectionKind.MEMBER, CorrectionKind.ADJUSTMENT})


def possible_seconds(actor: Actor, view: AppealView) -> Sequence[tuple[int, str]]:
    """Return who may be asked to confirm: heads and HR of other offices than the actor's and the department."""
    offices = {*offices_of(actor), view.record.department_id}
    return people_apart(offices, without=[actor.id, view.record.filed_by_id])


def what_moves(record: EvaluationRound, drafts: Sequence[CorrectionDraft]) -> Sequence[Mapping[str, Any]]:
    """Return every value, score and rank drafts would move against the newest publication, as plain JSON.

    Raises as `check_corrections`. Nothing is written.
    """
    _checked, after = check_corrections(record, drafts)
    content: Any = to_plain(snapshot(record, after, version=0, correction_reason=""))
    return [asdict(move) for move in moves(newest_content(record.id), content)]


def propose(
    *, actor: Actor, view: AppealView, drafts: Sequence[CorrectionDraft], reason: str, second_id: int
) -> AppealCorrection:
    """Write down what an accepted appeal corrects, with all it moves, and ask somebody of another office to confirm.

    Raises WrongState unless the appeal is to be corrected now, Refused for drafts outside the department.
    """
    access.require(POLICY, Permission.APPEAL_REPLY, actor, view.work)
    appeal = view.record
    if not rules.may_be_corrected(facts_of(appeal), clock.now()):
        raise WrongState(_("Only what was accepted is corrected, once the department takes it no further."))
    _check_scope(appeal, drafts)
    words = check_words(reason)
    if second_id not in dict(possible_seconds(actor, view)):
        raise Refused(_("Choose a head or HR of another office."))
    moved = what_moves(db.session.get_one(EvaluationRound, appeal.round_id), drafts)
    if not moved:
        raise Refused(_("This would move nothing in the published results."))
    _check_second(appeal, offices_on(second_id, clock.today()), drafts, moved)
    proposal = AppealCorrection(
        appeal_id=appeal.id,
        drafts=[_plain(draft) for draft in drafts],
        moves=to_plain(moved),
        moves_sha256=fingerprint(moved),
        reason=words,
        state=ProposalState.PROPOSED,
        proposed_by_id=actor.id,
        proposed_on=clock.today(),
        proposed_at=clock.now(),
        second_id=second_id,
    )
    db.session.add(proposal)
    db.session.flush()
    publish(
        events.AppealCorrectionProposed(
            actor_id=actor.id,
            appeal_id=appeal.id,
            proposal_id=proposal.id,
            second_id=second_id,
            corrections=len(drafts),
            moves=len(moved),
            moves_sha256=proposal.moves_sha256,
            reason=FreeText(words),
        )
    )
    return proposal


def _check_scope(appeal: Appeal, drafts: Sequence[CorrectionDraft]) -> None:
    if not drafts:
        raise Refused(_("Say what is corrected: a line, the peer group, or bonus and penalty points."))
    for draft in drafts:
        if draft.kind not in OF_A_LINE | OF_A_DEPARTMENT or draft.department_id != appeal.department_id:
            raise Refused(_("An appeal corrects the result of its own department only."))
        if appeal.indicator_id is not None and draft.indicator_id != appeal.indicator_id:
            raise Refused(_("The appeal is against one indicator; only this line is corrected."))


def confirm(*, actor: Actor, view: AppealView, proposal: AppealCorrection, seen_sha256: str) -> Publication:
    """Confirm as the second person: the corrections are written and the next version of the round is published.

    `seen_sha256` is the hash of the list of moves that was looked at. Raises Conflict where something else would
    move by now, Denied for anybody else, WrongState where it has ended.
    """
    if actor.id != proposal.second_id or actor.has(Role.AUDITOR) or not _may_confirm(actor):
        raise Denied(_("You may not do this."))
    _check_proposed(proposal)
    appeal = view.record
    record = db.session.get_one(EvaluationRound, appeal.round_id)
    drafts = drafts_of(proposal)
    moved = what_moves(record, drafts)
    if seen_sha256 != proposal.moves_sha256 or fingerprint(moved) != seen_sha256:
        raise Conflict(_("Something else would move by now. The control tower proposes the correction anew."))
    _check_second(appeal, offices_of(actor), drafts, moved)
    proposer = actor_of_person(proposal.proposed_by_id)
    if proposer is None:
        raise Refused(_("Who proposed this has left the office. The control tower proposes it anew."))
    if appeal.department_id in offices_of(proposer):
        raise Refused(_("Nobody of the department decides about its appeal."))
    write_corrections(
        record=record,
        drafts=drafts,
        origin=CorrectionOrigin.APPEAL,
        origin_id=appeal.id,
        entered_by_id=proposer.id,
        confirmed_by_id=actor.id,
    )
    publication = publish_correction(actor=proposer, record=record, confirmed_by_id=actor.id, reason=proposal.reason)
    _end(proposal, actor, ProposalState.CONFIRMED, publication_id=publication.id)
    keep_step(appeal, actor.id, AppealStepKind.CORRECTED, words=proposal.reason, publication_id=publication.id)
    change_state(appeal, state=AppealState.CORRECTED)
    publish(
        events.AppealCorrectionConfirmed(
            actor_id=actor.id,
            appeal_id=appeal.id,
            proposal_id=proposal.id,
            publication_id=publication.id,
            moves_sha256=proposal.moves_sha256,
        )
    )
    return publication


def _may_confirm(actor: Actor) -> bool:
    """Whether who was asked is still a head or HR, as when they were chosen."""
    return access.is_head(actor, None) or access.is_hr(actor, None)


def _check_second(
    appeal: Appeal,
    offices: Collection[int],
    drafts: Sequence[CorrectionDraft],
    moved: Sequence[Mapping[str, Any]],
) -> None:
    record = db.session.get_one(EvaluationRound, appeal.round_id)
    units = [appeal.department_id, *(draft.department_id for draft in drafts)]
    require_unconcerned(record, offices, departments=units, moved=[Move(**move) for move in moved])


def end(*, actor: Actor, view: AppealView, proposal: AppealCorrection, reason: str) -> None:
    """Take a proposal back as control tower, or decline it as the second person; another one may follow."""
    if actor.id != proposal.second_id or actor.has(Role.AUDITOR):
        access.require(POLICY, Permission.APPEAL_REPLY, actor, view.work)
    _check_proposed(proposal)
    words = check_words(reason)
    _end(proposal, actor, ProposalState.WITHDRAWN, end_reason=words)
    publish(
        events.AppealCorrectionEnded(
            actor_id=actor.id, appeal_id=view.record.id, proposal_id=proposal.id, reason=FreeText(words)
        )
    )


def drafts_of(proposal: AppealCorrection) -> Sequence[CorrectionDraft]:
    """Return the corrections of a proposal."""
    return [CorrectionDraft(**{**draft, "kind": CorrectionKind(draft["kind"])}) for draft in proposal.drafts]


def _plain(draft: CorrectionDraft) -> object:
    return to_plain(asdict(draft))


def _check_proposed(proposal: AppealCorrection) -> None:
    if proposal.state is not ProposalState.PROPOSED:
        raise WrongState(_("This correction has been confirmed, taken back or declined already."))


def _end(proposal: AppealCorrection, actor: Actor, state: ProposalState, **values: object) -> None:
    change_state(proposal, state=state, ended_by_id=actor.id, ended_on=clock.today(), ended_at=clock.now(), **values)
