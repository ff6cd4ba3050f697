"""The ledger as a file: memory that does not grow with it, and never half a file."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from app.core.database import db, transaction
from app.mileage.enums import AccountKind
from app.mileage.models import MileageAccount, MileageItem
from tests.factories import mileage as factory

WORKER = Path(__file__).parent / "export_worker.py"
ROOT = WORKER.parents[2]
FEW, MANY = 10_000, 100_000
SERIES = {
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < :count) ",
    "postgresql": "WITH s(n) AS (SELECT generate_series(1, :count)) ",
}
FILL = (
    "INSERT INTO mileage_transfers (kind, debit_account_id, credit_account_id, points, cut_off, debit_balance, "
    "credit_balance, item_id, item_code, source, occurred_on, posted_at, rule, seal) {series}"
    "SELECT 'award', :pool, :account, 100, 0, -100 * n, 100 * n, :item, 'P11', 'task\\:' || n || '\\:fact', "
    "CASE WHEN n <= :few THEN {early} ELSE {late} END, '2026-11-20 03\\:00\\:00', '{{}}', :seal FROM s"
)
DAYS = {"sqlite": ("'2026-01-31'", "'2026-02-01'"), "postgresql": ("DATE '2026-01-31'", "DATE '2026-02-01'")}


@pytest.fixture
def long_ledger(app, cast):
    """100,000 transfers, the first 10,000 of them of January."""
    dialect = db.engine.dialect.name
    early, late = DAYS[dialect]
    with transaction() as session:
        factory.items()
        factory.award(cast.kim, "claim:1", code="P13")
        account = session.query(MileageAccount.id).filter_by(person_id=cast.kim.id).scalar()
        pool = session.query(MileageAccount.id).filter_by(kind=AccountKind.ISSUE_POOL).scalar()
        item = session.query(MileageItem.id).filter_by(code="P11").scalar()
        given = {"pool": pool, "account": account, "item": item, "seal": "0" * 64, "few": FEW, "count": MANY}
        session.execute(text(FILL.format(series=SERIES[dialect], early=early, late=late)), given)
    db.session.remove()
    db.engine.dispose()


def worker(app, *arguments):
    url = str(app.config["SQLALCHEMY_DATABASE_URI"])
    return subprocess.Popen(
        [sys.executable, str(WORKER), url, app.instance_path, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_ten_times_the_rows_take_no_more_memory_and_a_kill_leaves_no_half_file(app, long_ledger, tmp_path):
    file = tmp_path / "원장.xlsx"
    process = worker(app, file, "2026-01-31")
    said, errors = process.communicate(timeout=110)
    assert process.returncode == 0, errors[-2000:]
    (few, before), (many, after) = (map(int, line.split()) for line in said.splitlines())
    assert (few, many) == (FEW, MANY + 1)
    assert after < before * 1.15
    whole = file.read_bytes()
    process = worker(app, file, "2026-01-31")
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".*.part")) and time.monotonic() < deadline:
        time.sleep(0.001)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert list(tmp_path.glob(".*.part")) != [], "killed while the file was being written"
    assert file.read_bytes() == whole
