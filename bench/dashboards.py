"""The dashboards of a big office: each against the floor's list page in the same run, and how many statements it sends."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import pairwise
from json import dumps

from sqlalchemy import event, insert, select, text, update

from app.core import clock
from app.core.database import db, transaction
from app.evaluation.enums import Phase
from app.evaluation.models import EvaluationRound, Indicator, PhaseChange, Publication, Result
from app.innovation.enums import Stage
from app.innovation.models import ReportPeriod, StageAdvance, Task
from app.organization.enums import DepartmentKind
from app.organization.models import Department
from bench.fill import START, Size, write_rows
from bench.measure import Times, call, in_turn
from bench.offices import Office
from bench.scoring import fill_year

GOAL = 10
INDICATORS = 60
LATE = 600
BIG_OFFICE = Size(departments=200, transfers=1_000_000)
FLOOR = "/tasks"
PAGES = (
    ("control tower, at a glance", "/reports/control-tower"),
    ("control tower: reports and stages", "/reports/control-tower/tasks"),
    ("control tower: obstacles", "/reports/control-tower/obstacles"),
    ("control tower: evaluation", "/reports/control-tower/evaluation"),
    ("control tower: indicators", "/reports/control-tower/indicators"),
    ("control tower: values and mileage", "/reports/control-tower/values"),
    ("one page for the mayor", "/reports/mayor"),
    ("a bureau of 20 departments", "/reports/bureaus/{bureau}"),
    ("a department, at a glance", "/reports/departments/5/dashboard"),
    ("my year", "/reports/my-year"),
)
IN_A_BUREAU = 20


@dataclass(frozen=True)
class Line:
    """One dashboard: its times, those of the floor's list beside it, the statements it sends, its size."""

    name: str
    product: Times
    floor: Times
    statements: int
    weight: int


def fill_work(size: Size) -> None:
    """Write what dashboards count beside the rest: moves of tasks, late reports, a year of measures, a publication."""
    now, stages = clock.now(), list(Stage)
    tasks = db.session.execute(select(Task.id, Task.stage).order_by(Task.id)).all()
    write_rows(
        StageAdvance,
        (
            {
                "task_id": task,
                "from_stage": stages[place],
                "to_stage": stages[place + 1],
                "note": "",
                "advanced_by_id": 1,
                "advanced_at": now - timedelta(days=(place + 1) * (task % 29 + 1) % 190, minutes=task),
            }
            for task, stage in tasks
            for place in range(stage.number - 1)
        ),
    )
    today = clock.today()
    write_rows(
        ReportPeriod,
        (
            {
                "task_id": task,
                "code": "2026-3Q",
                "starts_on": today - timedelta(days=120),
                "ends_on": today - timedelta(days=40),
                "due_on": today - timedelta(days=task % 30 + 1),
            }
            for task, _stage in tasks[: min(LATE, size.tasks)]
        ),
    )
    _values()
    fill_bureau(size)


def fill_bureau(size: Size) -> None:
    """Put the first departments into one bureau; it comes behind all others."""
    bureau = Department(code="B", name="시험국", kind=DepartmentKind.BUREAU, valid_from=START)
    db.session.add(bureau)
    db.session.flush()
    inside = Department.id <= min(IN_A_BUREAU, size.departments)
    db.session.execute(update(Department).where(inside).values(parent_id=bureau.id))


def _values() -> None:
    """Ten values in turn, over five years."""
    kinds = ("smile", "simple", "soft", "speed", "smart", "head", "mouth", "heart", "hand", "foot")
    for place, kind in enumerate(kinds):
        other = kinds[(place * 3 + 1) % len(kinds)]
        carried = dumps([kind, other] if place % 2 else [kind])
        for table in ("tasks", "issues"):
            sql = f'UPDATE {table} SET "values" = :carried WHERE id % 10 = :place'  # noqa: S608  names of ours
            if db.engine.dialect.name == "postgresql":
                sql = sql.replace(":carried", "CAST(:carried AS JSON)")
            db.session.execute(text(sql), {"carried": carried, "place": place})
    db.session.flush()


def fill_results() -> None:
    """Publish the first month: the text of a publication with every line, and the results beside it."""
    record = db.session.scalars(select(EvaluationRound).order_by(EvaluationRound.id)).first()
    assert record is not None
    indicators = db.session.execute(select(Indicator.id, Indicator.name).order_by(Indicator.id)).all()
    units = db.session.execute(select(Department.id, Department.name).order_by(Department.id)).all()
    departments = [
        {
            "department_id": unit,
            "department": name,
            "peer_group": "사업부서",
            "lines": [
                {
                    "indicator_id": number,
                    "name": title,
                    "state": "value",
                    "score": str(Decimal((unit * 37 + number * 11) % 4000 + 6000) / 100),
                    "actual": str(Decimal((unit * 17 + number * 7) % 9000) / 100),
                }
                for number, title in indicators
            ],
        }
        for unit, name in units
    ]
    content = dumps({"departments": departments}, ensure_ascii=False)
    facts = {"round_id": record.id, "version": 1, "snapshot": content, "sha256": sha256(content.encode()).hexdigest()}
    db.session.execute(insert(Publication), [{**facts, "published_by_id": 1, "published_at": clock.now()}])
    publication = db.session.scalars(select(Publication.id)).one()
    results = [
        {
            "publication_id": publication,
            "department_id": unit,
            "department_name": name,
            "peer_group_id": 1,
            "peer_group_name": "사업부서",
            "total": Decimal(9900 - place * 13) / 100,
            "rank": place + 1,
            "ranked_count": len(units),
            "grade": "SABC"[min(place * 4 // len(units), 3)],
        }
        for place, (unit, name) in enumerate(units)
    ]
    db.session.execute(insert(Result), results)
    way = list(Phase)[list(Phase).index(Phase.MEASURING) : list(Phase).index(Phase.PUBLISHED) + 1]
    for before, after in pairwise(way):
        step = {"from_phase": before, "to_phase": after, "reason": "", "changed_at": clock.now()}
        db.session.execute(insert(PhaseChange), [{"round_id": record.id, **step}])
        moved = text("UPDATE evaluation_rounds SET phase = :phase WHERE id = :id")
        db.session.execute(moved, {"phase": after.value, "id": record.id})


def dashboards(place: Office, size: Size, rounds: int, indicators: int = INDICATORS) -> Iterator[Line]:
    """Fill the rest, then measure each dashboard beside the floor's list page."""
    with place.product.app_context(), transaction():
        fill_work(size)
    with place.product.app_context(), transaction():
        fill_year(indicators)
        fill_results()
    with place.product.app_context(), transaction() as session:
        if db.engine.dialect.name == "postgresql":
            session.execute(text("ANALYZE"))  # a running office has it done by the server in time
    yield from measured(place, size, rounds)


def measured(place: Office, size: Size, rounds: int) -> Iterator[Line]:
    """Measure each dashboard of a filled office beside the floor's list page."""
    for name, pattern in PAGES:
        path = pattern.format(bureau=size.departments + 1)
        request = place.get(path)
        call(place.product, request(0))
        statements = _statements(place, path)
        sides = ((place.product, request), (place.floor, place.get(FLOOR)))
        product, floor = in_turn(sides, rounds=rounds)
        yield Line(name, product, floor, statements, len(call(place.product, request(0))[1]))


def _statements(place: Office, path: str) -> int:
    seen: list[object] = []

    def note(*given: object) -> None:
        seen.append(given)

    with place.product.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    call(place.product, place.get(path)(0))
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def dashboard_table(engine: str, size: Size, indicators: int, lines: list[Line]) -> str:
    """Write the results as a table."""
    head = (
        f"## Dashboards on {engine}, {size.departments} departments, {size.tasks:,} tasks, {size.transfers:,} transfers, "
        f"12 rounds of {indicators} indicators\n\n"
        "| page | p50 ms | p95 ms | floor's list p50 ms | × floor | goal | statements | kB |\n|---|---|---|---|---|---|---|---|\n"
    )
    return head + "".join(
        f"| {line.name} | {line.product.p50:.2f} | {line.product.p95:.2f} | {line.floor.p50:.2f} "
        f"| {line.product.p50 / line.floor.p50:.1f} | ≤ {GOAL} | {line.statements} | {line.weight / 1024:.0f} |\n"
        for line in lines
    )
