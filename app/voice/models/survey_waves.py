"""설문 회차: a survey asked once, over a time, about departments."""

from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.database import Model, enum_column, foreign_key, long_text, moment, pk, short_text, trigger
from app.voice.enums.surveys import WaveState, WaveWay

NOT_DRAFT = "EXISTS (SELECT 1 FROM survey_waves w WHERE w.id = {row}.wave_id AND w.state <> 'draft')"


class SurveyWave(Model):
    """설문 회차: opened and closed once, by `services.survey_waves`. Figures are shown only after it has closed.

    Answers are taken from `opens_at` until before `closes_at`, while the state is open. `way` entered: nobody answers,
    its figures are `SurveyEntry` rows. `closed_at` is the moment it really closed; `reason` is given if that is early.
    """

    __tablename__ = "survey_waves"
    __table_args__ = (
        UniqueConstraint("survey_id", "name", name="name"),
        CheckConstraint("name <> ''", name="name_is_given"),
        CheckConstraint("opens_at < closes_at", name="times_in_order"),
        CheckConstraint("year BETWEEN 1990 AND 2200", name="year_in_range"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_has_its_moment"),
        CheckConstraint("(state = 'draft') = (opened_by_id IS NULL)", name="opened_by_somebody"),
    )

    id: Mapped[pk]
    survey_id: Mapped[int] = foreign_key("surveys.id", index=False)
    name: Mapped[short_text]
    year: Mapped[int]
    way: Mapped[WaveWay] = enum_column(WaveWay, default=WaveWay.ANSWERED)
    opens_at: Mapped[moment]
    closes_at: Mapped[moment]
    state: Mapped[WaveState] = enum_column(WaveState, default=WaveState.DRAFT)
    opened_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    reason: Mapped[long_text] = mapped_column(default="")
    is_example: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    created_at: Mapped[moment]

    @property
    def first_day(self) -> date:
        """The first day on which answers are taken, in Seoul."""
        return clock.to_seoul(self.opens_at).date()

    @property
    def last_day(self) -> date:
        """The last day on which answers are taken, in Seoul."""
        return (clock.to_seoul(self.closes_at) - timedelta(microseconds=1)).date()


class SurveyWaveDepartment(Model):
    """회차의 대상 부서: a department the wave asks about. A wave that names none is about the whole office."""

    __tablename__ = "survey_wave_departments"
    __table_args__ = (UniqueConstraint("wave_id", "department_id", name="once"),)

    id: Mapped[pk]
    wave_id: Mapped[int] = foreign_key("survey_waves.id", index=False)
    department_id: Mapped[int] = foreign_key("departments.id")


class SurveyWaveGroup(Model):
    """회차의 고객군: a group whose answers are counted apart."""

    __tablename__ = "survey_wave_groups"
    __table_args__ = (UniqueConstraint("wave_id", "customer_group_id", name="once"),)

    id: Mapped[pk]
    wave_id: Mapped[int] = foreign_key("survey_waves.id", index=False)
    customer_group_id: Mapped[int] = foreign_key("customer_groups.id")


trigger(
    "survey_waves",
    "UPDATE",
    name="never_back",
    reason="survey_waves: a wave is opened once and closed once",
    condition="OLD.state = 'closed' OR (OLD.state = 'open' AND NEW.state = 'draft') "
    "OR NEW.survey_id <> OLD.survey_id OR NEW.way <> OLD.way",
)
trigger(
    "survey_waves",
    "UPDATE",
    name="nothing_waits_behind",
    reason="survey_waves: a wave closes when every answer was let out and every table decided",
    condition="NEW.state = 'closed' AND OLD.state <> 'closed' AND ("
    "EXISTS (SELECT 1 FROM survey_pending p WHERE p.wave_id = NEW.id) OR "
    "EXISTS (SELECT 1 FROM survey_entries e WHERE e.wave_id = NEW.id AND e.state = 'entered'))",
)
trigger(
    "survey_waves",
    "UPDATE",
    name="opened_as_stated",
    reason="survey_waves: the days stated when a wave was opened stay",
    condition="OLD.state = 'open' AND (NEW.opens_at <> OLD.opens_at OR NEW.closes_at <> OLD.closes_at "
    "OR NEW.year <> OLD.year)",
)
trigger(
    "survey_waves",
    "INSERT",
    name="begins_as_draft",
    reason="survey_waves: a wave begins in preparation",
    condition="NEW.state <> 'draft'",
)
trigger(
    "survey_waves",
    "DELETE",
    name="no_delete_once_opened",
    reason="survey_waves: a wave that was opened is never deleted",
    condition="OLD.state <> 'draft'",
)
for _table in ("survey_wave_departments", "survey_wave_groups"):
    for _operation, _rows in {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}.items():
        trigger(
            _table,
            _operation,
            name=f"frozen_{_operation.lower()}",
            reason=f"{_table}: whom a wave asks about is fixed when it opens",
            condition=" OR ".join(NOT_DRAFT.format(row=row) for row in _rows),
        )
