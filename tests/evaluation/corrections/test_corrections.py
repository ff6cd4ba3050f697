"""A correction stands beside what it replaces, needs two offices, and every version published still proves itself."""

import json
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.audit.models import AuditEntry
from app.cli.check_told import check_told
from app.core.database import commit, db
from app.core.errors import Denied, Invalid, Refused, WrongState
from app.evaluation.enums import AdjustmentKind, CorrectionKind, CorrectionOrigin, Method, Phase
from app.evaluation.models import ActualMeasure, Correction, Publication
from app.evaluation.rules.corrections import CorrectionDraft
from app.evaluation.rules.moves import moves
from app.evaluation.services.adjustments import AdjustmentDraft, adjust_points
from app.evaluation.services.corrections import check_corrections, write_corrections
from app.evaluation.services.publications import check_publications, publish_correction
from app.evaluation.services.scoring import compute_round
from app.organization.queries import peer_groups
from tests.factories.evaluation import advance, approve, enter, make_indicator, make_round

REASON = "감사에서 집계가 잘못된 것을 찾았다"


@pytest.fixture
def scene(cast, write):
    """Two departments of a group; A counts 60, B 40; closed for calibration."""
    one = make_indicator(cast.choi, "A1", Method.ATTAINMENT)
    other = make_indicator(cast.choi, "B1")
    record = make_round(cast.choi, [(one, 60), (other, 40)], [cast.traffic, cast.civil])
    advance(cast.choi, record, Phase.MEASURING)
    enter(cast.kang, record, cast.traffic, {one.id: 40, other.id: 90})
    enter(cast.seo, record, cast.civil, {one.id: 45, other.id: 80})
    approve(cast.lee, record, cast.traffic)
    approve(cast.yoon, record, cast.civil)
    advance(cast.choi, record, Phase.CALIBRATION)
    return record, one, other


def total_of(record, department_id, **how):
    found = compute_round(record, **how).departments
    return next(d.outcome.total for d in found if d.member.department_id == department_id)


def measure(department_id, indicator, value):
    return CorrectionDraft(
        kind=CorrectionKind.MEASURE,
        after={"state": "value", "value": value},
        reason=REASON,
        department_id=department_id,
        indicator_id=indicator.id,
    )


def project_group():
    return next(group.id for group in peer_groups() if group.code == "project")


def write_drafts(cast, record, *drafts, second=None):
    return write_corrections(
        record=record,
        drafts=drafts,
        origin=CorrectionOrigin.REOPENING,
        origin_id=1,
        entered_by_id=cast.choi.id,
        confirmed_by_id=(second or cast.lee).id,
    )


def test_a_corrected_value_is_scored_and_what_was_entered_stays(cast, scene):
    record, one, _other = scene
    assert total_of(record, cast.traffic) == Decimal("84.00")  # 60 × 40/50 + 40 × 90/100 = 48 + 36
    (row,) = write_drafts(cast, record, measure(cast.traffic, one, "50"))
    assert total_of(record, cast.traffic) == Decimal("96.00")  # 60 × 50/50 + 36
    assert row.before == {"state": "value", "value": "40", "note": "대장"}
    kept = db.session.query(ActualMeasure).filter_by(department_id=cast.traffic, indicator_id=one.id).one()
    assert kept.value == Decimal(40)


def test_what_is_only_tried_out_changes_nothing(cast, scene):
    record, one, _other = scene
    checked, after = check_corrections(record, [measure(cast.traffic, one, "50")])
    assert [item.before["value"] for item in checked] == ["40"]
    assert next(d for d in after.departments if d.member.department_id == cast.traffic).outcome.total == Decimal(96)
    assert total_of(record, cast.traffic) == Decimal(84)
    assert db.session.query(Correction).count() == 0


def test_a_score_set_by_people_stands_beside_the_formula_until_the_value_is_corrected(cast, scene):
    record, _one, other = scene
    draft = CorrectionDraft(
        kind=CorrectionKind.SCORE,
        after={"score": "95"},
        reason=REASON,
        department_id=cast.traffic,
        indicator_id=other.id,
    )
    write_drafts(cast, record, draft)
    assert total_of(record, cast.traffic) == Decimal("86.00")  # 48 + 40 × 95/100
    line = next(
        line
        for d in compute_round(record).departments
        for line in d.lines
        if d.member.department_id == cast.traffic and line.indicator_id == other.id
    )
    assert {"score": "95", "before": "90"} in [step.params for step in line.exact.derivation]
    assert [mark.confirmed_by for mark in line.corrections] == [cast.lee.name]
    write_drafts(cast, record, measure(cast.traffic, other, "70"))
    assert total_of(record, cast.traffic) == Decimal("76.00")  # 48 + 40 × 70/100: the value is scored anew


def test_weights_are_corrected_together_or_not_at_all(cast, scene):
    record, one, other = scene

    def weight(indicator, value):
        return CorrectionDraft(
            kind=CorrectionKind.WEIGHT,
            after={"weight": value},
            reason=REASON,
            peer_group_id=project_group(),
            indicator_id=indicator.id,
        )

    with pytest.raises(Refused):
        write_drafts(cast, record, weight(one, "59.99"))
    write_drafts(cast, record, weight(one, "50"), weight(other, "50"))
    assert total_of(record, cast.traffic) == Decimal("85.00")  # 50 × 80/100 + 50 × 90/100


def test_a_target_is_corrected_for_everybody_in_the_group(cast, scene):
    record, one, _other = scene
    draft = CorrectionDraft(
        kind=CorrectionKind.TARGET,
        after={"target": "100"},
        reason=REASON,
        peer_group_id=project_group(),
        indicator_id=one.id,
    )
    write_drafts(cast, record, draft)
    assert total_of(record, cast.traffic) == Decimal("60.00")  # 60 × 40/100 + 36
    assert total_of(record, cast.civil) == Decimal("59.00")  # 60 × 45/100 + 32


def test_bonus_points_are_added_and_taken_away(cast, scene):
    record, _one, _other = scene

    def bonus(points):
        after = {"kind": "bonus", "item": "수상", "source": "case:1", "points": points}
        return CorrectionDraft(kind=CorrectionKind.ADJUSTMENT, after=after, reason=REASON, department_id=cast.traffic)

    write_drafts(cast, record, bonus("1.5"))
    assert total_of(record, cast.traffic) == Decimal("85.50")
    write_drafts(cast, record, bonus("0"))
    assert total_of(record, cast.traffic) == Decimal("84.00")


def test_points_that_are_corrected_keep_their_cap_and_what_contains_them(cast, write):
    one, other = make_indicator(cast.choi, "A1", Method.ATTAINMENT), make_indicator(cast.choi, "B1")
    record = make_round(cast.choi, [(one, 60), (other, 40)], [cast.traffic])
    advance(cast.choi, record, Phase.MEASURING)
    enter(cast.kang, record, cast.traffic, {one.id: 40, other.id: 90})
    approve(cast.lee, record, cast.traffic)
    for item, fact in (("수상", {"cap": Decimal("1.5")}), ("표창", {"inside": "B1"})):
        draft = AdjustmentDraft(
            department_id=cast.traffic,
            kind=AdjustmentKind.BONUS,
            item=item,
            points=Decimal(1),
            source="case:1",
            reason=REASON,
            **fact,
        )
        adjust_points(actor=cast.choi, record=record, draft=draft)
    advance(cast.choi, record, Phase.CALIBRATION)

    def points(item, source, count):
        after = {"kind": "bonus", "item": item, "source": source, "points": count}
        return CorrectionDraft(kind=CorrectionKind.ADJUSTMENT, after=after, reason=REASON, department_id=cast.traffic)

    assert total_of(record, cast.traffic) == Decimal("85.00")  # 48 + 36 + 1
    write_drafts(cast, record, points("수상", "case:1", "2.5"))
    assert total_of(record, cast.traffic) == Decimal("85.50")  # held at 1.5
    write_drafts(cast, record, points("수상", "case:2", "1"))
    assert total_of(record, cast.traffic) == Decimal("85.50")  # another fact of the item, the same cap
    write_drafts(cast, record, points("표창", "case:1", "2"))
    assert total_of(record, cast.traffic) == Decimal("85.50")  # inside the points of B1: never twice


def test_what_was_typed_about_points_is_not_in_the_audit_chain(cast, scene):
    record, _one, _other = scene
    after = {"kind": "bonus", "item": "홍길동 수상", "source": "홍길동 공적", "points": "1"}
    draft = CorrectionDraft(kind=CorrectionKind.ADJUSTMENT, after=after, reason=REASON, department_id=cast.traffic)
    (row,) = write_drafts(cast, record, draft)
    assert row.after["item"] == "홍길동 수상"
    commit()
    (entry,) = db.session.query(AuditEntry).filter_by(event="round_corrected")
    assert "홍길동" not in entry.details
    assert [str(fault) for fault in check_told() if "corrections" in str(fault)] == []


def test_a_department_moves_to_another_group_and_is_ranked_there(cast, scene):
    record, _one, _other = scene
    group = next(group for group in peer_groups() if group.code == "support")
    draft = CorrectionDraft(
        kind=CorrectionKind.MEMBER,
        after={"peer_group_id": group.id},
        reason=REASON,
        department_id=cast.civil,
    )
    (row,) = write_drafts(cast, record, draft)
    ranks = {d.member.department_id: (d.member.peer_group, d.standing.rank) for d in compute_round(record).departments}
    assert ranks == {cast.traffic: ("사업부서", 1), cast.civil: ("지원부서", 1)}
    assert row.after["peer_group"] == "지원부서"


@pytest.mark.parametrize("value", ["△3", "신규", "-", "", "NaN"])
def test_text_where_a_number_belongs_is_refused_at_its_field(cast, scene, value):
    record, one, _other = scene
    with pytest.raises(Invalid if value else Refused):
        write_drafts(cast, record, measure(cast.traffic, one, value))


def test_refused_is_what_changes_nothing_or_is_not_in_the_round(cast, scene):
    record, one, _other = scene
    same = CorrectionDraft(
        kind=CorrectionKind.MEASURE,
        after={"state": "value", "value": "40.0", "note": "대장"},
        reason=REASON,
        department_id=cast.traffic,
        indicator_id=one.id,
    )
    for drafts in (
        [same],
        [measure(cast.roads, one, "50")],
        [measure(cast.traffic, one, "50"), measure(cast.traffic, one, "51")],
    ):
        with pytest.raises(Refused):
            write_drafts(cast, record, *drafts)


def test_a_round_in_planning_is_not_corrected_but_edited(cast, write):
    one = make_indicator(cast.choi, "A1")
    record = make_round(cast.choi, [(one, 100)], [cast.traffic], code="2026-Q")
    with pytest.raises(WrongState):
        check_corrections(record, [measure(cast.traffic, one, "50")])


def test_one_person_or_one_office_is_not_enough(cast, scene):
    record, one, _other = scene
    for second in (cast.choi, cast.bae, cast.jung):  # the same person, and two of the same office
        with pytest.raises(Refused):
            write_drafts(cast, record, measure(cast.traffic, one, "50"), second=second)


def correct_and_publish(cast, record, one):
    write_drafts(cast, record, measure(cast.traffic, one, "35"))
    return publish_correction(actor=cast.choi, record=record, confirmed_by_id=cast.lee.id, reason=REASON)


def published(cast, record):
    from app.evaluation.services.publications import publish_round  # noqa: PLC0415  named like the fixture elsewhere

    return publish_round(actor=cast.choi, record=record)


def test_version_two_says_what_moved_and_both_versions_prove_themselves(cast, scene):
    record, one, _other = scene
    first = published(cast, record)
    second = correct_and_publish(cast, record, one)
    assert (second.version, second.confirmed_by_id) == (2, cast.lee.id)
    found = moves(json.loads(first.snapshot), json.loads(second.snapshot))
    of_traffic = {(move.code, move.fact): (move.before, move.after) for move in found if move.department == "교통과"}
    # before 48 + 36 = 84 against 54 + 32 = 86; after 60 × 35/50 = 42, so 78
    assert of_traffic["A1", "actual"] == ("40", "35")
    assert of_traffic["A1", "points"] == ("48", "42")
    assert of_traffic["", "total"] == ("84", "78")
    assert list(check_publications()) == []


def test_a_correction_by_sql_under_a_version_that_is_out_is_refused_by_the_database(cast, scene):
    record, one, _other = scene
    published(cast, record)
    row = correct_and_publish(cast, record, one)
    columns = (
        "round_id, version, origin, origin_id, kind, department_id, indicator_id, before, after, reason, present, "
        "entered_by_id, confirmed_by_id, made_on, made_at"
    )
    for change in ("version = 1", "version = 2", f"entered_by_id = {cast.bae.id}", "confirmed_by_id = NULL"):
        name, value = change.split(" = ")
        values = ", ".join(
            value if column == name else "3" if column == "version" else column for column in columns.split(", ")
        )
        values = values.replace("confirmed_by_id", str(cast.jung.id)) if name == "entered_by_id" else values
        with pytest.raises(DatabaseError), db.session.begin_nested():
            db.session.execute(text(f"INSERT INTO corrections ({columns}) SELECT {values} FROM corrections LIMIT 1"))
    for statement in ("UPDATE corrections SET reason = 'x'", "DELETE FROM corrections"):
        with pytest.raises(DatabaseError), db.session.begin_nested():
            db.session.execute(text(statement))
    assert row.version == 2


def test_a_version_by_one_person_is_refused_by_service_and_database(cast, scene):
    record, one, _other = scene
    published(cast, record)
    with pytest.raises(Refused):
        publish_correction(actor=cast.choi, record=record, confirmed_by_id=cast.lee.id, reason=REASON)
    write_drafts(cast, record, measure(cast.traffic, one, "35"))
    with pytest.raises(Refused):
        publish_correction(actor=cast.choi, record=record, confirmed_by_id=cast.bae.id, reason=REASON)
    with pytest.raises(Denied):
        publish_correction(actor=cast.lee, record=record, confirmed_by_id=cast.choi.id, reason=REASON)
    copied = "round_id, version, snapshot, sha256, correction_reason, published_by_id, published_at"
    for version, second in ((2, "NULL"), (3, str(cast.lee.id)), (2, str(cast.bae.id))):
        values = copied.replace("version", str(version)).replace("correction_reason", "'x'")
        with pytest.raises(DatabaseError), db.session.begin_nested():
            db.session.execute(
                text(
                    f"INSERT INTO publications ({copied}, confirmed_by_id, confirmed_on) "
                    f"SELECT {values}, {second}, CASE WHEN {second} IS NULL THEN NULL ELSE '2026-12-01' END FROM publications"
                )
            )
    assert db.session.query(Publication).count() == 1


def test_direction_of_moves_is_symmetric(cast, scene):
    record, one, _other = scene
    first = published(cast, record)
    second = correct_and_publish(cast, record, one)
    one_way = moves(json.loads(first.snapshot), json.loads(second.snapshot))
    back = moves(json.loads(second.snapshot), json.loads(first.snapshot))
    assert {(m.department_id, m.code, m.fact, m.before, m.after) for m in one_way} == {
        (m.department_id, m.code, m.fact, m.after, m.before) for m in back
    }
    assert moves(json.loads(first.snapshot), json.loads(first.snapshot)) == []
