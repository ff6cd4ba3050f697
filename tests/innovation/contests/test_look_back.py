"""경연 이해충돌은 해의 처음부터: nobody moves to another department to judge the work they did themselves."""

from contextlib import nullcontext
from datetime import date

import pytest
from sqlalchemy.exc import DBAPIError

from app.accounts.models import Membership, RoleAssignment
from app.core import clock
from app.core.access import Role
from app.core.database import db, transaction
from app.innovation.models import ContestVote
from app.innovation.queries import contest_marks
from app.innovation.queries.contests import entries_of
from tests.factories.contests import in_first_round


@pytest.mark.parametrize(
    ("last_day", "conflicted"), [("2026-02-01", True), ("2025-12-31", False), ("2024-12-31", False)]
)
@pytest.mark.parametrize(("kind", "more"), [(Membership, {}), (RoleAssignment, {"role": Role.COORDINATOR})])
def test_who_stood_for_the_department_since_the_year_began_neither_marks_nor_votes(
    cast, app, kind, more, last_day, conflicted
):
    with transaction():
        contest, (entry,) = in_first_round(cast)
        days = {"department_id": cast.traffic, "starts_on": date(2024, 1, 1), "ends_on": date.fromisoformat(last_day)}
        for who in (cast.park, cast.han):
            db.session.add(kind(person_id=who.id, **days, **more))
    seat = contest_marks.seat_or_404(contest, cast.park)
    assert [row.conflicted for row in contest_marks.sheets_of(seat)] == [conflicted]
    assert [row.own for row in entries_of(contest.id, cast.han)] == [conflicted]
    assert (cast.park.name in contest_marks.late_jurors(contest)) is not conflicted
    with pytest.raises(DBAPIError, match="votes for their own") if conflicted else nullcontext(), transaction():
        at = clock.now()
        db.session.add(ContestVote(contest_id=contest.id, entry_id=entry.id, person_id=cast.han.id, slot=1, cast_at=at))
        db.session.flush()
