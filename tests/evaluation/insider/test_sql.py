"""Whoever has the database itself: refused by it, and where the triggers were dropped, found by `flask check`."""

from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.cli.check import check_published
from app.core.database import db, transaction
from app.evaluation.enums import Phase
from app.evaluation.services.joint_indicators import set_joint_indicator
from tests.factories.evaluation import advance, make_indicator, make_round
from tests.triggers import without_triggers

CHANGES = {
    "measure": ("measures", "UPDATE measures SET value = '99' WHERE value IS NOT NULL"),
    "measure taken out": ("measures", "DELETE FROM measures"),
    "measure let off": (
        "measures",
        "UPDATE measures SET state = 'not_applicable', value = NULL, exempted_at = entered_at, exemption_reason = 'x'",
    ),
    "weight": ("compositions", "UPDATE compositions SET weight = '50'"),
    "target": ("compositions", "UPDATE compositions SET cap = '10', target = '1'"),
    "method": ("compositions", "UPDATE compositions SET floor = '85'"),
    "score": ("score_entries", "UPDATE score_entries SET mark = '100'"),
    "score taken out": ("score_entries", "DELETE FROM score_entries"),
    "sheet abstained": ("score_sheets", "UPDATE score_sheets SET state = 'abstained', note = 'x'"),
    "criterion": ("criteria", "UPDATE criteria SET name = name || '?'"),
    "adjustment": ("point_adjustments", "UPDATE point_adjustments SET points = '5'"),
    "adjustment taken out": ("point_adjustments", "DELETE FROM point_adjustments"),
    "member": ("round_members", "UPDATE round_members SET is_ranked = FALSE WHERE position = 3"),
    "peer group": ("round_members", "UPDATE round_members SET peer_group_name = 'x'"),
    "rounding": ("evaluation_rounds", "UPDATE evaluation_rounds SET digits = 0"),
    "what is missing": ("evaluation_rounds", "UPDATE evaluation_rounds SET missing_rule = 'excluded'"),
    "grades": ("evaluation_rounds", "UPDATE evaluation_rounds SET grade_scheme = 'cuts'"),
    "seal": ("round_seals", "UPDATE round_seals SET content = '{}'"),
}
WHEN_PUBLISHED = {
    "rank": ("results", "UPDATE results SET rank = 1"),
    "grade": ("results", "UPDATE results SET grade = 'S'"),
    "rank taken out": ("results", "DELETE FROM results"),
    "snapshot": ("publications", "UPDATE publications SET snapshot = replace(snapshot, '8', '9')"),
    "hash": ("publications", f"UPDATE publications SET sha256 = '{'0' * 64}'"),
}


def refuse(statement):
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text(statement))


def force(table, statement):
    with without_triggers(table), transaction():
        db.session.execute(text(statement))


@pytest.mark.parametrize("what", CHANGES)
def test_the_database_refuses_it(scene, what):
    refuse(CHANGES[what][1])


@pytest.mark.parametrize("what", WHEN_PUBLISHED)
def test_the_database_refuses_it_when_published(published, what):
    refuse(WHEN_PUBLISHED[what][1])


@pytest.mark.parametrize("what", CHANGES)
def test_without_triggers_it_is_found(scene, what):
    with transaction():
        assert check_published().problems == ()
    force(*CHANGES[what])
    with transaction():
        assert check_published().problems


@pytest.mark.parametrize("what", WHEN_PUBLISHED)
def test_without_triggers_it_is_found_when_published(published, what):
    force(*WHEN_PUBLISHED[what])
    with transaction():
        assert check_published().problems


@pytest.mark.parametrize("table", ["measures", "compositions", "round_members", "score_sheets", "point_adjustments"])
def test_nothing_is_moved_into_a_round_that_was_opened(closed, published, table):
    """A row of one round is not made one of another."""
    statement = f"UPDATE {table} SET round_id = {{to}} WHERE id = (SELECT MIN(id) FROM {table} WHERE round_id = {{of}})"
    refuse(statement.format(to=published.round_id, of=closed.round_id))


def test_a_phase_changes_only_with_its_record(closed, published):
    for phase in ("planning", "measuring", "scoring", "published", "final"):
        refuse(f"UPDATE evaluation_rounds SET phase = '{phase}' WHERE phase <> '{phase}'")
    for one, other in (("calibration", "measuring"), ("published", "planning"), ("measuring", "calibration")):
        refuse(
            "INSERT INTO phase_changes (round_id, from_phase, to_phase, reason, changed_at) "
            f"VALUES ({closed.round_id}, '{one}', '{other}', 'x', '2026-11-23 03:00:00')"
        )


CORRECTION = (
    "INSERT INTO corrections (round_id, version, origin, origin_id, kind, department_id, indicator_id, before, after, "
    "reason, present, entered_by_id, confirmed_by_id, made_on, made_at) VALUES ({round}, {version}, '{origin}', 1, "
    "'measure', {department}, {indicator}, '{{}}', '{{\"state\": \"value\", \"value\": \"99\"}}', 'x', '', {one}, {other}, "
    "'2026-11-23', '2026-11-23 03:00:00')"
)


def forged(scene, one, other, *, version=1, origin="reopening"):
    return CORRECTION.format(
        round=scene.round_id,
        version=version,
        origin=origin,
        department=scene.department,
        indicator=scene.indicator,
        one=one,
        other=other,
    )


def test_a_correction_has_two_people_of_two_offices(cast, closed, published):
    for one, other in ((cast.choi.id, "NULL"), (cast.choi.id, cast.choi.id), (cast.choi.id, cast.bae.id)):
        refuse(forged(closed, one, other))
    refuse(forged(closed, cast.choi.id, "NULL", origin="calibration"))
    refuse(forged(published, cast.choi.id, cast.yoon.id, version=1))


def test_a_correction_forged_with_two_names_is_found(cast, closed):
    """It looks right to every trigger; nobody told the audit chain of it."""
    with transaction():
        db.session.execute(text(forged(closed, cast.choi.id, cast.yoon.id)))
    with transaction():
        problems = check_published().problems
    assert any("corrections" in problem for problem in problems), problems


def test_points_written_past_the_product_are_found(cast, closed):
    with transaction():
        db.session.execute(
            text(
                "INSERT INTO point_adjustments (round_id, department_id, kind, item, source, points, reason, "
                "entered_by_id, entered_at) VALUES "
                f"({closed.round_id}, {cast.traffic}, 'bonus', '가점', '수상 9', '2', 'x', {cast.choi.id}, "
                "'2026-11-23 03:00:00')"
            )
        )
    with transaction():
        assert any("point_adjustments" in problem for problem in check_published().problems)


def test_a_version_published_past_the_product_is_found(cast, published):
    with transaction():
        db.session.execute(
            text(
                "INSERT INTO publications (round_id, version, snapshot, sha256, correction_reason, published_by_id, "
                "published_at, confirmed_by_id, confirmed_on) SELECT round_id, 2, snapshot, sha256, 'x', "
                f"{cast.choi.id}, published_at, {cast.yoon.id}, '2026-11-23' FROM publications"
            )
        )
    with transaction():
        assert any("publications" in problem for problem in check_published().problems)


def test_a_snapshot_edited_on_disk_is_named(published):
    force(*WHEN_PUBLISHED["snapshot"])
    with transaction():
        assert any("2026-P" in problem and "1" in problem for problem in check_published().problems)


JOINT = {
    "share": ("joint_shares", "UPDATE joint_shares SET share = '10' WHERE share = '60'"),
    "share taken out": ("joint_shares", "DELETE FROM joint_shares"),
    "lead": ("joint_indicators", "UPDATE joint_indicators SET lead_department_id = 1"),
}


@pytest.mark.parametrize("what", JOINT)
def test_shares_of_a_joint_indicator_are_fixed_like_weights(cast, app, what):
    with transaction():
        joint, own = make_indicator(cast.choi, "J1"), make_indicator(cast.choi, "J2")
        record = make_round(cast.choi, [(joint, 60), (own, 40)], [cast.traffic, cast.civil], code="2026-J")
        shares = {cast.traffic: Decimal(60), cast.civil: Decimal(40)}
        set_joint_indicator(actor=cast.choi, record=record, indicator_id=joint.id, lead=cast.traffic, shares=shares)
        advance(cast.choi, record, Phase.MEASURING)
    refuse(JOINT[what][1])
    force(*JOINT[what])
    with transaction():
        assert check_published().problems
