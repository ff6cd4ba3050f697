"""What an accepted appeal corrects: proposed by the control tower, confirmed by another office."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.offices import in_office, shares_office
from app.core.database import Model, enum_column, foreign_key, json_list, long_text, moment, pk, trigger
from app.evaluation.enums import ProposalState

_TABLE = "appeal_corrections"
_DEPARTMENT = "(SELECT a.department_id FROM appeals a WHERE a.id = NEW.appeal_id)"
_OPEN = text("state <> 'withdrawn'")


class AppealCorrection(Model):
    """이의신청 정정안: the corrections (`drafts`) and every value, score and rank they move (`moves`, with their hash).

    Confirmed, it has become publication `publication_id`. `drafts` are those of `rules.corrections` as JSON.
    """

    __tablename__ = _TABLE
    __table_args__ = (
        CheckConstraint("length(reason) >= 10", name="reason_given"),
        CheckConstraint("second_id <> proposed_by_id", name="confirmed_by_another"),
        CheckConstraint("length(moves_sha256) = 64", name="sha256_length"),
        CheckConstraint("(state = 'proposed') = (ended_at IS NULL)", name="ended_when"),
        CheckConstraint("(ended_at IS NULL) = (ended_on IS NULL)", name="ended_on_a_day"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        CheckConstraint("(state = 'confirmed') = (publication_id IS NOT NULL)", name="version_if_confirmed"),
        CheckConstraint("state <> 'confirmed' OR ended_by_id = second_id", name="confirmed_by_the_second"),
        Index(
            "uq_appeal_corrections_once",
            "appeal_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[pk]
    appeal_id: Mapped[int] = foreign_key("appeals.id", index=False)
    drafts: Mapped[json_list]
    moves: Mapped[json_list]
    moves_sha256: Mapped[str] = mapped_column(String(64))
    reason: Mapped[long_text]
    state: Mapped[ProposalState] = enum_column(ProposalState, default=ProposalState.PROPOSED)
    version: Mapped[int] = mapped_column(default=1)
    proposed_by_id: Mapped[int] = foreign_key("people.id", index=False)
    proposed_on: Mapped[date]
    proposed_at: Mapped[moment]
    second_id: Mapped[int] = foreign_key("people.id")
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ended_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[long_text] = mapped_column(default="")
    publication_id: Mapped[int | None] = mapped_column(ForeignKey("publications.id"))


trigger(_TABLE, "DELETE", name="no_delete", reason=f"{_TABLE}: rows are never deleted")
trigger(
    _TABLE,
    "INSERT",
    name="of_an_accepted_appeal",
    reason=f"{_TABLE}: only what was accepted is corrected, by two offices, none of them its own department",
    condition=" OR ".join(
        (
            "NEW.state <> 'proposed'",
            "NOT EXISTS (SELECT 1 FROM appeals a WHERE a.id = NEW.appeal_id "
            "AND a.state IN ('decided', 'decided_again') AND a.outcome <> 'dismissed' "
            "AND a.filed_by_id NOT IN (NEW.proposed_by_id, NEW.second_id))",
            shares_office("NEW.proposed_by_id", "NEW.second_id", "NEW.proposed_on"),
            in_office("NEW.proposed_by_id", _DEPARTMENT, "NEW.proposed_on"),
            in_office("NEW.second_id", _DEPARTMENT, "NEW.proposed_on"),
        )
    ),
)
trigger(
    _TABLE,
    "UPDATE",
    name="proposal_stays",
    reason=f"{_TABLE}: what was proposed stays, and what has ended stays ended",
    condition="OLD.state <> 'proposed' OR "
    + " OR ".join(
        [
            *(
                f"NEW.{column} <> OLD.{column}"
                for column in ("appeal_id", "moves_sha256", "reason", "proposed_by_id", "proposed_on", "second_id")
            ),
            "CAST(NEW.drafts AS TEXT) <> CAST(OLD.drafts AS TEXT)",
            "CAST(NEW.moves AS TEXT) <> CAST(OLD.moves AS TEXT)",
        ]
    ),
)
trigger(
    _TABLE,
    "UPDATE",
    name="confirmed_by_another_office",
    reason=f"{_TABLE}: who proposes and who confirms have no office in common, and none in the department",
    condition="NEW.state = 'confirmed' AND ("
    + " OR ".join(
        (
            shares_office("NEW.proposed_by_id", "NEW.second_id", "NEW.ended_on"),
            in_office("NEW.proposed_by_id", _DEPARTMENT, "NEW.ended_on"),
            in_office("NEW.second_id", _DEPARTMENT, "NEW.ended_on"),
        )
    )
    + ")",
)
