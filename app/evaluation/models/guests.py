"""외부 평가위원: people from outside who score in one round, their access codes and their sessions.

They have no account and no role: a code opens the sheets of one round, and nothing else of the product.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, foreign_key, moment, pk, short_text, trigger

LONGEST_DAYS = 14
"""How long a code is good at most (GUARD: panels from outside)."""

_OPEN = text("revoked_at IS NULL")
_GUESTS, _CODES = "outside_evaluators", "panel_codes"


class OutsideEvaluator(Model):
    """외부 평가위원: somebody from outside who was invited to a round. Append-only; codes come and go."""

    __tablename__ = _GUESTS
    __table_args__ = (
        UniqueConstraint("round_id", "person_id", name="once"),
        CheckConstraint("invited_by_id <> person_id", name="invited_by_another"),
    )

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id")
    person_id: Mapped[int] = foreign_key("people.id")
    field: Mapped[short_text]
    invited_by_id: Mapped[int] = foreign_key("people.id", index=False)
    invited_at: Mapped[moment]


class PanelCode(Model):
    """접속코드: opens the sheets of one outside evaluator for up to 14 days. Only its argon2id hash is kept.

    A new one takes the place of the one before, which is revoked in the same act.
    """

    __tablename__ = _CODES
    __table_args__ = (
        CheckConstraint(f"valid_days BETWEEN 1 AND {LONGEST_DAYS}", name="at_most_fourteen_days"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by_id IS NULL)", name="revoked_by_somebody"),
        Index("uq_panel_codes_open", "guest_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[pk]
    guest_id: Mapped[int] = foreign_key("outside_evaluators.id")
    code_hash: Mapped[str] = mapped_column(String(200))
    valid_days: Mapped[int]
    issued_by_id: Mapped[int] = foreign_key("people.id", index=False)
    issued_at: Mapped[moment]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = foreign_key("people.id", index=False)


class PanelSession(Model):
    """외부 평가위원의 접속: lives in the database, so that ending it ends it. Only the token's hash is kept.

    `displaced_by`: the address of a later sign-in with the same code, which ended this one.
    """

    __tablename__ = "panel_sessions"
    __table_args__ = (
        UniqueConstraint("token_hash", name="token_hash"),
        CheckConstraint("displaced_by IS NULL OR ended_at IS NOT NULL", name="displaced_is_ended"),
    )

    id: Mapped[pk]
    code_id: Mapped[int] = foreign_key("panel_codes.id")
    token_hash: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[moment]
    last_seen_at: Mapped[moment]
    ended_at: Mapped[datetime | None]
    displaced_by: Mapped[str | None] = mapped_column(String(64))


append_only(_GUESTS)
trigger(
    _GUESTS,
    "INSERT",
    name="from_outside",
    reason=f"{_GUESTS}: whoever works in the office scores with an account of their own",
    condition="EXISTS (SELECT 1 FROM people p WHERE p.id = NEW.person_id "
    "AND (p.department_id IS NOT NULL OR p.institution IS NULL))",
)
trigger(_CODES, "DELETE", name="no_delete", reason=f"{_CODES}: rows are never deleted")
trigger(
    _CODES,
    "UPDATE",
    name="only_revoked",
    reason=f"{_CODES}: a code is revoked once, and nothing else of it changes",
    condition="OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL OR NEW.guest_id <> OLD.guest_id "
    "OR NEW.code_hash <> OLD.code_hash OR NEW.valid_days <> OLD.valid_days OR NEW.issued_at <> OLD.issued_at "
    "OR NEW.issued_by_id <> OLD.issued_by_id",
)
trigger(
    _CODES,
    "INSERT",
    name="not_after_scoring",
    reason=f"{_CODES}: no code is given once scoring is over",
    condition="EXISTS (SELECT 1 FROM outside_evaluators g JOIN evaluation_rounds r ON r.id = g.round_id "
    "WHERE g.id = NEW.guest_id AND r.phase NOT IN ('planning', 'measuring', 'self_review', 'scoring'))",
)
