"""경연 출품: the entries of a contest, the votes for them, the jury's marks, and the awards."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, foreign_key, long_text, moment, pk, points, short_text, trigger
from app.innovation.models.contests import WHOLE, only_while, state_of


class ContestEntry(Model):
    """출품: a published case of a department. Before the first round it may be withdrawn, and entered anew.

    `shortlisted` and `first_score` are written once, when the first round closes.
    """

    __tablename__ = "contest_entries"
    __table_args__ = (
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by_somebody"),
        CheckConstraint(f"first_score BETWEEN 0 AND {WHOLE}", name="first_score"),
        CheckConstraint("NOT shortlisted OR first_score IS NOT NULL", name="shortlisted_by_score"),
        Index(
            "uq_contest_entries_case",
            "contest_id",
            "case_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[pk]
    contest_id: Mapped[int] = foreign_key("contests.id", index=False)
    group_id: Mapped[int] = foreign_key("contest_groups.id")
    case_id: Mapped[int] = foreign_key("cases.id")
    department_id: Mapped[int] = foreign_key("departments.id")
    honoured_id: Mapped[int | None] = foreign_key("people.id")
    entered_by_id: Mapped[int] = foreign_key("people.id")
    entered_at: Mapped[moment]
    withdrawn_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    withdrawn_at: Mapped[datetime | None]
    first_score: Mapped[points | None]
    shortlisted: Mapped[bool] = mapped_column(default=False)


class ContestVote(Model):
    """직원 투표: `slot` counts the votes of a person in a contest. Never changed, shown to nobody one by one."""

    __tablename__ = "contest_votes"
    __table_args__ = (
        UniqueConstraint("contest_id", "person_id", "slot", name="slot"),
        UniqueConstraint("entry_id", "person_id", name="person"),
        CheckConstraint("slot >= 1", name="slot"),
    )

    id: Mapped[pk]
    contest_id: Mapped[int] = foreign_key("contests.id", index=False)
    entry_id: Mapped[int] = foreign_key("contest_entries.id", index=False)
    person_id: Mapped[int] = foreign_key("people.id")
    slot: Mapped[int]
    cast_at: Mapped[moment]


class ContestSheet(Model):
    """심사표: one juror about one entry; the juror may change it until the round closes."""

    __tablename__ = "contest_sheets"
    __table_args__ = (UniqueConstraint("juror_id", "entry_id", name="entry"),)

    id: Mapped[pk]
    contest_id: Mapped[int] = foreign_key("contests.id")
    juror_id: Mapped[int] = foreign_key("contest_jurors.id", index=False)
    entry_id: Mapped[int] = foreign_key("contest_entries.id")
    note: Mapped[long_text] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[moment]


class ContestMark(Model):
    """점수: 0 to 100 for one criterion."""

    __tablename__ = "contest_marks"
    __table_args__ = (
        UniqueConstraint("sheet_id", "criterion_id", name="criterion"),
        CheckConstraint(f"mark BETWEEN 0 AND {WHOLE}", name="mark"),
    )

    id: Mapped[pk]
    contest_id: Mapped[int] = foreign_key("contests.id")
    sheet_id: Mapped[int] = foreign_key("contest_sheets.id", index=False)
    criterion_id: Mapped[int] = foreign_key("contest_criteria.id")
    mark: Mapped[points]


class ContestAward(Model):
    """수상: what the published result says of one winner; `entry_id` is None where only the result was entered."""

    __tablename__ = "contest_awards"
    __table_args__ = (
        UniqueConstraint("contest_id", "position", name="position"),
        CheckConstraint("prize <> '' AND department <> ''", name="who_and_what"),
    )

    id: Mapped[pk]
    contest_id: Mapped[int] = foreign_key("contests.id", index=False)
    position: Mapped[int]
    group_name: Mapped[short_text]
    prize: Mapped[short_text]
    department: Mapped[short_text]
    department_id: Mapped[int | None] = foreign_key("departments.id")
    title: Mapped[short_text] = mapped_column(default="")
    honoured: Mapped[short_text] = mapped_column(default="")
    entry_id: Mapped[int | None] = foreign_key("contest_entries.id")


def _has_to_do_with(person: str, entries: str) -> str:
    """Return the SQL that says a person has to do with one of the `entries`, a condition on the alias `e`.

    By the case, its task, the honour, or the department since the year of the contest or its call began.
    """
    since = (
        f" OR EXISTS (SELECT 1 FROM {table} b WHERE b.person_id = {person} AND b.department_id = e.department_id"  # noqa: S608  names of ours
        " AND (b.ends_on IS NULL OR b.ends_on >= b.starts_on AND (b.ends_on >= c.call_starts_on"
        " OR CAST(c.year AS TEXT) <= CAST(b.ends_on AS TEXT))))"
        for table in ("memberships", "role_assignments")
    )
    return (
        "EXISTS (SELECT 1 FROM contest_entries e JOIN cases k ON k.id = e.case_id JOIN contests c ON c.id = e.contest_id"  # noqa: S608  names of ours
        f" WHERE {entries} AND (e.honoured_id = {person}"
        f" OR EXISTS (SELECT 1 FROM people p WHERE p.id = {person} AND p.department_id = e.department_id)"
        f"{''.join(since)}"
        f" OR EXISTS (SELECT 1 FROM case_authors a WHERE a.person_id = {person} AND a.case_id = k.id)"
        f" OR EXISTS (SELECT 1 FROM case_steps w WHERE w.taken_by_id = {person} AND w.case_id = k.id"
        " AND w.kind IN ('writing', 'change', 'submission'))"
        f" OR EXISTS (SELECT 1 FROM team_members t WHERE t.person_id = {person} AND t.task_id = k.task_id)))"
    )


_THE_ENTRY = "e.id = NEW.entry_id"
_ITS_GROUP = "e.withdrawn_at IS NULL AND e.group_id = (SELECT group_id FROM contest_entries WHERE id = NEW.entry_id)"
_JUROR = "(SELECT person_id FROM contest_jurors WHERE id = NEW.juror_id)"
_KIND = "(SELECT kind FROM contest_jurors WHERE id = NEW.juror_id)"
_STOOD_DOWN = "(SELECT stood_down_at FROM contest_jurors WHERE id = NEW.juror_id) IS NOT NULL"

append_only("contest_votes")
trigger(
    "contest_votes",
    "INSERT",
    name="in_the_first_round",
    reason="contest_votes: votes are cast in the first round",
    condition=f"{state_of('NEW')} <> 'first_round'",
)
trigger(
    "contest_votes",
    "INSERT",
    name="within_the_allowed",
    reason="contest_votes: more votes than allowed",
    condition="NEW.slot > (SELECT votes_per_person FROM contests WHERE id = NEW.contest_id)",
)
trigger(
    "contest_votes",
    "INSERT",
    name="not_for_ones_own",
    reason="contest_votes: nobody votes for their own",
    condition=_has_to_do_with("NEW.person_id", _THE_ENTRY),
)
for _operation, _name in (("INSERT", "not_for_ones_own"), ("UPDATE", "not_for_ones_own_update")):
    trigger(
        "contest_sheets",
        _operation,
        name=_name,
        reason="contest_sheets: nobody scores their own, or a rival of their own",
        condition=_has_to_do_with(_JUROR, _ITS_GROUP),
    )
trigger(
    "contest_sheets",
    "UPDATE",
    name="whose_and_what_stand",
    reason="contest_sheets: a sheet stays the same sheet",
    condition=" OR ".join(f"NEW.{column} <> OLD.{column}" for column in ("contest_id", "juror_id", "entry_id")),
)
for _operation in ("INSERT", "UPDATE"):
    trigger(
        "contest_sheets",
        _operation,
        name=f"in_the_right_round_{_operation.lower()}",
        reason="contest_sheets: this juror does not score now",
        condition=f"({_KIND} = 'committee') <> ({state_of('NEW')} = 'committee') OR {_STOOD_DOWN}",
    )
only_while("contest_sheets", "('first_round', 'committee')")
only_while("contest_marks", "('first_round', 'committee')")
_AFTER_ROUND = (
    "EXISTS (SELECT 1 FROM contest_sheets s JOIN contest_jurors j ON j.id = s.juror_id JOIN contests c"
    " ON c.id = s.contest_id WHERE s.id = {0}.sheet_id AND (j.kind = 'committee') <> (c.state = 'committee'))"
)
for _operation, _row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
    trigger(
        "contest_marks",
        _operation,
        name=f"in_the_right_round_{_operation.lower()}",
        reason="contest_marks: the round of this juror is closed",
        condition=_AFTER_ROUND.format(_row),
    )
trigger(
    "contest_entries",
    "INSERT",
    name="during_the_call",
    reason="contest_entries: cases are entered during the call",
    condition=f"{state_of('NEW')} <> 'call' OR NEW.first_score IS NOT NULL",
)
trigger(
    "contest_entries",
    "UPDATE",
    name="who_and_what_stand",
    reason="contest_entries: an entry stays the same entry",
    condition=" OR ".join(
        f"NEW.{column} IS DISTINCT FROM OLD.{column}"
        for column in (
            "contest_id",
            "group_id",
            "case_id",
            "department_id",
            "honoured_id",
            "entered_by_id",
            "entered_at",
        )
    ),
)
trigger(
    "contest_entries",
    "UPDATE",
    name="withdrawn_in_time",
    reason="contest_entries: withdrawal is possible before the first round",
    condition=f"NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at AND {state_of('OLD')} <> 'call'",
)
trigger(
    "contest_entries",
    "UPDATE",
    name="scored_once",
    reason="contest_entries: scores are written once, when the first round closes",
    condition=f"(OLD.first_score IS NOT NULL OR {state_of('OLD')} <> 'first_round')"
    " AND (NEW.first_score IS DISTINCT FROM OLD.first_score OR NEW.shortlisted <> OLD.shortlisted)",
)
trigger("contest_entries", "DELETE", name="no_delete", reason="contest_entries: rows are never deleted")
append_only("contest_awards")
trigger(
    "contest_awards",
    "INSERT",
    name="before_the_result",
    reason="contest_awards: the result is published",
    condition=f"{state_of('NEW')} NOT IN ('draft', 'committee')",
)
