"""적립 이의신청: what somebody says against a row of the statement, and what the control tower answers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.offices import in_office, shares_office
from app.core.database import Model, append_only, enum_column, foreign_key, long_text, moment, pk, short_text, trigger
from app.core.database import points as point_count
from app.mileage.enums import ObjectionKind, ObjectionResult, ObjectionState, Remedy

_LIVE = "state <> 'withdrawn' AND {} IS NOT NULL"
_TABLE = "mileage_objections"


class MileageTerms(Model):
    """통장·현황판 기준: how long people may object, how soon they are answered, whether people are ranked.

    The last row holds; an objection keeps the days it was handed in under.
    """

    __tablename__ = "mileage_terms"
    __table_args__ = (
        CheckConstraint("objection_days BETWEEN 7 AND 365", name="days_to_object"),
        CheckConstraint("answer_days BETWEEN 1 AND 60", name="days_to_answer"),
        CheckConstraint("reason <> ''", name="reason_given"),
    )

    id: Mapped[pk]
    objection_days: Mapped[int]
    answer_days: Mapped[int]
    personal_board: Mapped[bool]
    reason: Mapped[long_text]
    set_at: Mapped[moment]
    set_by_id: Mapped[int] = foreign_key("people.id", index=False)


class Showing(Model):
    """공개 동의: somebody agrees to stand on the personal board, or no longer does. The last row of a person holds."""

    __tablename__ = "mileage_showings"
    __table_args__ = (Index("ix_mileage_showings_person_id_id", "person_id", "id"),)

    id: Mapped[pk]
    person_id: Mapped[int] = foreign_key("people.id", index=False)
    agreed: Mapped[bool]
    chosen_at: Mapped[moment]


class Objection(Model):
    """적립 이의신청: against a transfer, against what a cap left nothing of, or because a fact is missing.

    Changed through `services.objections` alone. `last_day` is the day until which it could be handed in, `answer_by`
    the day it is to be answered. What is upheld leads to `reversal_id` (at once) or to `claim_id` (the objector's own
    claim, which goes the usual way), as `remedy` says.
    """

    __tablename__ = _TABLE
    __table_args__ = (
        CheckConstraint("(kind = 'row') = (transfer_id IS NOT NULL)", name="transfer_if_row"),
        CheckConstraint("(kind = 'cut') = (cap_cut_id IS NOT NULL)", name="cut_if_cut"),
        CheckConstraint("(kind = 'missing') = (fact IS NOT NULL)", name="fact_if_missing"),
        CheckConstraint("received_on <= last_day", name="handed_in_in_time"),
        CheckConstraint("answer_by > received_on", name="time_to_answer"),
        CheckConstraint("answerer_id <> objector_id", name="answered_by_another"),
        CheckConstraint("answerer_department_id <> objector_department_id", name="answered_by_another_office"),
        CheckConstraint("(state = 'answered') = (answerer_id IS NOT NULL)", name="answerer_if_answered"),
        CheckConstraint("(answerer_id IS NULL) = (answerer_department_id IS NULL)", name="answerer_of_an_office"),
        CheckConstraint("(answerer_id IS NULL) = (answered_at IS NULL)", name="answered_when"),
        CheckConstraint("(answerer_id IS NULL) = (answer IS NULL)", name="answered_with_words"),
        CheckConstraint("(answerer_id IS NULL) = (outcome IS NULL)", name="answered_how"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_when"),
        CheckConstraint("(remedy IS NOT NULL) = (outcome IS NOT NULL AND outcome = 'upheld')", name="remedy_if_upheld"),
        CheckConstraint(
            "(reversal_id IS NOT NULL) = (remedy IS NOT NULL AND remedy IN ('reversal', 'both'))",
            name="reversed_if_said",
        ),
        CheckConstraint(
            "(item_id IS NOT NULL) = (remedy IS NOT NULL AND remedy IN ('claim', 'both'))", name="item_if_claimed"
        ),
        CheckConstraint("(item_id IS NULL) = (points IS NULL)", name="points_if_claimed"),
        CheckConstraint("points > 0", name="points_above_zero"),
        CheckConstraint("claim_id IS NULL OR item_id IS NOT NULL", name="claim_if_said"),
        Index(
            "uq_mileage_objections_transfer",
            "transfer_id",
            "account_id",
            unique=True,
            sqlite_where=text(_LIVE.format("transfer_id")),
            postgresql_where=text(_LIVE.format("transfer_id")),
        ),
        Index(
            "uq_mileage_objections_cut",
            "cap_cut_id",
            unique=True,
            sqlite_where=text(_LIVE.format("cap_cut_id")),
            postgresql_where=text(_LIVE.format("cap_cut_id")),
        ),
        Index("ix_mileage_objections_state_id", "state", "id"),
    )

    id: Mapped[pk]
    kind: Mapped[ObjectionKind] = enum_column(ObjectionKind)
    account_id: Mapped[int] = foreign_key("mileage_accounts.id")
    transfer_id: Mapped[int | None] = foreign_key("mileage_transfers.id", index=False)
    cap_cut_id: Mapped[int | None] = foreign_key("mileage_cap_cuts.id", index=False)
    fact: Mapped[short_text | None]
    happened_on: Mapped[date]
    reason: Mapped[long_text]
    objector_id: Mapped[int] = foreign_key("people.id")
    objector_department_id: Mapped[int] = foreign_key("departments.id", index=False)
    received_on: Mapped[date]
    received_at: Mapped[moment]
    last_day: Mapped[date]
    answer_by: Mapped[date]
    state: Mapped[ObjectionState] = enum_column(ObjectionState, default=ObjectionState.RECEIVED)
    version: Mapped[int] = mapped_column(default=1)
    answerer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answerer_department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    answered_on: Mapped[date | None]
    answered_at: Mapped[datetime | None]
    outcome: Mapped[ObjectionResult | None] = enum_column(ObjectionResult)
    answer: Mapped[long_text | None]
    remedy: Mapped[Remedy | None] = enum_column(Remedy)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("mileage_items.id"))
    points: Mapped[point_count | None]
    reversal_id: Mapped[int | None] = mapped_column(ForeignKey("mileage_transfers.id"))
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("mileage_claims.id"))
    withdrawn_at: Mapped[datetime | None]


append_only("mileage_terms")
append_only("mileage_showings")
trigger(_TABLE, "DELETE", name="no_delete", reason=f"{_TABLE}: rows are never deleted")
trigger(
    _TABLE,
    "INSERT",
    name="begins_received",
    reason=f"{_TABLE}: an objection begins unanswered, against a row of the account it names",
    condition=(
        "NEW.state <> 'received' OR (NEW.transfer_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM mileage_transfers t "
        "WHERE t.id = NEW.transfer_id AND NEW.account_id IN (t.debit_account_id, t.credit_account_id))) "
        "OR (NEW.cap_cut_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM mileage_cap_cuts c "
        "WHERE c.id = NEW.cap_cut_id AND c.account_id = NEW.account_id))"
    ),
)
_KEPT = (
    "kind",
    "account_id",
    "reason",
    "happened_on",
    "objector_id",
    "objector_department_id",
    "received_on",
    "last_day",
    "answer_by",
)
_KEPT_OR_EMPTY = ("transfer_id", "cap_cut_id")
trigger(
    _TABLE,
    "UPDATE",
    name="words_stay",
    reason=f"{_TABLE}: what was objected stays",
    condition=" OR ".join(
        [
            *(f"NEW.{column} <> OLD.{column}" for column in _KEPT),
            *(f"COALESCE(NEW.{column}, 0) <> COALESCE(OLD.{column}, 0)" for column in _KEPT_OR_EMPTY),
            "COALESCE(NEW.fact, '') <> COALESCE(OLD.fact, '')",
        ]
    ),
)
_ANSWERED = ("answerer_id", "answerer_department_id", "answered_on", "answer", "outcome", "state")
_ANSWERED_OR_EMPTY = ("item_id", "reversal_id", "points")
trigger(
    _TABLE,
    "UPDATE",
    name="answer_stays",
    reason=f"{_TABLE}: an answer stays; only the claim that follows from it is added, once",
    condition=(
        "OLD.state = 'withdrawn' OR (OLD.state = 'answered' AND (OLD.claim_id IS NOT NULL OR NEW.claim_id IS NULL OR "
        + " OR ".join(
            [
                *(f"NEW.{column} <> OLD.{column}" for column in _ANSWERED),
                *(f"COALESCE(NEW.{column}, 0) <> COALESCE(OLD.{column}, 0)" for column in _ANSWERED_OR_EMPTY),
                "COALESCE(NEW.remedy, '') <> COALESCE(OLD.remedy, '')",
            ]
        )
        + "))"
    ),
)
_SAME_OFFICE = " OR ".join(
    (
        shares_office("NEW.answerer_id", "NEW.objector_id", "NEW.answered_on"),
        in_office("NEW.answerer_id", "NEW.objector_department_id", "NEW.answered_on"),
        in_office(
            "NEW.answerer_id",
            "(SELECT a.department_id FROM mileage_accounts a WHERE a.id = NEW.account_id)",
            "NEW.answered_on",
        ),
    )
)
trigger(
    _TABLE,
    "UPDATE",
    name="answered_by_another_office",
    reason=f"{_TABLE}: nobody of an office of the objector, or of the one whose account it is, answers",
    condition=f"OLD.state = 'received' AND NEW.answerer_id IS NOT NULL AND ({_SAME_OFFICE})",
)
trigger(
    _TABLE,
    "UPDATE",
    name="answered_by_no_party",
    reason=f"{_TABLE}: who had a hand in the row does not answer",
    condition=(
        "OLD.state = 'received' AND NEW.answerer_id IS NOT NULL AND ("
        "EXISTS (SELECT 1 FROM mileage_transfers t WHERE t.id = NEW.transfer_id AND t.actor_id = NEW.answerer_id) "
        "OR EXISTS (SELECT 1 FROM mileage_cap_cuts c WHERE c.id = NEW.cap_cut_id AND c.actor_id = NEW.answerer_id) "
        "OR EXISTS (SELECT 1 FROM mileage_claims k WHERE k.id IN ("
        "(SELECT t.claim_id FROM mileage_transfers t WHERE t.id = NEW.transfer_id), "
        "(SELECT c.claim_id FROM mileage_cap_cuts c WHERE c.id = NEW.cap_cut_id)) "
        "AND (NEW.answerer_id IN (k.claimant_id, k.confirmer_id, k.confirmed_for_id, k.verifier_id, k.verified_for_id, "
        "k.returner_id, k.returned_for_id) "
        "OR EXISTS (SELECT 1 FROM mileage_claim_shares s WHERE s.claim_id = k.id AND s.person_id = NEW.answerer_id) "
        "OR EXISTS (SELECT 1 FROM mileage_claim_panels p JOIN mileage_panel_seats m ON m.panel_id = p.id "
        "WHERE p.claim_id = k.id AND m.person_id = NEW.answerer_id) "
        "OR EXISTS (SELECT 1 FROM mileage_claim_entries e JOIN mileage_claim_uploads u ON u.id = e.upload_id "
        "WHERE e.claim_id = k.id AND u.uploader_id = NEW.answerer_id))))"
    ),
)
trigger(
    _TABLE,
    "UPDATE",
    name="upheld_as_said",
    reason=f"{_TABLE}: a reversal takes back the row that was objected to, and a claim is that of the objector",
    condition=(
        "(NEW.reversal_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM mileage_transfers t "
        "WHERE t.id = NEW.reversal_id AND t.reverses_id = NEW.transfer_id)) "
        "OR (NEW.claim_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM mileage_claims k "
        "WHERE k.id = NEW.claim_id AND k.claimant_id = NEW.objector_id))"
    ),
)
