"""Every upgrade keeps the data: each migration goes down and up on a filled database, and the triggers are still there."""

from collections.abc import Iterator
from datetime import date

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select, text

from app.core import clock
from app.core.database import db, required_triggers, transaction, writing
from app.core.database.triggers import present_trigger_names
from app.core.events import publish
from app.evaluation.services.places import objective_named, perspective_named
from app.factory import create_app
from app.innovation.events import OpinionAnswered
from app.innovation.services.triage import adopt_issue
from app.mileage.enums import AccountKind, Exclusion
from app.mileage.models import ShorteningRun
from app.mileage.services.accounts import lock_pool
from app.voice.models import Affair, OfficeSpread
from app.voice.services.affairs import improve_affair, withdraw_improvement
from app.voice.services.handling_sums import check_sums
from app.voice.services.shortening_handovers import hand_over
from tests.cast import Cast, fill
from tests.conftest import NOON
from tests.engines import database_beside
from tests.factories import (
    incentives,
    innovation,
    innovation_b,
    innovation_c,
    mileage,
    objections,
    shortening,
    voice_handling,
)
from tests.triggers import without_triggers


@pytest.fixture
def filled(engine, tmp_path) -> Iterator[Flask]:
    """An app at head whose database knows the cast."""
    tmp_path.chmod(0o700)
    with database_beside(engine, tmp_path, "upgrades") as url:
        app = create_app({"SQLALCHEMY_DATABASE_URI": url}, instance=tmp_path)
        with app.app_context():
            upgrade()
            with transaction():
                fill()
            yield app
            db.session.remove()
            db.engine.dispose()


def counts() -> dict[str, int]:
    """Rows of every table."""
    with db.engine.connect() as connection:
        return {
            name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
            for name in sorted(inspect(connection).get_table_names())
        }


def triggers() -> set[str]:
    with db.engine.connect() as connection:
        return present_trigger_names(connection)


def test_down_below_each_later_migration_and_up_again_keeps_every_row(filled):
    before = counts()
    for script in ScriptDirectory("migrations").walk_revisions():
        if script.down_revision is not None:
            downgrade(revision=str(script.down_revision))
    upgrade()
    assert counts() == before
    assert {trigger.name for trigger in required_triggers()} <= triggers()


def test_the_first_migration_takes_everything_away_and_brings_it_back_empty(filled):
    db.session.remove()
    db.engine.dispose()
    downgrade(revision="base")
    assert set(counts()) <= {"alembic_version"}
    upgrade()
    assert counts()["people"] == 0
    assert {trigger.name for trigger in required_triggers()} <= triggers()


def test_an_upgrade_that_has_nothing_to_do_changes_nothing(filled):
    before = counts()
    upgrade()
    assert counts() == before


def test_what_an_earlier_version_has_no_word_for_stops_the_way_down_before_anything_changes(filled, caplog):
    with transaction():
        lock_pool(AccountKind.DEDUCTED_POOL)
    before = counts()
    with pytest.raises(SystemExit):
        downgrade(revision="0005")
    assert "1 rows of mileage_accounts" in caplog.text
    db.session.remove()
    assert counts() == before
    assert {trigger.name for trigger in required_triggers()} <= triggers()


def test_an_objection_is_not_lost_on_the_way_down(filled, caplog):
    with clock.frozen_at(NOON), transaction():
        objections.missing(Cast.load().kim, NOON.date())
    refused_with("1 rows of mileage_objections", caplog)


def test_a_batch_that_was_handed_over_is_not_lost_on_the_way_down(filled, caplog):
    """Its lines are of another format than the version before reads."""
    with clock.frozen_at(NOON), transaction():
        cast = Cast.load()
        incentives.ready_to_hand_over(cast)
        incentives.hand_over(cast.choi)
    remove_all("round_seals")  # revision 0007 refuses to lose them before 0006 is asked
    refused_with("rows of incentive_rule_versions", caplog)


def test_the_seals_of_a_round_are_not_lost_on_the_way_down(filled, caplog):
    with clock.frozen_at(NOON), transaction():
        incentives.ready_to_hand_over(Cast.load())
    refused_with("rows of round_seals", caplog)


def test_a_strategic_goal_is_a_word_below_and_a_row_above(filled):
    with transaction():
        objective_named("민원 처리기간 단축", perspective_named("고객"), "시민 중심 행정")
        objective_named("직원 역량 강화", perspective_named("학습·성장"))
    wanted = text(
        "SELECT o.name, g.name FROM objectives o LEFT JOIN strategic_goals g ON g.id = o.strategic_goal_id ORDER BY o.id"
    )
    before = db.session.execute(wanted).all()
    db.session.remove()
    downgrade(revision="0006")
    words = db.session.execute(text("SELECT strategic_goal FROM objectives ORDER BY id")).scalars().all()
    assert list(words) == ["시민 중심 행정", ""]
    db.session.remove()
    upgrade()
    assert db.session.execute(wanted).all() == before


EXPORTS = (
    "INSERT INTO mileage_ledger_exports (person_id, first_day, last_day, unmasked, reason, state, version, attempt, "
    "done_rows, total_rows, requested_at, beat_at, ended_at, sha256, size) VALUES "
    "(:person, '2026-01-01', '2026-06-30', :yes, '상반기 원장 확인용', 'removed', 4, 1, 120, 120, :at, :at, :at, :sha, 9000), "
    "(:person, '2026-07-01', '2026-09-30', :no, '3분기 원장 확인용으로', 'running', 2, 1, 7, 80, :at, :at, NULL, NULL, NULL)"
)


def test_an_export_of_the_ledger_is_a_row_of_its_own_below_and_background_work_above(filled):
    person = Cast.load().kim.id
    db.session.remove()
    downgrade(revision="0007")
    with transaction():
        given = {"person": person, "yes": True, "no": False, "at": "2026-07-02 01:02:03+00:00", "sha": "a" * 64}
        db.session.execute(text(EXPORTS), given)
    db.session.remove()
    upgrade()
    wanted = (
        "SELECT j.state, j.units, j.sha256, j.size, j.person_id, e.reason FROM mileage_ledger_exports e "
        "JOIN background_jobs j ON j.id = e.job_id ORDER BY e.id"
    )
    assert db.session.execute(text(wanted)).all() == [
        ("expired", 120, "a" * 64, 9000, person, "상반기 원장 확인용"),
        ("broken_off", 7, None, None, person, "3분기 원장 확인용으로"),
    ]
    db.session.remove()
    downgrade(revision="0007")
    wanted = "SELECT state, attempt, done_rows, sha256, size FROM mileage_ledger_exports ORDER BY id"
    assert db.session.execute(text(wanted)).all() == [
        ("removed", 1, 120, "a" * 64, 9000),
        ("broken_off", 1, 7, None, None),
    ]
    db.session.remove()
    upgrade()
    assert {trigger.name for trigger in required_triggers()} <= triggers()


def refused_with(sentence, caplog):
    before = counts()
    db.session.remove()
    with pytest.raises(SystemExit):
        downgrade(revision="0005")
    assert sentence in caplog.text
    db.session.remove()
    assert counts() == before


def test_every_condition_can_be_asked(filled):
    found = ScriptDirectory("migrations").get_revision("0006").module.UNKNOWN_BEFORE
    assert {"mileage_deductions", "incentive_handovers", "measures", "point_adjustments"} <= {name for name, _ in found}
    found += ScriptDirectory("migrations").get_revision("0008").module.UNKNOWN_BEFORE
    for name, where in found:
        assert db.session.execute(text(f"SELECT count(*) FROM {name} WHERE {where}")).scalar_one() == 0, name


def remove_all(table):
    with without_triggers(table), transaction():
        writing()
        db.session.execute(text(f"DELETE FROM {table}"))


def set_all(table, values):
    with without_triggers(table), transaction():
        writing()
        db.session.execute(text(f"UPDATE {table} SET {values}"))


def test_cases_counted_under_their_old_names_are_not_counted_again(filled):
    """Before 0006 a case was named with its department; 2026-7 of two departments in one file were two cases."""
    rows = [shortening.row(no="2026-7"), shortening.row("park", unit="민원봉사과", no="2026-8"), shortening.row("ahn")]
    with clock.frozen_at(NOON):
        cast = Cast.load()
        with transaction():
            saved = shortening.rule(cast.bae)
            shortening.items(cast.bae)
            made = shortening.run(cast.bae, saved, *rows)
            shortening.post(made, cast.choi)
        run_id, rule_id = made.id, saved.id
        db.session.remove()
        downgrade(revision="0005")
        set_all("mileage_shortening_cases", "case_key = 'c' || id, likeness = 'l' || id")
        set_all("mileage_shortening_cases", "receipt_no = '2026-7' WHERE row_number = 3")
        set_all("mileage_shortening_counts", "case_key = 'c' || case_id")
        upgrade()
        with transaction():
            first = db.session.get_one(ShorteningRun, run_id)
            assert shortening.simulation(first).digest == first.digest
            saved = shortening.saved_rule_or_404(rule_id)
            again = shortening.run(cast.bae, saved, rows[0], rows[2], name="다시.xlsx")
            found = shortening.simulation(again)
    assert (found.counted, dict(found.excluded)) == ([], {Exclusion.COUNTED_BEFORE: 2})
    assert {trigger.name for trigger in required_triggers()} <= triggers()


def test_a_group_knows_the_tasks_of_what_was_paid_before(filled):
    """Before 0006 nothing kept which task a report, opinion, obstacle or adopted issue was paid for."""
    with clock.frozen_at(NOON):
        cast = Cast.load()
        with transaction():
            mileage.items()
            task, plan = innovation_b.a_managed_task(cast)
            report = innovation_b.an_approved_report(cast, task, plan)
            opinion = innovation.an_opinion(task, cast)
            obstacle = innovation_c.removed_obstacle(cast)
            issue = innovation.an_issue(cast.kim)
            adopt_issue(actor=cast.choi, issue=issue, task=task, reason=innovation.REASON)
            told = {"opinion_id": opinion.id, "task_id": task.id, "department_id": cast.civil, "actor_id": cast.park.id}
            publish(OpinionAnswered(answer="agree", in_time=True, **told))
            sources = [f"report:{report.id}:on-time", f"opinion:{opinion.id}:in-time", f"issue:{issue.id}:adopted"]
            roots = dict.fromkeys(sources, f"task:{task.id}")
            roots |= {f"obstacle:{obstacle.id}:removed": f"task:{obstacle.task_id}"}
        assert kept_roots() == roots
        db.session.remove()
        downgrade(revision="0005")
        upgrade()
    assert kept_roots() == roots


def kept_roots():
    with db.engine.connect() as connection:
        rows = connection.execute(text("SELECT source, root FROM mileage_fact_roots"))
        return {row.source: row.root for row in rows}


def test_a_simulation_finds_the_sending_it_comes_from_and_links_taken_back_are_not_lost(filled, caplog):
    with clock.frozen_at(NOON):
        cast = Cast.load()
        voice_handling.entered(cast.choi, voice_handling.row("1"))
        with transaction():
            shortening.items(cast.choi)
            rule_id = shortening.rule(cast.choi, least_days=1).id
        with transaction():
            hand_over(actor=cast.choi, rule_id=rule_id, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31))
        with transaction():
            run = db.session.scalars(select(ShorteningRun)).one()
            shortening.post(run, cast.bae)
            named = run.handover_id
    db.session.remove()
    downgrade(revision="0009")
    upgrade()
    assert list(check_sums()) == []
    assert db.session.scalar(select(OfficeSpread.n)) == 1
    assert db.session.scalars(select(ShorteningRun.handover_id)).all() == [named]
    with clock.frozen_at(NOON), transaction():
        affair, task = db.session.scalars(select(Affair)).one(), innovation.a_task(cast)
        given = {"task_number": task.number, "from_day": NOON.date(), "words": "창구를 하나로 합쳤습니다."}
        link = improve_affair(affair=affair, actor=cast.choi, **given)
        withdraw_improvement(improvement=link, actor=cast.choi, reason="다른 과제를 잘못 골랐습니다.")
    refused_with("1 rows of voice_affair_improvements", caplog)
