"""An office of known size, written in bulk: what the benchmark looks at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, bindparam, insert, select, text

from app.accounts.models import Account, Membership, Person, RoleAssignment
from app.core import clock
from app.core.access import Role
from app.core.database import Model, UtcDateTime, db
from app.innovation.enums import (
    IssueKind,
    IssueSource,
    IssueState,
    ObstacleControl,
    ObstacleKind,
    ObstacleLevel,
    ObstaclePhase,
    ObstacleSeverity,
    ObstacleSubject,
    Stage,
    TaskField,
    TaskKind,
)
from app.innovation.enums.cases import CaseKind, CaseState
from app.innovation.models import Case, Issue, IssueProposer, NumberCounter, Obstacle, StageCounter, Task, TeamMember
from app.mileage.enums import AccountKind
from app.mileage.models import AccountYear, DepartmentYear, MileageAccount, MileageItem
from app.mileage.services.items import seed_preset
from app.organization.enums import DepartmentKind
from app.organization.models import Department, PeerGroup

CHUNK = 10_000
START = date(2020, 1, 1)
SUBJECTS = ("민원 창구", "버스 노선", "농지 전용", "체납 안내", "공원 관리", "주차 단속", "도서관 예약", "재난 문자")
WORDS = ("줄이기", "한 번에 처리", "휴대전화로 안내", "지도로 보기", "주민과 함께 점검", "서식 다시 쓰기")


@dataclass(frozen=True)
class Size:
    """How big the office is."""

    departments: int = 60
    people: int = 1_500
    tasks: int = 5_000
    issues: int = 20_000
    transfers: int = 200_000
    cases: int = 5_000
    obstacles: int = 2_000
    uneven: bool = False
    """Person 1 has 60 transfers however many there are, person 2 every fifth of all."""


def fill(size: Size) -> None:
    """Write the office into an empty database. Person 1 is the control tower and the reader of every page."""
    _organization(size)
    _tasks(size)
    _issues(size)
    _cases(size)
    _obstacles(size)
    _ledger(size)


def write_rows(model: type[Model], rows: Iterator[dict[str, Any]]) -> None:
    """Write rows in pieces."""
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            db.session.execute(insert(model), chunk)
            chunk = []
    if chunk:
        db.session.execute(insert(model), chunk)
    db.session.flush()


def _department_of(person: int, size: Size) -> int:
    return person % size.departments + 1


def _earner(n: int, size: Size) -> int:
    """Return whose account transfer n pays."""
    if not size.uneven:
        return n % size.people + 1
    if n % 5 == 0:
        return 2
    return 1 if n % 100 == 1 and n < 60 * 100 else n % (size.people - 2) + 3


def _organization(size: Size) -> None:
    db.session.add(PeerGroup(id=1, code="G", name="사업부서", position=0))
    db.session.flush()
    departments = range(1, size.departments + 1)
    people = range(1, size.people + 1)
    write_rows(
        Department,
        (
            {
                "code": f"B{n:03}",
                "name": f"시험{n}과",
                "kind": DepartmentKind.DIVISION,
                "peer_group_id": 1,
                "valid_from": START,
            }
            for n in departments
        ),
    )
    write_rows(
        Person,
        (
            {"employee_no": f"p{n}", "name": f"직원{n}", "department_id": _department_of(n, size), "joined_on": START}
            for n in people
        ),
    )
    write_rows(Account, ({"person_id": n} for n in people))
    write_rows(
        Membership,
        ({"person_id": n, "department_id": _department_of(n, size), "starts_on": START} for n in people),
    )
    db.session.add(RoleAssignment(person_id=1, role=Role.CONTROL_TOWER, starts_on=START))
    db.session.flush()


def _tasks(size: Size) -> None:
    now, stages, fields = clock.now(), list(Stage), list(TaskField)
    write_rows(
        Task,
        (
            {
                "number": f"T2026-{n:05}",
                "title": f"{SUBJECTS[n % len(SUBJECTS)]} {WORDS[n % len(WORDS)]} {n}",
                "summary": "벌크로 만든 과제이다.",
                "kind": TaskKind.DEPARTMENT,
                "field": fields[n % len(fields)],
                "values": ["simple"],
                "lead_department_id": n % size.departments + 1,
                "leader_id": n % size.people + 1,
                "stage": stages[n % len(stages)],
                "framed_by_id": 1,
                "framed_at": now - timedelta(days=200),
                "stage_entered_at": now - timedelta(minutes=n),
                "updated_at": now - timedelta(minutes=n),
                "open_obstacle_count": int(n <= size.obstacles),
            }
            for n in range(1, size.tasks + 1)
        ),
    )
    counts = [len(range(k or len(stages), size.tasks + 1, len(stages))) for k in range(len(stages))]
    write_rows(
        StageCounter, ({"stage": stage, "task_count": count} for stage, count in zip(stages, counts, strict=True))
    )
    write_rows(
        TeamMember,
        (
            {"task_id": n, "person_id": (n + k) % size.people + 1, "share": share, "joined_at": now}
            for n in range(1, size.tasks + 1)
            for k, share in enumerate((60, 40))
        ),
    )


def _issues(size: Size) -> None:
    now, today = clock.now(), clock.today()
    write_rows(
        Issue,
        (
            {
                "number": f"2026-{n:05}",
                "kind": IssueKind.FREE,
                "source": IssueSource.PROPOSAL,
                "title": f"{SUBJECTS[n % len(SUBJECTS)]} {WORDS[n % len(WORDS)]} {n}",
                "problem": "기다리는 시간이 길다.",
                "idea": "먼저 알리고 한 번에 처리한다.",
                "effect": "기다리는 시간이 준다.",
                "no_obstacle_expected": True,
                "values": ["speed"],
                "department_id": _department_of(n % size.people + 1, size),
                "proposer_id": n % size.people + 1,
                "state": IssueState.RECEIVED,
                "received_at": now,
                "received_on": today,
                "decision_due_on": today + timedelta(days=30),
            }
            for n in range(1, size.issues + 1)
        ),
    )
    write_rows(
        IssueProposer,
        ({"issue_id": n, "person_id": n % size.people + 1, "share": 100} for n in range(1, size.issues + 1)),
    )
    db.session.add(NumberCounter(series="issue", year=today.year, last=size.issues))
    db.session.flush()


def _cases(size: Size) -> None:
    now, today = clock.now(), clock.today()
    write_rows(
        Case,
        (
            {
                "number": f"C2026-{n:05}",
                "kind": CaseKind.BEST,
                "title": f"{SUBJECTS[n % len(SUBJECTS)]} {WORDS[n % len(WORDS)]} {n}",
                "department_id": n % size.departments + 1,
                "year": 2020 + n % 7,
                "values": ["simple"],
                "overview": "기다리는 시간이 길었다.",
                "details": "먼저 알리고 한 번에 처리했다.",
                "obstacle_handling": "담당 부서와 만나 풀었다.",
                "self_assessment": "기다리는 시간이 줄었다.",
                "state": CaseState.PUBLISHED,
                "author_id": n % (size.people - 3) + 4,
                "written_at": now,
                "approver_id": 2,
                "approved_at": now,
                "publisher_id": 3,
                "published_on": today - timedelta(days=n % 900),
            }
            for n in range(1, size.cases + 1)
        ),
    )


def _obstacles(size: Size) -> None:
    """One that is not yet settled on each of the first tasks."""
    now, today, levels = clock.now(), clock.today(), list(ObstacleLevel)
    write_rows(
        Obstacle,
        (
            {
                "subject": ObstacleSubject.TASK,
                "task_id": n,
                "title": f"{SUBJECTS[n % len(SUBJECTS)]} 자료를 받지 못함 {n}",
                "kind": ObstacleKind.COOPERATION,
                "phase": ObstaclePhase.RUNNING,
                "control": ObstacleControl.OUTSIDE,
                "severity": ObstacleSeverity.HURTS,
                "suffering_department_id": n % size.departments + 1,
                "harm": "일이 늦어진다.",
                "tried": "두 번 요청했다.",
                "asked": "자료를 보내 주십시오.",
                "asked_department_id": (n + 1) % size.departments + 1,
                "recurrence": f"시험{(n + 1) % size.departments + 1}과",
                "due_on": today + timedelta(days=n % 40 - 20),
                "level": levels[n % len(levels)],
                "level_reached_on": today,
                "level_due_on": today + timedelta(days=14),
                "reported_by_id": n % size.people + 1,
                "reported_department_id": n % size.departments + 1,
                "reported_at": now - timedelta(minutes=n),
            }
            for n in range(1, size.obstacles + 1)
        ),
    )


def _ledger(size: Size) -> None:
    """One pool, an account per person and department; the maintained balances agree with the rows."""
    today = clock.today()
    pool = size.people + size.departments + 1
    balances = dict.fromkeys(range(1, pool), Decimal(0))
    for n in range(size.transfers):
        balances[_earner(n, size)] += n % 5 + 1
    total = sum(balances.values(), Decimal(0))
    write_rows(MileageAccount, _accounts(size, balances, total))
    seed_preset(today)
    item = db.session.execute(select(MileageItem.id, MileageItem.code).order_by(MileageItem.id)).first()
    assert item is not None
    _transfers(size, pool, (item.id, item.code))
    write_rows(
        AccountYear,
        ({"account_id": n, "year": today.year, "earned": balances[n]} for n in range(1, size.people + 1)),
    )
    members = dict.fromkeys(range(1, size.departments + 1), Decimal(0))
    for n in range(1, size.people + 1):
        members[_department_of(n, size)] += balances[n]
    write_rows(
        DepartmentYear,
        (
            {"department_id": n, "year": today.year, "own_points": Decimal(0), "member_points": points}
            for n, points in members.items()
        ),
    )


def _accounts(size: Size, balances: dict[int, Decimal], total: Decimal) -> Iterator[dict[str, Any]]:
    for n in range(1, size.people + 1):
        yield {"kind": AccountKind.PERSON, "person_id": n, "department_id": None, "balance": balances[n]}
    for n in range(1, size.departments + 1):
        yield {"kind": AccountKind.DEPARTMENT, "person_id": None, "department_id": n, "balance": Decimal(0)}
    yield {"kind": AccountKind.ISSUE_POOL, "person_id": None, "department_id": None, "balance": -total}


_ROWS = """
INSERT INTO mileage_transfers (kind, debit_account_id, credit_account_id, points, cut_off, debit_balance, credit_balance,
    item_id, item_code, source, department_id, occurred_on, posted_at, rule, seal)
{series},
paid AS (SELECT n, {earner} AS account, (n % 5 + 1) * 100 AS points FROM series)
SELECT 'award', :pool, account, points, 0, -sum(points) OVER (ORDER BY n), sum(points) OVER (PARTITION BY account ORDER BY n),
    :item, :code, 'issue\\:' || (n % :issues + 1) || '\\:case-' || n, account % :departments + 1, :today, :now,
    CAST('{{}}' AS JSON), '{seal}'
FROM paid ORDER BY n
"""
_SERIES = {
    "sqlite": "WITH RECURSIVE series(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM series WHERE n + 1 < :transfers)",
    "postgresql": "WITH series(n) AS (SELECT generate_series(0, :transfers - 1))",
}
_EARNERS = {
    False: "n % :people + 1",
    True: "CASE WHEN n % 5 = 0 THEN 2 WHEN n % 100 = 1 AND n < 6000 THEN 1 ELSE n % (:people - 2) + 3 END",
}
"""`_earner`, said once more for the database."""


def _transfers(size: Size, pool: int, item: tuple[int, str]) -> None:
    """Let the database write the rows itself: one statement, through the triggers, ten times as fast as sending them."""
    dialect = db.engine.dialect.name
    sql = _ROWS.format(series=_SERIES[dialect], earner=_EARNERS[size.uneven], seal="0" * 64)
    if dialect == "sqlite":
        sql = sql.replace("CAST('{}' AS JSON)", "'{}'")
    statement = text(sql).bindparams(bindparam("today", type_=Date), bindparam("now", type_=UtcDateTime))
    given = {"pool": pool, "item": item[0], "code": item[1], "transfers": size.transfers, "issues": size.issues}
    people = {"people": size.people, "departments": size.departments}
    db.session.execute(statement, {**given, **people, "today": clock.today(), "now": clock.now()})
