"""kill -9 while points are posted: nothing that was answered is lost, and nothing is half there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import update

from app.audit.services import verify_chain
from app.core.database import db, transaction
from app.mileage import services
from app.mileage.models import CapCut, MileageItem, Transfer
from tests.factories import mileage as factory

WORKER = Path(__file__).parent / "mileage_worker.py"
ROOT = WORKER.parents[2]
ROUNDS = {"sqlite": 44, "postgresql": 12}


@pytest.fixture
def generous(cast):
    """Item P11 without caps by month and year: every fact pays."""
    with transaction() as session:
        factory.items()
        session.execute(update(MileageItem).values(cap_month=None, cap_year=None))


@pytest.mark.slow
def test_kill_9_while_posting_loses_no_answered_write(app, cast, generous):
    db.session.remove()
    db.engine.dispose()
    rounds = ROUNDS[db.engine.dialect.name]
    url = str(app.config["SQLALCHEMY_DATABASE_URI"])
    done = subprocess.run(
        [sys.executable, str(WORKER), url, app.instance_path, str(cast.kim.id), str(rounds), "20261123"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answered = done.stdout.split()
    kept = {row.source for row in db.session.query(Transfer.source)} | {
        row.source for row in db.session.query(CapCut.source)
    }
    assert len({source.split(":")[1] for source in answered}) == rounds
    assert set(answered) - kept == set()
    assert len(kept) - len(answered) <= rounds
    assert list(services.check_ledger()) == []
    assert verify_chain().problems == ()
