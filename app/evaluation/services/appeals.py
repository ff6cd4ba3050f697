"""이의신청: filed by a head inside the window, answered, decided, taken to another office, decided again.

What is accepted is corrected in `services.appeal_corrections`.
"""

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from app.accounts.queries.actors import actor_of_person
from app.accounts.queries.roles import offices_on
from app.accounts.queries.seconds import people_apart
from app.core import access, clock
from app.core.access import Actor, offices_of
from app.core.database import change_state, db
from app.core.errors import Conflict, Refused, WrongState
from app.core.events import FreeText, publish
from app.core.i18n import format_moment
from app.core.messages import _
from app.evaluation import appeal_events as events
from app.evaluation.appeal_policy import POLICY
from app.evaluation.enums import AppealOutcome, AppealState, AppealStepKind, Permission
from app.evaluation.models import Appeal, AppealStep, AppealWindow, Composition, EvaluationRound, Publication, Result
from app.evaluation.queries.appeal_terms import window_of
from app.evaluation.queries.appeals import AppealView, facts_of
from app.evaluation.queries.releases import released
from app.evaluation.rules import appeals as rules
from app.evaluation.rules import phases
from app.files.services import Upload, store_uploads

SUBJECT = "appeal"
REASON_LENGTH = 10


def file_appeal(
    *,
    actor: Actor,
    record: EvaluationRound,
    department_id: int,
    reason: str,
    indicator_id: int | None = None,
    uploads: Sequence[Upload] = (),
) -> Appeal:
    """File an appeal against a line (None: the whole result) of the actor's own department, with its evidence.

    Raises WrongState outside the phase and after the closing moment, Refused for what is not in the result,
    Conflict where the department has appealed against the same before, unless it withdrew that undecided.
    """
    access.require(POLICY, Permission.APPEAL_FILE, actor, department_id)
    words = check_words(reason)
    _check_window(record)
    publication = _publication(record, department_id, indicator_id)
    _check_first(record, department_id, indicator_id)
    appeal = Appeal(
        round_id=record.id,
        publication_id=publication,
        department_id=department_id,
        indicator_id=indicator_id,
        reason=words,
        filed_by_id=actor.id,
        filed_on=clock.today(),
        filed_at=clock.now(),
        state=AppealState.FILED,
    )
    db.session.add(appeal)
    db.session.flush()
    _keep(appeal, actor, AppealStepKind.FILED)
    publish(
        events.AppealFiled(
            actor_id=actor.id,
            appeal_id=appeal.id,
            round_id=record.id,
            department_id=department_id,
            indicator_id=indicator_id,
            publication_id=publication,
            reason=FreeText(words),
        )
    )
    store_uploads(uploads=uploads, subject_type=SUBJECT, subject_id=appeal.id, actor=actor)
    return appeal


def _check_window(record: EvaluationRound) -> None:
    window = window_of(record.id)
    if not phases.may_appeal(record.phase) or window is None:
        raise WrongState(_("Departments appeal while the round is in the phase of appeals, not now."))
    closed = _("Departments could appeal until %(moment)s.", moment=format_moment(window.closes_at))
    rules.check_in_time(clock.now(), window.opened_at, window.closes_at, closed)


def _publication(record: EvaluationRound, department_id: int, indicator_id: int | None) -> int:
    """Return the newest released publication, once the department and the indicator are found in it."""
    newest = select(func.max(Publication.id)).where(Publication.round_id == record.id, released()).scalar_subquery()
    statement = select(Result).where(Result.publication_id == newest, Result.department_id == department_id)
    found = db.session.scalar(statement)
    if found is None:
        raise Refused(_("The department has no published result in this round."))
    line = select(Composition.id).where(
        Composition.round_id == record.id,
        Composition.peer_group_id == found.peer_group_id,
        Composition.indicator_id == indicator_id,
    )
    if indicator_id is not None and db.session.scalar(line) is None:
        raise Refused(_("The department has no such indicator in this round."))
    return found.publication_id


def _check_first(record: EvaluationRound, department_id: int, indicator_id: int | None) -> None:
    same = Appeal.indicator_id.is_(None) if indicator_id is None else Appeal.indicator_id == indicator_id
    earlier = select(Appeal.id).where(
        Appeal.round_id == record.id,
        Appeal.department_id == department_id,
        or_(Appeal.state != AppealState.WITHDRAWN, Appeal.outcome.is_not(None)),
        same,
    )
    if db.session.scalar(earlier) is not None:
        raise Conflict(_("The department has appealed against this already."))


def attach(*, actor: Actor, view: AppealView, uploads: Sequence[Upload]) -> None:
    """Add evidence to an appeal that is not over. Raises WrongState once it is decided."""
    access.require(POLICY, Permission.APPEAL_FILE, actor, view.work)
    if view.record.state not in rules.WAITING:
        raise WrongState(_("The appeal is decided; evidence is added before."))
    if not uploads:
        raise Refused(_("Choose a file."))
    store_uploads(uploads=uploads, subject_type=SUBJECT, subject_id=view.record.id, actor=actor)


def reply(*, actor: Actor, view: AppealView, words: str) -> None:
    """Say what the control tower thinks of an appeal; another person decides."""
    access.require(POLICY, Permission.APPEAL_REPLY, actor, view.work)
    rules.check_state(view.record.state, AppealState.FILED)
    said = check_words(words)
    _keep(view.record, actor, AppealStepKind.ANSWERED, words=said)
    change_state(view.record, state=AppealState.ANSWERED)
    publish(events.AppealAnswered(actor_id=actor.id, appeal_id=view.record.id, reply=FreeText(said)))


def decide(*, actor: Actor, view: AppealView, outcome: AppealOutcome, words: str) -> None:
    """Decide about an appeal: at the first level, or as the one named for the second.

    Raises Denied for who replied, filed or has an office in the department, Refused at the second level for the
    office of the first.
    """
    appeal = view.record
    if appeal.state not in {AppealState.ANSWERED, AppealState.RAISED}:
        raise WrongState(_("The appeal is in the state “%(state)s” by now.", state=appeal.state.label))
    access.require(POLICY, Permission.APPEAL_DECIDE, actor, view.work)
    said = check_words(words)
    again = appeal.state is AppealState.RAISED
    if again:
        first = _first_decider(view)
        offices = offices_on(first, clock.today())
        rules.check_second_decider((actor.id, offices_of(actor)), (first, offices), department_id=appeal.department_id)
    kind = AppealStepKind.DECIDED_AGAIN if again else AppealStepKind.DECIDED
    _keep(appeal, actor, kind, words=said, outcome=outcome)
    raise_until = None if again else _raise_until(appeal, outcome)
    change_state(appeal, state=AppealState(kind.value), outcome=outcome, raise_until=raise_until)
    publish(
        events.AppealDecided(
            actor_id=actor.id,
            appeal_id=appeal.id,
            level=2 if again else 1,
            outcome=outcome.value,
            reason=FreeText(said),
        )
    )


def _raise_until(appeal: Appeal, outcome: AppealOutcome) -> object:
    window = db.session.scalars(select(AppealWindow).where(AppealWindow.round_id == appeal.round_id)).one()
    if outcome not in rules.MAY_BE_RAISED:
        return None
    return rules.closing_moment(clock.now(), window.second_days, window.closing_time)


def settle(*, actor: Actor, view: AppealView) -> None:
    """Accept a decision for the department: it is taken no further, and what was accepted is corrected now."""
    access.require(POLICY, Permission.APPEAL_FILE, actor, view.work)
    _check_raisable(view)
    _keep(view.record, actor, AppealStepKind.SETTLED)
    change_state(view.record, settled_at=clock.now())
    publish(events.AppealSettled(actor_id=actor.id, appeal_id=view.record.id))


def take_further(*, actor: Actor, view: AppealView, words: str) -> None:
    """Take a first decision to the second level. Raises WrongState after its days, with the moment they ended."""
    access.require(POLICY, Permission.APPEAL_FILE, actor, view.work)
    _check_raisable(view)
    said = check_words(words)
    _keep(view.record, actor, AppealStepKind.RAISED, words=said)
    change_state(view.record, state=AppealState.RAISED)
    publish(events.AppealRaised(actor_id=actor.id, appeal_id=view.record.id, reason=FreeText(said)))


def _check_raisable(view: AppealView) -> None:
    appeal, now = view.record, clock.now()
    rules.check_state(appeal.state, AppealState.DECIDED)
    if appeal.raise_until is not None and now > appeal.raise_until:
        moment = format_moment(appeal.raise_until)
        raise WrongState(_("The decision could be taken further until %(moment)s.", moment=moment))
    if not rules.may_be_raised(facts_of(appeal), now):
        raise WrongState(_("This decision is not taken further: it was accepted, or the department has agreed to it."))


def possible_deciders(view: AppealView) -> Sequence[tuple[int, str]]:
    """Return who may be named for the second level: heads and HR of other offices than the first and the department."""
    first = _first_decider(view)
    offices = {*offices_on(first, clock.today()), view.record.department_id}
    without = [first, view.record.filed_by_id, view.work.replied_by_id or 0]
    return people_apart(offices, without=without)


def name_decider(*, actor: Actor, view: AppealView, decider_id: int) -> None:
    """Name who decides at the second level; another one may be named as long as it is not decided."""
    access.require(POLICY, Permission.APPEAL_REPLY, actor, view.work)
    rules.check_state(view.record.state, AppealState.RAISED)
    if decider_id not in dict(possible_deciders(view)):
        raise Refused(_("Choose a head or HR of another office."))
    decider = actor_of_person(decider_id)
    assert decider is not None
    _keep(view.record, actor, AppealStepKind.NAMED, named_id=decider.id)
    change_state(view.record, second_decider_id=decider.id)
    publish(events.AppealDeciderNamed(actor_id=actor.id, appeal_id=view.record.id, decider_id=decider.id))


def withdraw(*, actor: Actor, view: AppealView) -> None:
    """Take an appeal back before it is decided."""
    access.require(POLICY, Permission.APPEAL_FILE, actor, view.work)
    if not rules.may_be_withdrawn(facts_of(view.record)):
        raise WrongState(_("The appeal is decided, or accepted in part: it is not taken back any more."))
    _keep(view.record, actor, AppealStepKind.WITHDRAWN)
    change_state(view.record, state=AppealState.WITHDRAWN)
    publish(events.AppealWithdrawn(actor_id=actor.id, appeal_id=view.record.id))


def keep_step(appeal: Appeal, actor_id: int, kind: AppealStepKind, **values: object) -> AppealStep:
    """Write a step of an appeal; a state follows from it."""
    step = AppealStep(
        appeal_id=appeal.id, kind=kind, taken_by_id=actor_id, taken_on=clock.today(), taken_at=clock.now(), **values
    )
    db.session.add(step)
    db.session.flush()
    return step


def _keep(appeal: Appeal, actor: Actor, kind: AppealStepKind, **values: object) -> None:
    keep_step(appeal, actor.id, kind, **values)


def _first_decider(view: AppealView) -> int:
    step = view.step(AppealStepKind.DECIDED)
    assert step is not None
    return step.taken_by_id


def check_words(text: str) -> str:
    """Return a reason without blanks around it. Raises Refused for less than a short sentence."""
    words = text.strip()
    if len(words) < REASON_LENGTH:
        raise Refused(_("Give a reason of at least %(count)s characters.", count=REASON_LENGTH))
    return words
