"""사례: best practices and failure cases of the office, their figures, their authors and their history."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    Model,
    append_only,
    enum_column,
    exact,
    foreign_key,
    json_list,
    long_text,
    moment,
    pk,
    short_text,
    trigger,
)
from app.innovation.enums import TaskField
from app.innovation.enums.cases import CaseKind, CaseState, CaseStepKind
from app.innovation.models.frozen import WITH_AUTHORS, freeze_with

_WHOLE_BEST = "overview <> '' AND details <> '' AND obstacle_handling <> '' AND self_assessment <> ''"
_WHOLE_FAILURE = "tried <> '' AND cause <> '' AND advice <> ''"


class Case(Model):
    """사례. A best practice fills the first four texts, a failure case the last three; a draft may lack any.

    A failure case names its task, or says in `no_task_reason` why there is none.
    State changes go through `services.cases`.
    """

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("number", name="number"),
        CheckConstraint("year BETWEEN 2000 AND 2200", name="year"),
        CheckConstraint("title <> ''", name="title_given"),
        CheckConstraint(
            f"state IN ('draft', 'returned', 'withdrawn') OR (kind = 'best' AND {_WHOLE_BEST})"
            f" OR (kind = 'failure' AND {_WHOLE_FAILURE})",
            name="whole_if_handed_in",
        ),
        CheckConstraint(
            "(approver_id IS NULL) = (approved_at IS NULL)"
            " AND (state NOT IN ('approved', 'published') OR approver_id IS NOT NULL)",
            name="approver_if_approved",
        ),
        CheckConstraint(
            "(publisher_id IS NULL) = (published_on IS NULL) AND (state <> 'published' OR publisher_id IS NOT NULL)",
            name="publisher_if_published",
        ),
        CheckConstraint("approver_id <> author_id AND publisher_id <> author_id", name="decided_by_others"),
        CheckConstraint("publisher_id <> approver_id", name="decided_by_two_people"),
        Index("ix_cases_shelf", "state", "published_on", "id"),
        Index("ix_cases_department_id_state", "department_id", "state", "published_on", "id"),
    )

    id: Mapped[pk]
    number: Mapped[str] = mapped_column(String(20))
    kind: Mapped[CaseKind] = enum_column(CaseKind)
    title: Mapped[short_text]
    department_id: Mapped[int] = foreign_key("departments.id", index=False)
    year: Mapped[int]
    field: Mapped[TaskField | None] = enum_column(TaskField)
    values: Mapped[json_list] = mapped_column(default=list)
    obstacle_kinds: Mapped[json_list] = mapped_column(default=list)
    task_id: Mapped[int | None] = foreign_key("tasks.id")
    no_task_reason: Mapped[long_text] = mapped_column(default="", server_default="")
    overview: Mapped[long_text] = mapped_column(default="")
    details: Mapped[long_text] = mapped_column(default="")
    obstacle_handling: Mapped[long_text] = mapped_column(default="")
    self_assessment: Mapped[long_text] = mapped_column(default="")
    tried: Mapped[long_text] = mapped_column(default="")
    cause: Mapped[long_text] = mapped_column(default="")
    advice: Mapped[long_text] = mapped_column(default="")
    state: Mapped[CaseState] = enum_column(CaseState, default=CaseState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int] = foreign_key("people.id")
    written_at: Mapped[moment]
    submitted_at: Mapped[datetime | None]
    approver_id: Mapped[int | None] = foreign_key("people.id")
    approved_at: Mapped[datetime | None]
    publisher_id: Mapped[int | None] = foreign_key("people.id")
    published_on: Mapped[date | None]


class CaseFigure(Model):
    """결과 수치: a figure before and after. `before` is None where nobody measured it; 0 is a figure."""

    __tablename__ = "case_figures"
    __table_args__ = (
        UniqueConstraint("case_id", "position", name="position"),
        CheckConstraint("name <> ''", name="name_given"),
    )

    id: Mapped[pk]
    case_id: Mapped[int] = foreign_key("cases.id", index=False)
    position: Mapped[int]
    name: Mapped[short_text]
    unit: Mapped[str] = mapped_column(String(40), default="")
    before: Mapped[Decimal | None]
    after: Mapped[exact]


class CaseAuthor(Model):
    """작성자: everybody whose work the case tells of, the one who wrote it down first."""

    __tablename__ = "case_authors"
    __table_args__ = (UniqueConstraint("case_id", "person_id", name="person"),)

    id: Mapped[pk]
    case_id: Mapped[int] = foreign_key("cases.id", index=False)
    person_id: Mapped[int] = foreign_key("people.id")
    position: Mapped[int]


class CaseStep(Model):
    """사례 이력. Rows are never changed."""

    __tablename__ = "case_steps"

    id: Mapped[pk]
    case_id: Mapped[int] = foreign_key("cases.id")
    kind: Mapped[CaseStepKind] = enum_column(CaseStepKind)
    note: Mapped[long_text] = mapped_column(default="")
    taken_by_id: Mapped[int] = foreign_key("people.id")
    taken_at: Mapped[moment]


_WORDS = (
    "number",
    "kind",
    "title",
    "department_id",
    "author_id",
    "written_at",
    "year",
    "field",
    "task_id",
    "no_task_reason",
    "overview",
    "details",
    "obstacle_handling",
    "self_assessment",
    "tried",
    "cause",
    "advice",
)
_LISTS = ("values", "obstacle_kinds")
LEAST_REASON = 10
_WROTE = "kind IN ('writing', 'change', 'submission')"

append_only("case_steps")
trigger("cases", "DELETE", name="no_delete", reason="cases: rows are never deleted")
trigger(
    "cases",
    "UPDATE",
    name="words_stand_still",
    reason="cases: the case is with those who decide, or public",
    condition=f"OLD.state NOT IN {WITH_AUTHORS} AND ("
    + " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _WORDS)
    + "".join(f' OR CAST(NEW."{column}" AS TEXT) <> CAST(OLD."{column}" AS TEXT)' for column in _LISTS)
    + ")",
)
trigger(
    "cases",
    "UPDATE",
    name="task_or_reason",
    reason="cases: a failure names its task, or why there is none",
    condition="NEW.state = 'submitted' AND OLD.state <> 'submitted' AND NEW.kind = 'failure' AND NEW.task_id IS NULL"
    f" AND length(NEW.no_task_reason) < {LEAST_REASON}",
)
trigger(
    "cases",
    "UPDATE",
    name="deciders_stand",
    reason="cases: who has decided about a published case, and when, stands still",
    condition="OLD.state = 'published' AND ("
    + " OR ".join(
        f"NEW.{column} IS DISTINCT FROM OLD.{column}"
        for column in ("submitted_at", "approver_id", "approved_at", "publisher_id", "published_on")
    )
    + ")",
)
trigger(
    "cases",
    "UPDATE",
    name="withdrawn_is_final",
    reason="cases: a withdrawn case does not come back",
    condition="OLD.state = 'withdrawn'",
)
trigger(
    "cases",
    "UPDATE",
    name="published_stays",
    reason="cases: a published case can only be withdrawn",
    condition="OLD.state = 'published' AND NEW.state <> 'withdrawn'",
)


def _decided_by_others(column: str) -> None:
    """Refuse a decider, kept in `column`, who is an author of the case or has written it."""
    author = f"SELECT 1 FROM case_authors WHERE case_id = NEW.id AND person_id = NEW.{column}"  # noqa: S608  a name of ours
    writer = f"SELECT 1 FROM case_steps WHERE case_id = NEW.id AND taken_by_id = NEW.{column} AND {_WROTE}"  # noqa: S608  names of ours
    trigger(
        "cases",
        "UPDATE",
        name=f"{column}_had_no_part",
        reason="cases: nobody decides about their own case",
        condition=f"NEW.{column} IS DISTINCT FROM OLD.{column} AND (EXISTS ({author}) OR EXISTS ({writer}))",
    )


_decided_by_others("approver_id")
_decided_by_others("publisher_id")
freeze_with("cases", table="case_figures", key="case_id")
freeze_with("cases", table="case_authors", key="case_id")
