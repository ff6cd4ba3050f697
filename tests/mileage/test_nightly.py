"""야간 대조: a balance that was changed by hand is found in the night, logged, and told on the list of accounts."""

import logging

from sqlalchemy import text

from app.core.database import db, transaction, writing
from app.mileage.models import MileageAccount
from app.mileage.queries import nightly
from app.schedule import TIMETABLE, run_due
from tests.factories import mileage as points
from tests.triggers import without_triggers

JOB = next(job for job in TIMETABLE if job.name == nightly.JOB)


def test_balances_that_agree_are_said_to_agree(cast, items, as_):
    assert "was compared" not in as_(cast.choi).get("/mileage/accounts").text
    with transaction():
        points.award(cast.kim, "claim:7001")
    assert run_due(JOB) == nightly.AGREE
    assert "they agree" in as_(cast.choi).get("/mileage/accounts").text


def test_a_wrong_balance_is_found_logged_and_told(cast, items, as_, caplog):
    with transaction():
        points.award(cast.kim, "claim:7001")
    account = db.session.query(MileageAccount).filter_by(person_id=cast.kim.id).one().id
    with without_triggers("mileage_accounts"), transaction():
        writing()
        db.session.execute(text(f"UPDATE mileage_accounts SET balance = balance + 100 WHERE id = {account}"))
    with caplog.at_level(logging.ERROR, logger="opum.schedule"):
        outcome = run_due(JOB)
    assert outcome.startswith("2 problems: ")
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]
    for reader in (cast.choi, cast.gam):
        page = as_(reader).get("/mileage/accounts").text
        assert "Balances and ledger do not agree" in page
        assert outcome[:30] in page
