"""What was counted is kept when measuring closes; what changes later moves nothing, and a changed picture is found."""

import json
from datetime import date
from decimal import Decimal
from hashlib import sha256

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.database import db, transaction
from app.core.messages import _
from app.core.readings import FigureRule, NamedSource, ReadRow
from app.evaluation import sources
from app.evaluation.enums import MeasureState, Method, Phase
from app.evaluation.models import ActualMeasure, RoundMember, SourcePicture
from app.evaluation.queries.source_pictures import live_pictures, pictures_of
from app.evaluation.services.scoring import compute_round
from app.evaluation.services.seals import check_seals
from app.evaluation.services.source_pictures import check_pictures
from app.organization.models import Department
from tests.factories.evaluation import advance, make_indicator, make_round
from tests.statements import count_statements
from tests.triggers import without_triggers

COUNTED, SHARED = "demo.count", "demo.share"


@pytest.fixture
def rows(cast):
    """Two sources over rows that a test may change: a count, and a share."""
    told = [
        (cast.traffic, ReadRow(kind="task", id=1, title="T2026-001", day=date(2026, 5, 4))),
        (cast.traffic, ReadRow(kind="task", id=2, title="T2026-002", day=date(2026, 6, 1), part=Decimal("0.5"))),
    ]
    shares = [(cast.traffic, ReadRow(kind="report", id=n, part=Decimal(n < 3), of=Decimal(1))) for n in range(4)]

    def named(rule, source):
        return NamedSource(
            label=_("Innovation tasks completed"),
            sentence=_("Nothing was decided yet."),
            rule=rule,
            read=lambda ids, _start, _end: [one for one in source if one[0] in ids],
        )

    kept, labels = dict(sources._sources), dict(sources._labels)
    table = {COUNTED: named(FigureRule.SUM, told), SHARED: named(FigureRule.SHARE, shares)}
    sources.install(table, {name: source.label for name, source in table.items()})
    yield told, shares
    sources.install(kept, labels)


def counting(cast, members=None):
    counted = make_indicator(cast.choi, "N1", Method.ATTAINMENT, target=Decimal(2), named_source=COUNTED)
    shared = make_indicator(cast.choi, "N2", named_source=SHARED)
    chosen = members or [cast.traffic, cast.civil]
    record = make_round(cast.choi, [(counted, 60), (shared, 40)], chosen)
    return advance(cast.choi, record, Phase.MEASURING), counted, shared


def closed(cast):
    record, counted, shared = counting(cast)
    return advance(cast.choi, record, Phase.SELF_REVIEW), counted, shared


def test_the_picture_is_kept_with_its_rows_and_what_changes_later_moves_nothing(cast, write, rows):
    record, counted, _shared = counting(cast)
    member = db.session.query(RoundMember).filter_by(round_id=record.id, department_id=cast.traffic).one()
    assert [one.figure for one in live_pictures(record, member)] == [Decimal("1.5"), Decimal(75)]
    advance(cast.choi, record, Phase.SELF_REVIEW)
    before = compute_round(record).departments
    rows[0].append((cast.traffic, ReadRow(kind="task", id=3, title="T2026-003")))
    first, second = pictures_of(record.id, cast.traffic)
    assert (first.source, first.figure, [row.title for row in first.rows]) == (
        COUNTED,
        Decimal("1.5"),
        ["T2026-001", "T2026-002"],
    )
    assert (second.figure, second.derivation, len(second.sha256)) == (Decimal(75), "100 × 3 ÷ 4 = 75.00", 64)
    assert compute_round(record).departments == before
    assert live_pictures(record, member) == []
    assert list(check_pictures()) == []
    value = db.session.query(ActualMeasure.value).filter_by(indicator_id=counted.id, department_id=cast.traffic)
    assert value.scalar() == Decimal("1.5")


def test_nothing_to_know_is_no_figure_and_the_indicator_does_not_apply(cast, write, rows):
    record, counted, shared = closed(cast)
    states = {(row.indicator_id, row.department_id): (row.state, row.value) for row in db.session.query(ActualMeasure)}
    assert states[counted.id, cast.civil] == (MeasureState.VALUE, Decimal(0))
    assert states[shared.id, cast.civil] == (MeasureState.NOT_APPLICABLE, None)
    lines = {
        line.exact.code: line.exact
        for one in compute_round(record).departments
        if one.member.department_id == cast.civil
        for line in one.lines
    }
    assert (lines["N2"].score, lines["N1"].effective_weight) == (None, Decimal(100))
    picture = next(one for one in pictures_of(record.id, cast.civil) if one.source == SHARED)
    assert (picture.figure, picture.rows, picture.derivation) == (None, (), "")


def test_a_department_that_did_not_exist_in_the_days_has_no_figure(cast, write, rows):
    record, _counted, _shared = counting(cast)
    unit = db.session.get_one(Department, cast.civil)
    unit.valid_from = date(2026, 12, 1)
    db.session.flush()
    advance(cast.choi, record, Phase.SELF_REVIEW)
    assert pictures_of(record.id, cast.civil) == []
    states = db.session.query(ActualMeasure.state).filter_by(department_id=cast.civil).all()
    assert {state for (state,) in states} == {MeasureState.NOT_APPLICABLE}


def test_a_source_is_read_once_whatever_the_number_of_departments(cast, write, rows):
    few = make_round(cast.choi, [(make_indicator(cast.choi, "N1", named_source=COUNTED), 100)], [cast.traffic])
    advance(cast.choi, few, Phase.MEASURING)
    many = make_round(
        cast.choi,
        [(make_indicator(cast.choi, "N2", named_source=COUNTED), 100)],
        [cast.traffic, cast.civil, cast.roads, cast.planning, cast.daesan],
        code="2026-M",
    )
    advance(cast.choi, many, Phase.MEASURING)
    with count_statements() as first:
        compute_round(few)
    with count_statements() as second:
        compute_round(many)
    assert len(first) == len(second)


def test_a_picture_is_taken_while_measuring_only_and_never_changed(cast, app, rows):
    with transaction():
        record, _counted, _shared = closed(cast)
    for statement in (
        "UPDATE source_pictures SET content = '{}'",
        "DELETE FROM source_pictures",
        "INSERT INTO source_pictures (round_id, source, department_id, department_name, taking, content, sha256,"
        " taken_at) SELECT round_id, source, department_id, department_name, 2, content, sha256, taken_at"
        " FROM source_pictures",
    ):
        with pytest.raises(DBAPIError), transaction():
            db.session.execute(text(statement))
    assert len(pictures_of(record.id, cast.traffic)) == 2


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE source_pictures SET content = replace(content, 'T2026-001', 'T2026-009')", "does not hash"),
        ("UPDATE source_pictures SET figure = '9' WHERE source = 'demo.count'", "do not give its figure"),
        ("UPDATE source_pictures SET content = 'x', sha256 = :hash", "cannot be read"),
    ],
)
def test_a_changed_picture_is_found(cast, app, rows, statement, fault):
    with transaction():
        closed(cast)
    with without_triggers("source_pictures"), transaction():
        values = {"hash": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}
        db.session.execute(text(statement), values if ":hash" in statement else {})
    assert fault in next(check_pictures()).params["fault"].msgid


def test_a_changed_actual_value_is_found_against_its_picture(cast, app, rows):
    with transaction():
        closed(cast)
    with without_triggers("measures"), transaction():
        db.session.execute(text("UPDATE measures SET value = '9' WHERE value = '0'"))
    (found,) = check_pictures()
    assert found.params | {"fault": found.params["fault"].msgid} == {
        "source": COUNTED,
        "department": "민원봉사과",
        "code": "2026-R",
        "fault": "the actual value is not the figure that was read.",
    }


def test_a_picture_written_anew_with_its_hash_and_its_value_breaks_the_seal(cast, app, rows):
    with transaction():
        closed(cast)
    assert list(check_seals()) == []
    kept = db.session.query(SourcePicture).filter_by(source=COUNTED, department_id=cast.traffic).one()
    forged = kept.content.replace("T2026-001", "T2026-009")
    with without_triggers("source_pictures"), transaction():
        db.session.execute(
            text("UPDATE source_pictures SET content = :text, sha256 = :hash WHERE id = :id"),
            {"text": forged, "hash": sha256(forged.encode()).hexdigest(), "id": kept.id},
        )
    assert list(check_pictures()) == []
    (found,) = check_seals()
    assert "source_pictures" in str(found.params["rows"])


def test_the_kept_text_says_what_was_asked_in_no_language(cast, write, rows):
    closed(cast)
    content = json.loads(db.session.query(SourcePicture.content).filter_by(source=COUNTED).first()[0])
    assert content["sentence"] == "Nothing was decided yet."
    assert (content["starts_on"], content["base_on"], content["round"]) == ("2026-01-01", "2026-11-30", "2026-R")


def test_who_may_see_the_measures_sees_what_was_counted_and_nobody_else(as_, cast, rows):
    with transaction():
        record, _counted, _shared = closed(cast)
    path = f"/rounds/{record.id}/departments/{cast.traffic}/sources"
    for who in (cast.kang, cast.lee, cast.choi, cast.gam):
        page = as_(who).get(path)
        assert (page.status_code, "T2026-001" in page.text, "100 × 3 ÷ 4" in page.text) == (200, True, True)
    for who in (cast.seo, cast.yoon):
        assert as_(who).get(path).status_code == 404
    assert as_(cast.kim).get(path).status_code == 403
    assert path in as_(cast.kang).get(path.replace("sources", "measures")).text


def test_the_list_of_sources_says_what_is_counted_and_shows_figures_to_the_control_tower(as_, cast, app):
    staff, tower = as_(cast.kim).get("/indicators/sources?source=innovation.closed_tasks"), as_(cast.choi)
    assert "Tasks the department led to completion" in staff.text
    assert "Present figures" not in staff.text
    page = tower.get("/indicators/sources?source=innovation.closed_tasks")
    assert "Present figures" in page.text
    assert tower.get("/indicators/sources?source=nothing").status_code == 200
    with count_statements() as read:
        tower.get("/indicators/sources?source=mileage.points_per_head")
    assert len(read) <= 12
