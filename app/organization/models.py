"""부서·평가군·휴일·설정."""

from datetime import date

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, enum_column, foreign_key, moment, pk, short_text
from app.organization.enums import DepartmentKind, HolidayKind, SettingKey


class PeerGroup(Model):
    """평가군: departments that are ranked together, and only with one another."""

    __tablename__ = "peer_groups"
    __table_args__ = (UniqueConstraint("code", name="code"),)

    id: Mapped[pk]
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[short_text]
    position: Mapped[int]


class Department(Model):
    """부서: valid from–to; a past result keeps the department of its day. Changed by `services`."""

    __tablename__ = "departments"
    __table_args__ = (
        UniqueConstraint("code", name="code"),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="validity_in_order"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_its_own_parent"),
        CheckConstraint("kind <> 'bureau' OR peer_group_id IS NULL", name="bureau_is_not_ranked"),
    )

    id: Mapped[pk]
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[short_text]
    kind: Mapped[DepartmentKind] = enum_column(DepartmentKind)
    parent_id: Mapped[int | None] = foreign_key("departments.id")
    peer_group_id: Mapped[int | None] = foreign_key("peer_groups.id")
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    def is_valid_on(self, day: date) -> bool:
        """Whether the department existed on that day."""
        return self.exists_between(day, day)

    def exists_between(self, first: date, last: date | None) -> bool:
        """Whether the department existed on at least one day of a time (`last` None: without end)."""
        begins_in_time = last is None or self.valid_from <= last
        return begins_in_time and (self.valid_until is None or first <= self.valid_until)


class Holiday(Model):
    """휴일: a day that is no working day. Seeded with the public holidays, edited by the office."""

    __tablename__ = "holidays"
    __table_args__ = (UniqueConstraint("day", name="day"),)

    id: Mapped[pk]
    day: Mapped[date]
    name: Mapped[short_text]
    kind: Mapped[HolidayKind] = enum_column(HolidayKind)


class Setting(Model):
    """설정: one value the office has chosen. Changed by `services.change_setting`."""

    __tablename__ = "settings"

    key: Mapped[SettingKey] = enum_column(SettingKey, primary_key=True)
    value: Mapped[short_text]
    changed_at: Mapped[moment]
