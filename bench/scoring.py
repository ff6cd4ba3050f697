"""Scoring a year: departments × indicators × months, against fetching the very same values and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from time import perf_counter
from typing import Any

from sqlalchemy import event, insert, select, text

from app.core import clock
from app.core.database import db, transaction
from app.evaluation.enums import Direction, MeasureState, Method, Phase, RoundingMode
from app.evaluation.models import ActualMeasure, Composition, EvaluationRound, Indicator, PhaseChange, RoundMember
from app.evaluation.rules.methods import trend
from app.evaluation.services.scoring import compute_round, recompute
from app.organization.models import Department
from bench.fill import Size
from bench.measure import Times, Work, alternately
from bench.offices import Office

MONTHS = 12
GOAL = 2
GOAL_ONE = Decimal("0.1")
YEARS = {str(year): str(70 + 3 * place) for place, year in enumerate(range(2021, 2026))}
KINDS: tuple[dict[str, Any], ...] = (
    {"method": Method.ATTAINMENT, "direction": Direction.UP, "target": Decimal(80)},
    {"method": Method.ATTAINMENT, "direction": Direction.DOWN, "target": Decimal(40), "cap": Decimal(110)},
    {"method": Method.LINE, "worst": Decimal(10), "target": Decimal(90)},
    {"method": Method.TARGET_SETTING, "direction": Direction.UP, "history": {"common": YEARS}},
    {"method": Method.TREND, "direction": Direction.UP, "history": {"common": YEARS}},
    {"method": Method.DIRECT},
)
CURVED = {"2021": "70", "2022": "74", "2023": "78", "2024": "76", "2025": "80"}
ONE_VALUE = text(
    "UPDATE measures SET value = :value WHERE round_id = :round AND department_id = :department "
    "AND indicator_id = (SELECT min(id) FROM indicators)"
)
FETCH = text(
    "SELECT indicator_id, department_id, state, value, grade, note FROM measures WHERE round_id BETWEEN :first AND :last"
)


@dataclass(frozen=True)
class Year:
    """What was measured: one round a month."""

    departments: int
    indicators: int
    product: Times
    floor: Times
    statements: int
    one: Times
    """Scoring again after one value of a department changed."""
    curved: Times
    """As many trend values as the year has, against years that lie on no straight line."""


def scoring_size(departments: int) -> Size:
    """An office with these departments and little else."""
    return Size(departments=departments, people=departments, tasks=6, issues=6, transfers=60, cases=6, obstacles=6)


def fill_year(indicators: int) -> None:
    """Write a round a month with a value of every indicator for every department. The caller holds the transaction."""
    now = clock.now()
    units = db.session.execute(select(Department.id, Department.name).order_by(Department.id)).all()
    departments = [key for key, _name in units]
    sheets = [_sheet(number) for number in range(indicators)]
    db.session.execute(insert(Indicator), [{**sheet, "changed_at": now} for sheet in sheets])
    ids = db.session.scalars(select(Indicator.id).order_by(Indicator.id)).all()
    months = [_round(month) for month in range(1, MONTHS + 1)]
    db.session.add_all(months)
    db.session.flush()
    shares = _weights(indicators)
    for record in months:
        rows = [
            {
                **sheet,
                "round_id": record.id,
                "peer_group_id": 1,
                "indicator_id": key,
                "indicator_version": 1,
                "weight": share,
            }
            for sheet, key, share in zip(sheets, ids, shares, strict=True)
        ]
        db.session.execute(insert(Composition), rows)
        db.session.execute(insert(RoundMember), [_member(record.id, *unit) for unit in units])
        db.session.execute(insert(ActualMeasure), list(_values(record.id, departments, ids, now)))
        step = {"from_phase": Phase.PLANNING, "to_phase": Phase.MEASURING, "reason": "", "changed_at": now}
        db.session.execute(insert(PhaseChange), [{"round_id": record.id, **step}])
        db.session.execute(
            text("UPDATE evaluation_rounds SET phase = :phase WHERE id = :id"),
            {"phase": Phase.MEASURING.value, "id": record.id},
        )


def _weights(indicators: int) -> list[Decimal]:
    """Weights with two decimals that sum to exactly 100, as a round needs to be opened."""
    least, more = divmod(10_000, indicators)
    return [Decimal(least + (place < more)) / 100 for place in range(indicators)]


def _sheet(number: int) -> dict[str, Any]:
    empty = dict.fromkeys(("direction", "target", "worst", "best", "cap", "floor", "named_source"))
    common = {"digits": 2, "rounding": RoundingMode.HALF_UP, "history": {}, "parameters": {}}
    return {"code": f"K{number:03}", "name": f"지표 {number}", **empty, **common, **KINDS[number % len(KINDS)]}


def _member(round_id: int, department_id: int, name: str) -> dict[str, Any]:
    group = {"peer_group_id": 1, "peer_group_name": "전체"}
    return {"round_id": round_id, "department_id": department_id, "department_name": name, **group}


def _round(month: int) -> EvaluationRound:
    return EvaluationRound(
        code=f"2026-{month:02}",
        name=f"2026년 {month}월",
        year=2026,
        starts_on=date(2026, month, 1),
        base_on=date(2026, month, 28),
        created_at=clock.now(),
    )


def _values(round_id: int, departments: Any, ids: Any, now: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401  rows of ids
    for place, department in enumerate(departments):
        for number, indicator in enumerate(ids):
            yield {
                "round_id": round_id,
                "indicator_id": indicator,
                "department_id": department,
                "state": MeasureState.VALUE,
                "value": Decimal(3000 + (place * 137 + number * 41 + round_id * 59) % 6500) / 100,
                "note": "",
                "entered_at": now,
            }


def year_of_scores(office: Office, size: Size, indicators: int, rounds: int) -> Year:
    """Measure scoring the year and fetching it, in turn, and count the statements of one month."""
    with office.product.app_context():
        with transaction():
            fill_year(indicators)
        statements = _statements()
    turns = max(rounds // 40, 3)
    product, floor = alternately((_scored(office), _fetched(office)), rounds=turns, warm_up=1)
    one, curved = alternately((_one_changed(office), _trends(size, indicators)), rounds=turns, warm_up=1)
    return Year(size.departments, indicators, product, floor, statements, one, curved)


def _statements() -> int:
    seen: list[object] = []

    def note(*given: object) -> None:
        seen.append(given)

    event.listen(db.engine, "before_cursor_execute", note)
    compute_round(db.session.scalars(select(EvaluationRound)).first() or _round(1))
    event.remove(db.engine, "before_cursor_execute", note)
    db.session.remove()
    return len(seen) - 1


def _scored(office: Office) -> Work:
    def work(_number: int) -> float:
        with office.product.app_context():
            months = db.session.scalars(select(EvaluationRound)).all()
            started = perf_counter()
            for record in months:
                assert compute_round(record).departments
            taken = perf_counter() - started
            db.session.remove()
        return taken

    return work


def _fetched(office: Office) -> Work:
    def work(_number: int) -> float:
        with office.product.app_context(), db.engine.connect() as connection:
            started = perf_counter()
            assert connection.execute(FETCH, {"first": 1, "last": MONTHS}).all()
            return perf_counter() - started

    return work


def _one_changed(office: Office) -> Work:
    """Change a value of the first round outside the clock, then score its department anew and rank everybody."""

    def work(number: int) -> float:
        with office.product.app_context():
            record = db.session.scalars(select(EvaluationRound).order_by(EvaluationRound.id)).first()
            assert record is not None
            before = compute_round(record)
            chosen = before.departments[number % len(before.departments)].member.department_id
            with transaction():
                changed = {"value": f"{number + 1}.5", "round": record.id, "department": chosen}
                db.session.execute(ONE_VALUE, changed)
            started = perf_counter()
            assert recompute(record, before, chosen).departments
            taken = perf_counter() - started
            db.session.remove()
        return taken

    return work


def _trends(size: Size, indicators: int) -> Work:
    kinds = [KINDS[number % len(KINDS)]["method"] for number in range(indicators)]
    every = [Decimal(7600 + number * 7 % 1300) / 100 for number in range(size.departments)]
    parameters = trend.TrendParameters.parse({"history": CURVED})

    def work(_number: int) -> float:
        started = perf_counter()
        for _time in range(kinds.count(Method.TREND) * MONTHS):
            trend.scores(every, parameters)
        return perf_counter() - started

    return work


def scoring_table(engine: str, year: Year) -> str:
    """Write the result as a table."""
    months = year.product.p50 / MONTHS
    return (
        f"## Scoring on {engine}, {year.departments} departments × {year.indicators} indicators × {MONTHS} months\n\n"
        "| work | p50 ms | fetch only p50 ms | × fetch | goal | statements a month |\n|---|---|---|---|---|---|\n"
        f"| every score, total, rank and grade; a sentence when it is read | {year.product.p50:.0f} "
        f"| {year.floor.p50:.0f} | {year.product.p50 / year.floor.p50:.1f} | {GOAL:g} | {year.statements} |\n"
        f"| one changed value: its department anew, everybody ranked | {year.one.p50:.1f} | – | "
        f"{year.one.p50 / year.product.p50:.3f} of the year, {year.one.p50 / months:.2f} of its round "
        f"| {GOAL_ONE} of the whole | – |\n"
        f"| the year's trend values where the past is no straight line (Φ to 48 digits), apart from the above "
        f"| {year.curved.p50:.0f} | {year.floor.p50:.0f} | {year.curved.p50 / year.floor.p50:.1f} | – | – |\n"
    )
