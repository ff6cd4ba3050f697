"""Before scoring has closed nobody reads the marks of somebody else, on no page and in no file."""

from decimal import Decimal

import pytest

from app.audit.models import AuditEntry
from app.core.database import db, transaction
from app.evaluation.enums import Phase
from app.evaluation.models import ActualMeasure, Composition, Criterion, ScoreSheet
from app.evaluation.services.panels import save_sheet
from tests.evaluation.publications.test_embargo import leaks
from tests.factories.evaluation import advance, approve, assign, enter, make_indicator, make_panel, make_round, score

READERS = ("choi", "bae", "lee", "kang", "kim", "jung", "goh", "gam", "shin", "yang", "yoon")
MARKS = ("73.37", "61.13", "58.91", "67.25", "47.77")
"""Marks of 문살핌, their mean 67.25, and one of a draft; nothing else looks like one of them."""


@pytest.fixture
def scoring(cast, app):
    with transaction():
        panel, counted = make_panel(cast.choi, "M-Q"), make_indicator(cast.choi, "M-A")
        record = make_round(cast.choi, [(panel, 60), (counted, 40)], [cast.traffic, cast.civil], code="2026-M")
        assign(cast.choi, record, panel, cast.moon, cast.shin, cast.yang)
        advance(cast.choi, record, Phase.MEASURING)
        enter(cast.kang, record, cast.traffic, {counted.id: 90})
        approve(cast.lee, record, cast.traffic)
        enter(cast.seo, record, cast.civil, {counted.id: 80})
        approve(cast.yoon, record, cast.civil)
        advance(cast.choi, record, Phase.SCORING)
        score(cast.moon, record, panel, cast.traffic, "73.37", "61.13")
        marks = {key: Decimal("47.77") for key in _criteria(panel.id)}
        save_sheet(actor=cast.moon, record=record, indicator_id=panel.id, department_id=cast.civil, marks=marks)
        score(cast.shin, record, panel, cast.traffic, 80, 80)
    return record


def _criteria(panel_id):
    return db.session.scalars(db.select(Criterion.id).where(Criterion.indicator_id == panel_id)).all()


def _ids(column, condition):
    return db.session.scalars(db.select(column).where(condition).distinct().order_by(column).limit(2)).all()


def paths(app, record, cast):
    """Every page whose address can be written with what the scene has made, or else with a small number."""
    made = {
        "indicator_id": _ids(Composition.indicator_id, Composition.round_id == record.id),
        "measure_id": _ids(ActualMeasure.id, ActualMeasure.round_id == record.id),
        "sheet_id": _ids(ScoreSheet.id, ScoreSheet.round_id == record.id),
    }
    adapter = app.url_map.bind("localhost")
    found = set()
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or "filename" in rule.arguments:
            continue
        for place in (0, 1):
            for unit in (cast.traffic, cast.civil):
                values = {name: made.get(name, (1, 2))[place] for name in rule.arguments}
                values |= {"round_id": record.id, "department_id": unit}
                try:
                    found.add(adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments}))
                except (ValueError, TypeError):
                    continue
    return sorted(found)


@pytest.mark.parametrize("name", READERS)
def test_nobody_reads_the_marks_of_another(name, app, cast, as_, scoring):
    client = as_(getattr(cast, name))
    assert leaks(client, paths(app, scoring, cast), MARKS) == []


def test_the_evaluator_reads_the_own(app, cast, as_, scoring):
    assert leaks(as_(cast.moon), paths(app, scoring, cast), MARKS[:2])


def test_the_audit_chain_holds_no_mark(scoring):
    told = "\n".join(db.session.scalars(db.select(AuditEntry.details)))
    assert not [mark for mark in MARKS if mark in told]
