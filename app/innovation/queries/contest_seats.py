"""경연 심사 자리: which jurors may mark what, and who can be replaced while a round runs."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select

from app.accounts.models import Person
from app.core import clock
from app.core.database import db
from app.innovation.enums.contests import ContestState, JurorKind
from app.innovation.models import Contest, ContestEntry, ContestJuror, ContestSheet
from app.innovation.queries.contest_conflicts import barred_from_scoring
from app.innovation.queries.contest_marks import in_scope, owed_sheets, sitting
from app.innovation.rules.contests import SCORING


@dataclass(frozen=True)
class Seat:
    """A juror of the round that runs. `barred`: from an entry of the round; `overdue`: owes marks after its last day."""

    id: int
    name: str
    kind: JurorKind
    barred: bool
    marked: bool
    overdue: bool

    @property
    def may_be_replaced(self) -> bool:
        """Whether there is need; `rules.contests.check_replacement` says the same."""
        return self.barred or not self.marked or self.overdue


def seats_of(contest: Contest) -> Sequence[Seat]:
    """Return the jurors who score now, in one statement; none between the rounds."""
    kinds = SCORING.get(contest.state, ())
    if not kinds:
        return []
    barred = exists().where(
        ContestEntry.contest_id == contest.id, in_scope(kinds[0]), barred_from_scoring(ContestJuror.person_id)
    )
    sheets = select(func.count()).where(ContestSheet.juror_id == ContestJuror.id).scalar_subquery()
    statement = (
        select(ContestJuror.id, Person.name, ContestJuror.kind, barred.correlate(ContestJuror), sheets > 0)
        .join(Person, Person.id == ContestJuror.person_id)
        .where(ContestJuror.contest_id == contest.id, ContestJuror.kind.in_(kinds), sitting())
        .order_by(ContestJuror.id)
    )
    late = _late(contest)
    return [Seat(*row, row[0] in late) for row in db.session.execute(statement)]


def is_barred(entry: ContestEntry, person_id: int) -> bool:
    """Whether the person has to do with the entry or a rival in its group, and may not mark it."""
    statement = select(ContestEntry.id).where(ContestEntry.id == entry.id, barred_from_scoring(person_id))
    return db.session.scalar(statement) is not None


def _late(contest: Contest) -> frozenset[int]:
    """Return the jurors who owe marks though the last day of their round is over."""
    last = contest.committee_on if contest.state is ContestState.COMMITTEE else contest.first_round_ends_on
    if last is None or clock.today() <= last:
        return frozenset()
    return frozenset(db.session.scalars(owed_sheets().where(Contest.id == contest.id)))
