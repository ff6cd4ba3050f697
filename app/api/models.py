"""연계 토큰: tokens, how often each asks in a minute, and what it took on each day."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, day, foreign_key, json_list, moment, pk, short_text, trigger

_SAME_DAY_NEXT_YEAR = (
    "CAST(CAST(substr(CAST(made_on AS TEXT), 1, 4) AS INTEGER) + 1 AS TEXT) || substr(CAST(made_on AS TEXT), 5)"
)
"""Days as text, which both engines write the same way and compare as days."""


class ApiToken(Model):
    """토큰: lets a program read in a person's name what that person may read. Only the hash of it is kept.

    `scopes` are names of resources, `ending` its last letters, `ends_on` its last good day. Made and revoked by
    `services.tokens` only; `revoked_by_id` is None where the office's own command line closed the account.
    """

    __tablename__ = "api_tokens"
    __table_args__ = (
        UniqueConstraint("token_hash", name="token_hash"),
        CheckConstraint("length(token_hash) = 64", name="hash_is_whole"),
        CheckConstraint("length(purpose) >= 5", name="purpose_given"),
        CheckConstraint("ends_on >= made_on", name="days_in_order"),
        CheckConstraint(f"CAST(ends_on AS TEXT) <= {_SAME_DAY_NEXT_YEAR}", name="a_year_at_most"),
        CheckConstraint("revoked_by_id IS NULL OR revoked_at IS NOT NULL", name="revoked_when"),
    )

    id: Mapped[pk]
    person_id: Mapped[int] = foreign_key("people.id")
    purpose: Mapped[short_text]
    scopes: Mapped[json_list]
    token_hash: Mapped[str] = mapped_column(String(64))
    ending: Mapped[str] = mapped_column(String(8))
    made_at: Mapped[moment]
    made_on: Mapped[day]
    ends_on: Mapped[day]
    last_used_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = foreign_key("people.id", index=False)


class ApiTokenRate(Model):
    """호출 빈도: how often a token has asked in its latest minute. One row a token: nobody else waits for it."""

    __tablename__ = "api_token_rates"
    __table_args__ = (CheckConstraint("requests > 0", name="asked"),)

    token_id: Mapped[int] = mapped_column(ForeignKey("api_tokens.id"), primary_key=True, autoincrement=False)
    minute: Mapped[int]
    requests: Mapped[int]


class ApiTokenDay(Model):
    """일별 이용: how often a token asked for a resource on a day, and how many rows it got."""

    __tablename__ = "api_token_days"
    __table_args__ = (CheckConstraint("requests > 0 AND row_count >= 0", name="counted"),)

    token_id: Mapped[int] = mapped_column(ForeignKey("api_tokens.id"), primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    resource: Mapped[str] = mapped_column(String(40), primary_key=True)
    requests: Mapped[int]
    row_count: Mapped[int]


trigger("api_tokens", "DELETE", name="no_delete", reason="api_tokens: rows are never deleted")
trigger(
    "api_tokens",
    "UPDATE",
    name="stays_as_made",
    reason="api_tokens: a token neither changes hands, nor grows, nor lives longer",
    condition=(
        "NEW.person_id <> OLD.person_id OR NEW.token_hash <> OLD.token_hash OR NEW.ends_on <> OLD.ends_on "
        "OR CAST(NEW.scopes AS TEXT) <> CAST(OLD.scopes AS TEXT) OR NEW.purpose <> OLD.purpose"
    ),
)
trigger(
    "api_tokens",
    "UPDATE",
    name="revoked_is_final",
    reason="api_tokens: a revoked token does not come back",
    condition="OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at",
)
trigger("api_token_days", "DELETE", name="no_delete", reason="api_token_days: rows are never deleted")
