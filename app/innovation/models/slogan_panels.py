"""슬로건 심사: a panel scores the approved slogans of a year; nobody scores a slogan they had to do with."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    Model,
    append_only,
    day,
    foreign_key,
    long_text,
    moment,
    pk,
    points,
    short_text,
    trigger,
)

WHOLE = 10_000
"""100 in hundredths, as `points` are kept."""

_ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


class SloganPanel(Model):
    """The panel of one year. Closed once; from then on nothing of it changes."""

    __tablename__ = "slogan_panels"
    __table_args__ = (
        UniqueConstraint("year", name="year"),
        CheckConstraint("year BETWEEN 2000 AND 2200", name="year"),
        CheckConstraint(
            "(closed_on IS NULL) = (closed_by_id IS NULL) AND (closed_on IS NULL) = (closed_at IS NULL)",
            name="closed_if_so",
        ),
    )

    id: Mapped[pk]
    year: Mapped[int]
    due_on: Mapped[day]
    version: Mapped[int] = mapped_column(default=1)
    opened_by_id: Mapped[int] = foreign_key("people.id")
    opened_at: Mapped[moment]
    closed_by_id: Mapped[int | None] = foreign_key("people.id")
    closed_at: Mapped[datetime | None]
    closed_on: Mapped[date | None]


class SloganCriterion(Model):
    """심사기준: its weight out of 100."""

    __tablename__ = "slogan_criteria"
    __table_args__ = (
        UniqueConstraint("panel_id", "name", name="name"),
        CheckConstraint(f"weight > 0 AND weight <= {WHOLE}", name="weight"),
    )

    id: Mapped[pk]
    panel_id: Mapped[int] = foreign_key("slogan_panels.id", index=False)
    position: Mapped[int]
    name: Mapped[short_text]
    weight: Mapped[points]


class SloganEvaluator(Model):
    """평가위원 the control tower named."""

    __tablename__ = "slogan_evaluators"
    __table_args__ = (UniqueConstraint("panel_id", "person_id", name="person"),)

    id: Mapped[pk]
    panel_id: Mapped[int] = foreign_key("slogan_panels.id", index=False)
    person_id: Mapped[int] = foreign_key("people.id")


class SloganPanelChange(Model):
    """평가위원 교체: who left the panel before they scored, who came in their place, and why. Rows are never changed."""

    __tablename__ = "slogan_panel_changes"
    __table_args__ = (
        CheckConstraint("left_id <> joined_id", name="another_person"),
        CheckConstraint("reason <> ''", name="reason_given"),
    )

    id: Mapped[pk]
    panel_id: Mapped[int] = foreign_key("slogan_panels.id")
    left_id: Mapped[int] = foreign_key("people.id", index=False)
    joined_id: Mapped[int] = foreign_key("people.id", index=False)
    reason: Mapped[long_text]
    made_by_id: Mapped[int] = foreign_key("people.id", index=False)
    made_at: Mapped[moment]


class SloganBallot(Model):
    """채점표: what one evaluator gave one slogan, 0 to 100 on each criterion; `total` follows from the weights."""

    __tablename__ = "slogan_ballots"
    __table_args__ = (
        UniqueConstraint("panel_id", "slogan_id", "evaluator_id", name="once"),
        CheckConstraint(f"total BETWEEN 0 AND {WHOLE}", name="total"),
    )

    id: Mapped[pk]
    panel_id: Mapped[int] = foreign_key("slogan_panels.id", index=False)
    slogan_id: Mapped[int] = foreign_key("slogans.id")
    evaluator_id: Mapped[int] = foreign_key("people.id")
    total: Mapped[points]
    comment: Mapped[long_text] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    given_at: Mapped[moment]


class SloganMark(Model):
    """항목별 점수 of a ballot."""

    __tablename__ = "slogan_marks"
    __table_args__ = (
        UniqueConstraint("ballot_id", "criterion_id", name="criterion"),
        CheckConstraint(f"mark BETWEEN 0 AND {WHOLE}", name="mark"),
    )

    id: Mapped[pk]
    ballot_id: Mapped[int] = foreign_key("slogan_ballots.id", index=False)
    criterion_id: Mapped[int] = foreign_key("slogan_criteria.id")
    mark: Mapped[points]


_PANEL_OF = {
    "slogan_ballots": "{row}.panel_id",
    "slogan_criteria": "{row}.panel_id",
    "slogan_evaluators": "{row}.panel_id",
    "slogan_marks": "(SELECT panel_id FROM slogan_ballots WHERE id = {row}.ballot_id)",
}


def _freeze_when_closed(table: str, panel: str) -> None:
    """Refuse any change of a table's rows once their panel is closed."""
    for operation, rows in _ROWS.items():
        closed = (
            f"EXISTS (SELECT 1 FROM slogan_panels WHERE id = {panel.format(row=row)} AND closed_on IS NOT NULL)"  # noqa: S608  names of ours
            for row in rows
        )
        trigger(
            table,
            operation,
            name=f"closed_{operation.lower()}",
            reason=f"{table}: the panel is closed",
            condition=" OR ".join(closed),
        )


for _table, _panel in _PANEL_OF.items():
    _freeze_when_closed(_table, _panel)

_WORKED_THERE = (
    "EXISTS (SELECT 1 FROM slogans s JOIN memberships m ON m.department_id = s.department_id"
    " WHERE s.id = NEW.slogan_id AND m.person_id = NEW.evaluator_id"
    " AND (m.ends_on IS NULL OR m.ends_on >= m.starts_on) AND CAST(s.year AS TEXT) <="
    " CAST(COALESCE(m.ends_on, '9999-12-31') AS TEXT))"
)
_STOOD_THERE = (
    "EXISTS (SELECT 1 FROM slogans s JOIN role_assignments r ON r.department_id = s.department_id"
    " WHERE s.id = NEW.slogan_id AND r.person_id = NEW.evaluator_id"
    " AND (r.ends_on IS NULL OR r.ends_on >= r.starts_on) AND CAST(s.year AS TEXT) <="
    " CAST(COALESCE(r.ends_on, '9999-12-31') AS TEXT))"
)
_HAD_A_PART = (
    "EXISTS (SELECT 1 FROM people p JOIN slogans s ON s.department_id = p.department_id"
    " WHERE p.id = NEW.evaluator_id AND s.id = NEW.slogan_id)"
    " OR EXISTS (SELECT 1 FROM slogan_steps t WHERE t.slogan_id = NEW.slogan_id AND t.taken_by_id = NEW.evaluator_id)"
)
_NAMED = "EXISTS (SELECT 1 FROM slogan_evaluators e WHERE e.panel_id = NEW.panel_id AND e.person_id = NEW.evaluator_id)"

for _operation, _row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
    trigger(
        "slogan_criteria",
        _operation,
        name=f"before_scoring_{_operation.lower()}",
        reason="slogan_criteria: the panel has begun to score",
        condition=f"EXISTS (SELECT 1 FROM slogan_ballots WHERE panel_id = {_row}.panel_id)",  # noqa: S608  names of ours
    )
trigger(
    "slogan_panels",
    "UPDATE",
    name="whose_and_when_stand",
    reason="slogan_panels: a panel stays that of its year and of who named it",
    condition="NEW.year <> OLD.year OR NEW.opened_by_id <> OLD.opened_by_id OR NEW.opened_at <> OLD.opened_at",
)
append_only("slogan_panel_changes")
trigger("slogan_evaluators", "UPDATE", name="no_update", reason="slogan_evaluators: rows are never changed")
trigger(
    "slogan_evaluators",
    "DELETE",
    name="before_they_scored",
    reason="slogan_evaluators: whoever has scored stays",
    condition="EXISTS (SELECT 1 FROM slogan_ballots WHERE panel_id = OLD.panel_id AND evaluator_id = OLD.person_id)",
)
trigger("slogan_panels", "DELETE", name="no_delete", reason="slogan_panels: rows are never deleted")
trigger(
    "slogan_panels",
    "UPDATE",
    name="closed_stays",
    reason="slogan_panels: a closed panel is never changed",
    condition="OLD.closed_on IS NOT NULL",
)
for _operation in ("INSERT", "UPDATE"):
    trigger(
        "slogan_ballots",
        _operation,
        name=f"not_the_own_{_operation.lower()}",
        reason="slogan_ballots: nobody scores a slogan of their own department",
        condition=f"{_HAD_A_PART} OR {_WORKED_THERE} OR {_STOOD_THERE}",
    )
    trigger(
        "slogan_ballots",
        _operation,
        name=f"named_{_operation.lower()}",
        reason="slogan_ballots: only evaluators of the panel score",
        condition=f"NOT {_NAMED}",
    )
