"""경연 심사위원 위촉과 심사."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlalchemy import delete, select

from app.accounts.models import Person, RoleAssignment
from app.accounts.queries.roles import held_on
from app.core import access, clock
from app.core.access import Actor, Role
from app.core.database import change_state, db
from app.core.errors import Conflict, Denied, Invalid, Missing, Refused
from app.core.events import FreeText, publish
from app.core.figures import HUNDRED
from app.core.messages import Message, _
from app.innovation.enums.contests import ContestState, ContestStepKind, JurorKind
from app.innovation.enums.permissions import Permission
from app.innovation.events import ContestSheetSaved, JurorNamed, JurorRemoved
from app.innovation.models import Contest, ContestEntry, ContestJuror, ContestMark, ContestSheet
from app.innovation.policy import POLICY
from app.innovation.queries.contest_marks import sheet_of
from app.innovation.queries.contest_publishers import jury_of, namers_of
from app.innovation.queries.contest_seats import is_barred, seats_of
from app.innovation.queries.contests import terms_of
from app.innovation.rules import contests as rules
from app.innovation.rules.common import check_reason
from app.innovation.services.contests.history import keep

STEP = Decimal("0.01")
BEFORE_FIRST = frozenset({ContestState.DRAFT, ContestState.CALL})
BEFORE_COMMITTEE = BEFORE_FIRST | {ContestState.FIRST_ROUND, ContestState.SHORTLIST}


def name_juror(*, actor: Actor, contest: Contest, person_id: int, kind: JurorKind) -> ContestJuror:
    """Name somebody of the office or from outside for a part of the jury, before it begins."""
    access.require(POLICY, Permission.CONTEST_RUN, actor)
    _require_open(contest, kind)
    return _seat(actor, contest, person_id, kind)


def replace_juror(*, actor: Actor, contest: Contest, juror: ContestJuror, person_id: int, reason: str) -> ContestJuror:
    """Put somebody in the place of a juror who cannot go on while the round runs; marks given so far do not count."""
    access.require(POLICY, Permission.CONTEST_RUN, actor)
    facts = next((row for row in seats_of(contest) if row.id == juror.id), None)
    rules.check_replacement(
        contest.state,
        juror.kind,
        stood_down=facts is None,
        barred=facts is not None and facts.barred,
        marked=facts is not None and facts.marked,
        overdue=facts is not None and facts.overdue,
    )
    check_reason(reason)
    juror.stood_down_at = clock.now()
    db.session.flush()
    successor = _seat(actor, contest, person_id, juror.kind, replaces=juror)
    _keep_removal(actor, contest, juror, reason, successor=db.session.get_one(Person, person_id).name)
    return successor


def remove_juror(*, actor: Actor, contest: Contest, juror: ContestJuror, reason: str) -> None:
    """Take somebody off the jury before their part begins, with a reason."""
    access.require(POLICY, Permission.CONTEST_RUN, actor)
    _require_open(contest, juror.kind)
    check_reason(reason)
    db.session.delete(juror)
    db.session.flush()
    _keep_removal(actor, contest, juror, reason)


def _seat(
    actor: Actor, contest: Contest, person_id: int, kind: JurorKind, *, replaces: ContestJuror | None = None
) -> ContestJuror:
    _require_eligible(person_id)
    if person_id == actor.id or person_id in namers_of(contest.id) or actor.id in jury_of(contest.id):
        raise Refused(_("Whoever names the jury does not sit in it."))
    seats = select(ContestJuror.kind).where(ContestJuror.contest_id == contest.id, ContestJuror.person_id == person_id)
    others = set(db.session.scalars(seats))
    if kind in others:
        raise Conflict(_("This person is in this part of the jury already."))
    if kind in rules.FIRST_JURY and others & set(rules.FIRST_JURY):
        raise Refused(_("Nobody scores the first round twice, as member and as expert."))
    juror = ContestJuror(
        contest_id=contest.id,
        person_id=person_id,
        kind=kind,
        named_by_id=actor.id,
        named_at=clock.now(),
        replaces_id=replaces.id if replaces else None,
    )
    db.session.add(juror)
    db.session.flush()
    publish(
        JurorNamed(actor_id=actor.id, contest_id=contest.id, juror_id=juror.id, person_id=person_id, kind=kind.value)
    )
    return juror


def _keep_removal(actor: Actor, contest: Contest, juror: ContestJuror, reason: str, *, successor: str = "") -> None:
    person = db.session.get_one(Person, juror.person_id)
    who = f"{person.name} → {successor}" if successor else person.name
    keep(contest, ContestStepKind.REMOVAL, actor=actor, note=f"{who} ({juror.kind.label}): {reason}")
    publish(
        JurorRemoved(
            actor_id=actor.id,
            contest_id=contest.id,
            person_id=person.id,
            kind=juror.kind.value,
            reason=FreeText(reason),
        )
    )


def juror_or_404(contest: Contest, juror_id: int) -> ContestJuror:
    """Return a member of the jury. Raises `Missing`."""
    found = db.session.scalar(
        select(ContestJuror).where(ContestJuror.id == juror_id, ContestJuror.contest_id == contest.id)
    )
    if found is None:
        raise Missing(_("This person is not in the jury."))
    return found


def save_sheet(
    *,
    actor: Actor,
    contest: Contest,
    seat: ContestJuror,
    entry: ContestEntry,
    marks: Mapping[int, Decimal],
    note: str = "",
    seen_version: int = 0,
) -> ContestSheet:
    """Keep a juror's marks of an entry, one for every criterion; they may be changed until the round closes.

    `seen_version` is that of the sheet the juror had before them, 0 where there was none. Raises `Conflict` otherwise.
    """
    require_markable(actor, contest, seat, entry)
    _check_marks(contest, marks)
    sheet = sheet_of(seat, entry.id)
    if (sheet.version if sheet else 0) != seen_version:
        raise Conflict(_("These marks were changed in another window. Look at them again."))
    if sheet is None:
        sheet = ContestSheet(
            contest_id=contest.id, juror_id=seat.id, entry_id=entry.id, note=note, saved_at=clock.now()
        )
        db.session.add(sheet)
    else:
        change_state(sheet, note=note, saved_at=clock.now())
    db.session.flush()
    db.session.execute(delete(ContestMark).where(ContestMark.sheet_id == sheet.id))
    db.session.add_all(
        ContestMark(contest_id=contest.id, sheet_id=sheet.id, criterion_id=criterion_id, mark=mark)
        for criterion_id, mark in marks.items()
    )
    db.session.flush()
    publish(ContestSheetSaved(actor_id=actor.id, contest_id=contest.id, entry_id=entry.id, juror_id=seat.id))
    return sheet


def require_markable(actor: Actor, contest: Contest, seat: ContestJuror, entry: ContestEntry) -> None:
    """Raise `Denied` for another's seat or one's own entry, `Refused` outside the round, `Missing` off the shortlist."""
    access.require(POLICY, Permission.CONTEST_SCORE, actor)
    if seat.person_id != actor.id:
        raise Denied(_("You may not do this."))
    if is_barred(entry, actor.id):
        raise Denied(_("You have to do with this entry, or with another of its group: you cannot score it."))
    if seat.kind is JurorKind.COMMITTEE and not entry.shortlisted:
        raise Missing(_("There is no such contest entry."))
    rules.check_scoring(contest.state, seat.kind)


def _check_marks(contest: Contest, marks: Mapping[int, Decimal]) -> None:
    faults: dict[str, Sequence[Message]] = {}
    names = {criterion_id: name for criterion_id, name, _weight in terms_of(contest.id).criteria}
    if set(marks) != set(names):
        raise Refused(_("Mark every criterion of the contest, and no other."))
    for criterion_id, mark in marks.items():
        if not 0 <= mark <= HUNDRED or mark % STEP:
            faults[f"mark_{criterion_id}"] = [_("A mark lies between 0 and 100, with two decimals at most.")]
    if faults:
        raise Invalid(_("A mark lies between 0 and 100, with two decimals at most."), fields=faults)


def _require_open(contest: Contest, kind: JurorKind) -> None:
    allowed = BEFORE_COMMITTEE if kind is JurorKind.COMMITTEE else BEFORE_FIRST
    if contest.results_only or contest.state not in allowed:
        raise Refused(_("A jury stands still once its round has begun."))


def _require_eligible(person_id: int) -> None:
    barred = select(RoleAssignment.role).where(
        RoleAssignment.person_id == person_id,
        RoleAssignment.role.in_([Role.AUDITOR, Role.ADMINISTRATOR]),
        held_on(clock.today()),
    )
    if db.session.scalar(barred) is not None:
        raise Refused(_("Auditors and administrators do not score."))
