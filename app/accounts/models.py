"""사람, 부서 이력, 역할, 로그인."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.access import Role
from app.core.database import Model, append_only, enum_column, foreign_key, long_text, moment, pk, short_text


class Person(Model):
    """직원 (또는 외부 평가위원). `department_id` is today's department; the history is in `Membership`.

    `institution`: where somebody from outside comes from. They are not staff: no list of people shows them.
    `email`: where notices go by mail, if the office sends mail; one plain address.
    """

    __tablename__ = "people"
    __table_args__ = (
        UniqueConstraint("employee_no", name="employee_no"),
        CheckConstraint("left_on IS NULL OR left_on >= joined_on", name="left_after_joined"),
    )

    id: Mapped[pk]
    employee_no: Mapped[str] = mapped_column(String(20))
    name: Mapped[short_text]
    rank: Mapped[str] = mapped_column(String(20), default="")
    series: Mapped[str] = mapped_column(String(40), default="")
    department_id: Mapped[int | None] = foreign_key("departments.id")
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    institution: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))


class Membership(Model):
    """소속 이력: who belonged to which department from when to when. Changed by `services.transfer_person`."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="days_in_order"),
        Index(
            "uq_memberships_one_open",
            "person_id",
            unique=True,
            sqlite_where=text("ends_on IS NULL"),
            postgresql_where=text("ends_on IS NULL"),
        ),
    )

    id: Mapped[pk]
    person_id: Mapped[int] = foreign_key("people.id")
    department_id: Mapped[int] = foreign_key("departments.id")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class RoleAssignment(Model):
    """역할 부여: a role from–to, for a department or the whole office. Changed by `services.roles`.

    A last day before the first one says that the role was taken back before it counted a whole day.
    """

    __tablename__ = "role_assignments"
    __table_args__ = (
        CheckConstraint(
            "(role IN ('head', 'coordinator')) = (department_id IS NOT NULL)", name="department_if_departmental"
        ),
        CheckConstraint("NOT acting OR (role = 'head' AND ends_on IS NOT NULL)", name="acting_heads_have_an_end"),
        Index(
            "uq_role_assignments_one_head",
            "department_id",
            unique=True,
            sqlite_where=text("role = 'head' AND NOT acting AND ends_on IS NULL"),
            postgresql_where=text("role = 'head' AND NOT acting AND ends_on IS NULL"),
        ),
    )

    id: Mapped[pk]
    person_id: Mapped[int] = foreign_key("people.id")
    role: Mapped[Role] = enum_column(Role)
    department_id: Mapped[int | None] = foreign_key("departments.id")
    acting: Mapped[bool] = mapped_column(default=False)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class Account(Model):
    """로그인 계정: how a person proves who they are. Never holds a password, only its argon2id hash."""

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("first_code_released_by_id <> first_code_by_id", name="code_released_by_another"),
        CheckConstraint("first_code_released_by_id <> person_id", name="code_not_released_by_its_owner"),
    )

    person_id: Mapped[int] = foreign_key("people.id", index=False, primary_key=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_changed_at: Mapped[datetime | None]
    first_code_hash: Mapped[str | None] = mapped_column(String(200))
    first_code_expires_at: Mapped[datetime | None]
    first_code_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    first_code_released_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    disabled_at: Mapped[datetime | None]


class SignInSession(Model):
    """로그인 세션: lives in the database, so that ending it ends it. Only the token's hash is kept."""

    __tablename__ = "sign_in_sessions"
    __table_args__ = (UniqueConstraint("token_hash", name="token_hash"),)

    id: Mapped[pk]
    person_id: Mapped[int] = foreign_key("people.id")
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[moment]
    last_seen_at: Mapped[moment]
    ended_at: Mapped[datetime | None]
    reauthenticated_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(64))


class SignInAttempt(Model):
    """로그인 시도: for the throttle. The typed number is kept as a hash: it may be anything."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (
        Index("ix_sign_in_attempts_account_hash_attempted_at", "account_hash", "attempted_at"),
        Index("ix_sign_in_attempts_address_attempted_at", "address", "attempted_at"),
    )

    id: Mapped[pk]
    account_hash: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    attempted_at: Mapped[moment]
    succeeded: Mapped[bool]


class AccessRecord(Model):
    """접속기록: who has looked at whose personal data, or taken it out. Append-only, kept five years.

    Source: 개인정보의 안전성 확보조치 기준 §8.
    """

    __tablename__ = "access_records"

    id: Mapped[pk]
    person_id: Mapped[int] = foreign_key("people.id")
    occurred_at: Mapped[moment] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(String(64))
    action: Mapped[short_text]
    reason: Mapped[long_text] = mapped_column(default="")
    concerned_person_id: Mapped[int | None] = foreign_key("people.id")
    concerned_count: Mapped[int] = mapped_column(default=1)


append_only("access_records")
