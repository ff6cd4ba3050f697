"""경연대회: the contest, its criteria, groups, prizes, jury, corrections and history."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    Model,
    append_only,
    enum_column,
    foreign_key,
    json_dict,
    long_text,
    moment,
    pk,
    points,
    short_text,
    trigger,
)
from app.innovation.enums.contests import ContestKind, ContestPeriod, ContestState, ContestStepKind, JurorKind

WHOLE = 10_000
"""100 in hundredths, as `points` are kept."""

_ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


class Contest(Model):
    """경연대회. `results_only`: it was held elsewhere and only its result is kept. Changed by `services.contests`."""

    __tablename__ = "contests"
    __table_args__ = (
        UniqueConstraint("year", "name", name="name"),
        CheckConstraint("year BETWEEN 2000 AND 2200", name="year"),
        CheckConstraint("name <> ''", name="name_given"),
        CheckConstraint(
            "results_only OR (call_starts_on IS NOT NULL AND call_ends_on >= call_starts_on"
            " AND first_round_ends_on > call_ends_on AND committee_on > first_round_ends_on)",
            name="days_in_order",
        ),
        CheckConstraint(
            f"staff_vote_weight >= 0 AND member_weight >= 0 AND expert_weight >= 0"
            f" AND staff_vote_weight + member_weight + expert_weight = {WHOLE}",
            name="weights_sum_to_100",
        ),
        CheckConstraint("votes_per_person BETWEEN 1 AND 10", name="votes_per_person"),
        CheckConstraint("NOT results_only OR source <> ''", name="source_if_results_only"),
        CheckConstraint("NOT results_only OR state IN ('draft', 'result')", name="no_stage_if_results_only"),
        Index("ix_contests_year_id", "year", "id"),
    )

    id: Mapped[pk]
    kind: Mapped[ContestKind] = enum_column(ContestKind)
    name: Mapped[short_text]
    year: Mapped[int]
    period: Mapped[ContestPeriod] = enum_column(ContestPeriod)
    notice: Mapped[long_text] = mapped_column(default="")
    results_only: Mapped[bool] = mapped_column(default=False)
    source: Mapped[short_text] = mapped_column(default="")
    call_starts_on: Mapped[date | None]
    call_ends_on: Mapped[date | None]
    first_round_ends_on: Mapped[date | None]
    committee_on: Mapped[date | None]
    staff_vote_weight: Mapped[points]
    member_weight: Mapped[points]
    expert_weight: Mapped[points]
    votes_per_person: Mapped[int] = mapped_column(default=1)
    state: Mapped[ContestState] = enum_column(ContestState, default=ContestState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    prepared_by_id: Mapped[int] = foreign_key("people.id")
    prepared_at: Mapped[moment]


class ContestCriterion(Model):
    """심사기준: its weight out of 100."""

    __tablename__ = "contest_criteria"
    __table_args__ = (
        UniqueConstraint("contest_id", "name", name="name"),
        CheckConstraint(f"weight > 0 AND weight <= {WHOLE}", name="weight"),
    )

    id: Mapped[pk]
    contest_id: Mapped[int] = foreign_key("contests.id", index=False)
    position: Mapped[int]
    name: Mapped[short_text]
    weight: Mapped[points]


class ContestGroup(Model):
    """경연 평가군: entries are compared inside it only.

    `ContestGroupPeer` says which departments enter here; without a row the department that enters chooses the group.
    """

    __tablename__ = "contest_groups"
    __table_args__ = (
        UniqueConstraint("contest_id", "name", name="name"),
        CheckConstraint("shortlist_size >= 1", name="shortlist_size"),
    )

    id: Mapped[pk]
    contest_id: Mapped[int] = foreign_key("contests.id", index=False)
    position: Mapped[int]
    name: Mapped[short_text]
    shortlist_size: Mapped[int]


class ContestGroupPeer(Model):
    """평가군에 속하는 기관 평가군."""

    __tablename__ = "contest_group_peers"
    __table_args__ = (UniqueConstraint("contest_id", "peer_group_id", name="peer_group"),)

    id: Mapped[pk]
    contest_id: Mapped[int] = foreign_key("contests.id", index=False)
    group_id: Mapped[int] = foreign_key("contest_groups.id")
    peer_group_id: Mapped[int] = foreign_key("peer_groups.id")


class ContestPrize(Model):
    """시상: how many of a prize a group gives, the best first."""

    __tablename__ = "contest_prizes"
    __table_args__ = (
        UniqueConstraint("group_id", "name", name="name"),
        CheckConstraint("places BETWEEN 1 AND 99", name="places"),
    )

    id: Mapped[pk]
    contest_id: Mapped[int] = foreign_key("contests.id")
    group_id: Mapped[int] = foreign_key("contest_groups.id", index=False)
    position: Mapped[int]
    name: Mapped[short_text]
    places: Mapped[int]


class ContestJuror(Model):
    """심사위원: inside or outside, named before the round they score.

    Whoever cannot go on while the round runs stands down and is replaced once; marks given until then do not count.
    """

    __tablename__ = "contest_jurors"
    __table_args__ = (
        UniqueConstraint("contest_id", "person_id", "kind", name="person"),
        UniqueConstraint("replaces_id", name="replaces"),
    )

    id: Mapped[pk]
    contest_id: Mapped[int] = foreign_key("contests.id", index=False)
    person_id: Mapped[int] = foreign_key("people.id")
    kind: Mapped[JurorKind] = enum_column(JurorKind)
    named_by_id: Mapped[int] = foreign_key("people.id", index=False)
    named_at: Mapped[moment]
    stood_down_at: Mapped[datetime | None]
    replaces_id: Mapped[int | None] = foreign_key("contest_jurors.id", index=False)


class ContestStep(Model):
    """경연 이력: every move and correction with its reason; `before` is what a correction replaced. Never changed."""

    __tablename__ = "contest_steps"

    id: Mapped[pk]
    contest_id: Mapped[int] = foreign_key("contests.id")
    kind: Mapped[ContestStepKind] = enum_column(ContestStepKind)
    note: Mapped[long_text] = mapped_column(default="")
    before: Mapped[json_dict] = mapped_column(default=dict)
    taken_by_id: Mapped[int] = foreign_key("people.id")
    taken_at: Mapped[moment]


class ContestResult(Model):
    """결과 공개: the result as canonical JSON with its SHA-256, by somebody other than who prepared the contest."""

    __tablename__ = "contest_results"
    __table_args__ = (
        UniqueConstraint("contest_id", name="contest"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("published_by_id <> prepared_by_id", name="published_by_another"),
    )

    id: Mapped[pk]
    contest_id: Mapped[int] = foreign_key("contests.id", index=False)
    content: Mapped[long_text]
    sha256: Mapped[str] = mapped_column(String(64))
    prepared_by_id: Mapped[int] = foreign_key("people.id", index=False)
    published_by_id: Mapped[int] = foreign_key("people.id")
    published_at: Mapped[moment]


def state_of(row: str) -> str:
    """Return the SQL that reads the state of the contest a row of a trigger ("OLD" or "NEW") belongs to."""
    return f"(SELECT state FROM contests WHERE id = {row}.contest_id)"  # noqa: S608  names of ours


def only_while(table: str, states: str) -> None:
    """Refuse any change of `table` unless its contest is in one of `states`, a list in SQL."""
    for operation, rows in _ROWS.items():
        trigger(
            table,
            operation,
            name=f"only_while_{operation.lower()}",
            reason=f"{table}: the contest is past this stage or not there yet",
            condition=" OR ".join(f"{state_of(row)} NOT IN {states}" for row in rows),
        )


append_only("contest_steps")
append_only("contest_results")
trigger("contests", "DELETE", name="no_delete", reason="contests: rows are never deleted")
trigger(
    "contests",
    "UPDATE",
    name="result_is_final",
    reason="contests: the result is published",
    condition="OLD.state = 'result'",
)
trigger(
    "contests",
    "UPDATE",
    name="one_step_at_a_time",
    reason="contests: stages follow one another",
    condition="NEW.state <> OLD.state AND NOT ("
    "(OLD.state = 'draft' AND NEW.state = 'call' AND NOT OLD.results_only)"
    " OR (OLD.state = 'draft' AND NEW.state = 'result' AND OLD.results_only)"
    " OR (OLD.state = 'call' AND NEW.state = 'first_round') OR (OLD.state = 'first_round' AND NEW.state = 'shortlist')"
    " OR (OLD.state = 'shortlist' AND NEW.state = 'committee') OR (OLD.state = 'committee' AND NEW.state = 'result'))",
)
trigger(
    "contests",
    "UPDATE",
    name="terms_stand_still",
    reason="contests: the first round has begun",
    condition="OLD.state NOT IN ('draft', 'call') AND ("
    + " OR ".join(
        f"NEW.{column} IS DISTINCT FROM OLD.{column}"
        for column in (
            "kind",
            "name",
            "year",
            "period",
            "notice",
            "results_only",
            "source",
            "call_starts_on",
            "call_ends_on",
            "first_round_ends_on",
            "committee_on",
            "staff_vote_weight",
            "member_weight",
            "expert_weight",
            "votes_per_person",
            "prepared_by_id",
            "prepared_at",
        )
    )
    + ")",
)
trigger(
    "contest_results",
    "INSERT",
    name="names_the_preparer",
    reason="contest_results: the preparer is another person",
    condition="NEW.prepared_by_id <> (SELECT prepared_by_id FROM contests WHERE id = NEW.contest_id)",
)


def _in_time(row: str) -> str:
    """Return the SQL that says the jury a row belongs to may still be changed freely."""
    state = state_of(row)
    return f"({state} IN ('draft', 'call') OR ({row}.kind = 'committee' AND {state} IN ('first_round', 'shortlist')))"


def _round_runs(row: str) -> str:
    """Return the SQL that says the part of the jury a row belongs to scores now."""
    return f"{state_of(row)} = CASE WHEN {row}.kind = 'committee' THEN 'committee' ELSE 'first_round' END"


_REPLACES = (
    "EXISTS (SELECT 1 FROM contest_jurors o WHERE o.id = NEW.replaces_id AND o.contest_id = NEW.contest_id"  # noqa: S608  no input
    f" AND o.kind = NEW.kind AND o.stood_down_at IS NOT NULL) AND {_round_runs('NEW')}"
)
_SEAT = ("contest_id", "person_id", "kind", "named_by_id", "named_at", "replaces_id")
for _operation, _allowed in (("INSERT", f"{_in_time('NEW')} OR ({_REPLACES})"), ("DELETE", _in_time("OLD"))):
    trigger(
        "contest_jurors",
        _operation,
        name=f"in_time_{_operation.lower()}",
        reason="contest_jurors: a jury stands still once its round has begun",
        condition=f"NOT ({_allowed})",
    )
trigger(
    "contest_jurors",
    "INSERT",
    name="named_by_another",
    reason="contest_jurors: whoever names the jury does not sit in it",
    condition="NEW.named_by_id = NEW.person_id OR NEW.stood_down_at IS NOT NULL",
)
trigger(
    "contest_jurors",
    "UPDATE",
    name="no_update",
    reason="contest_jurors: rows are never changed; a juror may stand down once while the round runs",
    condition=f"OLD.stood_down_at IS NOT NULL OR NEW.stood_down_at IS NULL OR NOT ({_round_runs('OLD')}) OR "
    + " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _SEAT),
)
for _table in ("contest_criteria", "contest_groups", "contest_group_peers", "contest_prizes"):
    only_while(_table, "('draft', 'call')")
