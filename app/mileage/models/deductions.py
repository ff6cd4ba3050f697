"""감점: proposed, heard, decided by another office, open to an objection; points move with the last step alone."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.offices import in_office, shares_office
from app.core.database import Model, enum_column, foreign_key, long_text, moment, pk, trigger
from app.core.database import points as point_count
from app.mileage.enums import DeductionGround, DeductionState
from app.mileage.models.transfers import Transfer

_ORIGINALS = text("kind = 'deduction' AND reverses_id IS NULL")


class Deduction(Model):
    """감점: from the account of a person or department, who is heard first. Changed by `services.deductions`.

    `decider_id` decides about it, `reviewer_id` about an objection; both are named when it is proposed. `points` were
    proposed, `decided_points` decided, `taken` was there to be taken. The days (`_on`, `_until`) are days in Seoul.
    """

    __tablename__ = "mileage_deductions"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (department_id IS NULL)", name="of_a_person_or_department"),
        CheckConstraint("points > 0", name="points_above_zero"),
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint("decider_id <> proposed_by_id", name="decided_by_another"),
        CheckConstraint("reviewer_id <> proposed_by_id AND reviewer_id <> decider_id", name="reviewed_by_a_third"),
        CheckConstraint(
            "person_id IS NULL OR (person_id <> proposed_by_id AND person_id <> decider_id AND person_id <> reviewer_id)",
            name="nobody_for_oneself",
        ),
        CheckConstraint("opinions_until > proposed_on", name="time_to_answer"),
        CheckConstraint("(opinion IS NULL) = (opinion_by_id IS NULL)", name="opinion_of_somebody"),
        CheckConstraint("(opinion IS NULL) = (opinion_on IS NULL)", name="opinion_when"),
        CheckConstraint("opinion_on IS NULL OR opinion_on <= opinions_until", name="opinion_in_time"),
        CheckConstraint("person_id IS NULL OR opinion_by_id IS NULL OR opinion_by_id = person_id", name="own_opinion"),
        CheckConstraint("(decision IS NULL) = (decided_on IS NULL)", name="decided_when"),
        CheckConstraint("state IN ('proposed', 'withdrawn') OR decision IS NOT NULL", name="decision_if_decided"),
        CheckConstraint("state <> 'proposed' OR decision IS NULL", name="proposed_is_undecided"),
        CheckConstraint(
            "decided_on IS NULL OR opinion IS NOT NULL OR decided_on > opinions_until", name="heard_before_decided"
        ),
        CheckConstraint(
            "state IN ('proposed', 'withdrawn', 'dropped') OR decided_points IS NOT NULL", name="points_if_decided"
        ),
        CheckConstraint("state <> 'dropped' OR decided_points IS NULL", name="no_points_if_dropped"),
        CheckConstraint(
            "decided_points IS NULL OR (decided_points > 0 AND decided_points <= points)", name="never_more_than_asked"
        ),
        CheckConstraint("(decided_points IS NULL) = (objections_until IS NULL)", name="time_to_object"),
        CheckConstraint("objections_until IS NULL OR objections_until > decided_on", name="days_to_object"),
        CheckConstraint("(objection IS NULL) = (objected_by_id IS NULL)", name="objection_of_somebody"),
        CheckConstraint("(objection IS NULL) = (objected_on IS NULL)", name="objection_when"),
        CheckConstraint("objected_on IS NULL OR objected_on <= objections_until", name="objection_in_time"),
        CheckConstraint(
            "person_id IS NULL OR objected_by_id IS NULL OR objected_by_id = person_id", name="own_objection"
        ),
        CheckConstraint(
            "state NOT IN ('objected', 'rejected', 'upheld') OR objection IS NOT NULL", name="objection_if_objected"
        ),
        CheckConstraint("state <> 'decided' OR objection IS NULL", name="decided_without_objection"),
        CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name="answered_when"),
        CheckConstraint("state NOT IN ('rejected', 'upheld') OR answer IS NOT NULL", name="answer_if_answered"),
        CheckConstraint("answer IS NULL OR objection IS NOT NULL", name="answer_to_an_objection"),
        CheckConstraint("(state = 'posted') = (posted_on IS NOT NULL)", name="day_if_posted"),
        CheckConstraint("(posted_on IS NULL) = (taken IS NULL)", name="taken_if_posted"),
        CheckConstraint("taken IS NULL OR (taken >= 0 AND taken <= decided_points)", name="never_more_than_decided"),
        CheckConstraint("(transfer_id IS NULL) = (COALESCE(taken, 0) = 0)", name="row_if_taken"),
        CheckConstraint(
            "posted_on IS NULL OR answer IS NOT NULL OR (objection IS NULL AND posted_on > objections_until)",
            name="posted_after_the_objections",
        ),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_by_id IS NOT NULL)", name="withdrawer_if_withdrawn"),
        CheckConstraint("(withdrawn_by_id IS NULL) = (withdrawn_on IS NULL)", name="withdrawn_when"),
        CheckConstraint("(withdrawn_by_id IS NULL) = (withdraw_reason IS NULL)", name="reason_if_withdrawn"),
        CheckConstraint("person_id IS NULL OR withdrawn_by_id <> person_id", name="not_withdrawn_for_oneself"),
        UniqueConstraint("transfer_id", name="transfer"),
        Index("ix_mileage_deductions_state_objections_until", "state", "objections_until"),
    )

    id: Mapped[pk]
    account_id: Mapped[int] = foreign_key("mileage_accounts.id")
    person_id: Mapped[int | None] = foreign_key("people.id")
    department_id: Mapped[int | None] = foreign_key("departments.id")
    ground: Mapped[DeductionGround] = enum_column(DeductionGround)
    reason: Mapped[long_text]
    points: Mapped[point_count]
    state: Mapped[DeductionState] = enum_column(DeductionState, default=DeductionState.PROPOSED)
    version: Mapped[int] = mapped_column(default=1)
    proposed_by_id: Mapped[int] = foreign_key("people.id")
    proposed_on: Mapped[date]
    proposed_at: Mapped[moment]
    opinions_until: Mapped[date]
    opinion: Mapped[long_text | None]
    opinion_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    opinion_on: Mapped[date | None]
    decider_id: Mapped[int] = foreign_key("people.id")
    decision: Mapped[long_text | None]
    decided_on: Mapped[date | None]
    decided_points: Mapped[point_count | None]
    objections_until: Mapped[date | None]
    objection: Mapped[long_text | None]
    objected_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    objected_on: Mapped[date | None]
    reviewer_id: Mapped[int] = foreign_key("people.id")
    answer: Mapped[long_text | None]
    answered_on: Mapped[date | None]
    posted_on: Mapped[date | None]
    taken: Mapped[point_count | None]
    transfer_id: Mapped[int | None] = mapped_column(ForeignKey("mileage_transfers.id"))
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_on: Mapped[date | None]
    withdraw_reason: Mapped[long_text | None]
    changed_at: Mapped[moment]


Index(
    "uq_mileage_transfers_deducted_once",
    Transfer.source,
    unique=True,
    sqlite_where=_ORIGINALS,
    postgresql_where=_ORIGINALS,
)

_TABLE = "mileage_deductions"
_ALWAYS = (
    *("account_id", "ground", "reason", "points", "proposed_by_id", "proposed_on", "opinions_until"),
    *("decider_id", "reviewer_id"),
)
_ONCE = (
    *("person_id", "department_id", "opinion", "opinion_by_id", "opinion_on", "decision", "decided_on"),
    *("decided_points", "objections_until", "objection", "objected_by_id", "objected_on", "answer", "answered_on"),
)


def _not_apart(day: str) -> str:
    """The condition that two of those who must be of different offices have one in common on a day."""
    return " OR ".join(
        [
            shares_office("NEW.proposed_by_id", "NEW.decider_id", day),
            shares_office("NEW.decider_id", "NEW.reviewer_id", day),
            shares_office("NEW.person_id", "NEW.decider_id", day),
            shares_office("NEW.person_id", "NEW.reviewer_id", day),
            in_office("NEW.decider_id", "NEW.department_id", day),
            in_office("NEW.reviewer_id", "NEW.department_id", day),
        ]
    )


trigger(_TABLE, "DELETE", name="no_delete", reason=f"{_TABLE}: rows are never deleted")
trigger(
    _TABLE,
    "INSERT",
    name="begins_proposed",
    reason=f"{_TABLE}: a deduction begins as a proposal against the owner of its account",
    condition=(
        "NEW.state <> 'proposed' OR NEW.opinion IS NOT NULL OR NOT EXISTS (SELECT 1 FROM mileage_accounts a "
        "WHERE a.id = NEW.account_id AND COALESCE(a.person_id, 0) = COALESCE(NEW.person_id, 0) "
        "AND COALESCE(a.department_id, 0) = COALESCE(NEW.department_id, 0))"
    ),
)
trigger(
    _TABLE,
    "INSERT",
    name="judged_by_other_offices",
    reason=f"{_TABLE}: who decides and who answers an objection are of other offices, and no party",
    condition=_not_apart("NEW.proposed_on"),
)
trigger(
    _TABLE,
    "UPDATE",
    name="decided_by_other_offices",
    reason=f"{_TABLE}: who decides is of another office than who proposed, and no party",
    condition=f"OLD.decision IS NULL AND NEW.decision IS NOT NULL AND ({_not_apart('NEW.decided_on')})",
)
trigger(
    _TABLE,
    "UPDATE",
    name="answered_by_other_offices",
    reason=f"{_TABLE}: who answers an objection is of another office than who decided, and no party",
    condition=f"OLD.answer IS NULL AND NEW.answer IS NOT NULL AND ({_not_apart('NEW.answered_on')})",
)
trigger(
    _TABLE,
    "UPDATE",
    name="withdrawn_by_another_office",
    reason=f"{_TABLE}: nobody withdraws what is taken from the own office",
    condition=(
        "OLD.withdrawn_by_id IS NULL AND NEW.withdrawn_by_id IS NOT NULL AND "
        + in_office("NEW.withdrawn_by_id", "NEW.department_id", "NEW.withdrawn_on")
    ),
)
trigger(
    _TABLE,
    "UPDATE",
    name="steps_in_order",
    reason=f"{_TABLE}: heard, decided, open to an objection, answered, posted; what has ended stays",
    condition=" AND ".join(
        f"NOT (OLD.state = '{old}' AND NEW.state IN ({', '.join(map(repr, new))}))"
        for old, new in {
            "proposed": ("proposed", "decided", "dropped", "withdrawn"),
            "decided": ("objected", "posted", "withdrawn"),
            "objected": ("rejected", "upheld", "withdrawn"),
            "rejected": ("posted",),
        }.items()
    ),
)
trigger(
    _TABLE,
    "UPDATE",
    name="words_stay",
    reason=f"{_TABLE}: what was proposed, said, decided and answered stays",
    condition=" OR ".join(
        [
            *(f"NEW.{column} <> OLD.{column}" for column in _ALWAYS),
            *(
                f"(OLD.{column} IS NOT NULL AND (NEW.{column} IS NULL OR NEW.{column} <> OLD.{column}))"
                for column in _ONCE
            ),
        ]
    ),
)
trigger(
    _TABLE,
    "UPDATE",
    name="posted_with_its_row",
    reason=f"{_TABLE}: what was taken is a row of the ledger; nothing is taken only from an empty account",
    condition=(
        "NEW.state = 'posted' AND ((NEW.taken > 0 AND NOT EXISTS (SELECT 1 FROM mileage_transfers t "
        "WHERE t.id = NEW.transfer_id AND t.kind = 'deduction' AND t.source = 'deduction:' || NEW.id "
        "AND t.points = NEW.taken)) OR (NEW.taken = 0 AND EXISTS (SELECT 1 FROM mileage_accounts a "
        "WHERE a.id = NEW.account_id AND a.balance > 0)))"
    ),
)
trigger(
    "mileage_transfers",
    "INSERT",
    name="deducted_after_a_hearing",
    reason="mileage_transfers: points are deducted after the time to object or an answered objection, never below 0",
    condition=(
        "NEW.kind = 'deduction' AND (NEW.debit_balance < 0 OR NOT EXISTS (SELECT 1 FROM mileage_deductions d "
        "JOIN mileage_accounts p ON p.id = NEW.credit_account_id AND p.kind = 'deducted_pool' "
        "WHERE NEW.source = 'deduction:' || d.id AND d.account_id = NEW.debit_account_id "
        "AND (NEW.points = d.decided_points OR (NEW.points < d.decided_points AND NEW.debit_balance = 0)) "
        "AND (d.state = 'rejected' OR (d.state = 'decided' AND d.objections_until < NEW.occurred_on))))"
    ),
)
