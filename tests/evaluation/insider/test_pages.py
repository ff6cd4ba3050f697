"""Control tower, administrator and head by page and by hand-made request: refused, or a correction with two names."""

import json

import pytest

from app.core.database import db, transaction
from app.evaluation.models import Correction, Publication, RoundReopening
from tests.factories.reopenings import WHY, corrected, measure

INSIDERS = ("choi", "goh", "lee", "kang", "moon")
REFUSED = {403, 404, 409, 422}


def attempts(scene):
    """What a page sends while it may be sent, now made by hand: (path, form)."""
    here, unit = f"/rounds/{scene.round_id}", f"/rounds/{scene.round_id}/departments/{scene.department}"
    key = scene.indicator
    values = {f"state_{key}": "value", f"value_{key}": "99", f"note_{key}": "대장"}
    round_form = {
        "code": "2026-C",
        "name": "회차",
        "year": "2026",
        "kind": "final",
        "starts_on": "2026-01-01",
        "base_on": "2026-11-30",
        "missing_rule": "excluded",
        "digits": "0",
        "rounding": "floor",
        "grade_scheme": "quota",
        "grades": "S; 100",
    }
    weights = {f"weight_{key}_{group}": "100" for group in (1, 2, 3)}
    return {
        "measures": (f"{unit}/measures", values),
        "approval": (f"{unit}/approvals", {"seen": ""}),
        "exemption": (f"{unit}/measures/1/exemptions", {"reason": "해당 없음으로 한다", "version": "2"}),
        "set-up": (f"{here}/setup", {"department_ids": [str(scene.department)], **weights}),
        "rules": (here, round_form),
        "back to planning": (f"{here}/phase-changes", {"to": "planning", "reason": "다시 계획한다"}),
        "back to measuring": (f"{here}/phase-changes", {"to": "measuring", "reason": "다시 받는다"}),
        "evaluator": (f"{here}/evaluators", {"indicator_id": str(scene.panel), "evaluator_id": "1"}),
        "sheet": (
            f"{here}/sheets/{scene.panel}/{scene.department}",
            {"mark_1": "100", "mark_2": "100", "intent": "submit"},
        ),
        "abstention": (f"{here}/sheets/{scene.panel}/{scene.department}/abstentions", {"reason": "이제 와서 기권한다"}),
    }


AFTER_PUBLICATION = {
    "adjustment": {
        "department_id": "4",
        "kind": "bonus",
        "item": "가점",
        "source": "수상 7",
        "points": "2",
        "inside": "",
        "reason": "뒤늦게 알았다",
    },
    "publication": {"reason": "다시 공개한다", "sha256": ""},
}


@pytest.mark.parametrize("who", INSIDERS)
def test_no_page_changes_what_is_closed(cast, as_, scene, who):
    before, client = scene.figures(), as_(getattr(cast, who))
    answers = {}
    for name, (path, form) in attempts(scene).items():
        answers[name] = client.post(path, data=form).status_code
    assert set(answers.values()) <= REFUSED, answers
    assert scene.figures() == before


@pytest.mark.parametrize("who", INSIDERS)
def test_no_page_changes_what_is_published(cast, as_, published, who):
    before, client = published.figures(), as_(getattr(cast, who))
    for name, form in AFTER_PUBLICATION.items():
        answer = client.post(f"/rounds/{published.round_id}/{name}s", data=form)
        assert answer.status_code in REFUSED, (name, answer.status_code)
    assert published.figures() == before
    assert db.session.query(Publication).count() == 1


def test_a_changed_definition_sheet_leaves_the_round_alone(cast, as_, scene):
    """The sheet of today may change; the round holds its own copy."""
    before = scene.figures()
    form = {
        "code": "2026-C-A",
        "name": "지표",
        "perspective": "고객",
        "objective": "",
        "kind": "quantitative",
        "cadence": "yearly",
        "method": "direct",
        "direction": "up",
        "cap": "10",
        "digits": "0",
        "rounding": "floor",
    }
    as_(cast.choi).post(f"/indicators/{scene.indicator}", data=form)
    assert scene.figures() == before


@pytest.mark.parametrize("who", ["choi", "goh", "lee", "kang"])
def test_nobody_confirms_the_own_correction(cast, as_, scene, who):
    """The whole way by hand-made requests, all of it by one person."""
    before, client = scene.figures(), as_(getattr(cast, who))
    here = f"/rounds/{scene.round_id}/reopenings"
    form = {"kinds": ["measure"], "open_until": "2026-11-30", "second_id": str(getattr(cast, who).id), "reason": WHY}
    assert client.post(here, data=form).status_code in REFUSED
    client.post(here, data={**form, "second_id": str(cast.yoon.id)})
    made = db.session.query(RoundReopening).one_or_none()
    here = f"{here}/{made.id if made else 1}"
    entry = {
        "department_id": str(cast.civil),
        "indicator_id": str(scene.indicator),
        "state": "value",
        "value": "99",
        "reason": WHY,
        "basis": "문서",
    }
    for path, data in (
        ("/agreements", {}),
        ("/entries?kind=measure", entry),
        ("/submissions", {}),
        ("/confirmations", {"sha256": ""}),
    ):
        assert client.post(here + path, data=data).status_code in REFUSED, path
    assert scene.figures() == before
    assert db.session.query(Correction).count() == 0


def test_what_two_offices_correct_shows_both_names_everywhere(cast, as_, published):
    with transaction():
        record, indicator = published.record, type("Key", (), {"id": published.indicator})
        key = corrected(cast, record, measure(cast.traffic, indicator, 95)).id
    newest = db.session.query(Publication).filter_by(version=2).one()
    traffic = next(row for row in json.loads(newest.snapshot)["departments"] if row["department_id"] == cast.traffic)
    (mark,) = next(line for line in traffic["lines"] if line["indicator_id"] == published.indicator)["corrections"]
    assert (mark["entered_by"], mark["confirmed_by"]) == ("최관제", "윤바위")
    here = f"/rounds/{published.round_id}"
    for client, path in (
        (as_(cast.lee), f"{here}/results/{cast.traffic}/derivation"),
        (as_(cast.kang), f"{here}/departments/{cast.traffic}/measures"),
        (as_(cast.gam), f"{here}/reopenings/{key}"),
        (as_(cast.lee), f"{here}/reopenings/{key}"),
    ):
        page = client.get(path).text
        assert "최관제" in page, path
        assert "윤바위" in page, path
