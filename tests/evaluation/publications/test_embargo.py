"""Until the moment of release nobody but the control tower and the auditor reads a figure of the results, anywhere."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

import app as app_package
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Refused
from app.evaluation.enums import CorrectionKind, CorrectionOrigin, Phase
from app.evaluation.models import Publication
from app.evaluation.queries.sources import published_results, published_rounds
from app.evaluation.rules.corrections import CorrectionDraft
from app.evaluation.rules.public_showings import Showing
from app.evaluation.services import publications
from app.evaluation.services.corrections import write_corrections
from app.evaluation.services.public_showings import set_showing
from app.reports.queries.publications import published_round
from tests.factories.evaluation import advance, approve, combined, enter, make_indicator, make_round

READERS = ("kim", "lee", "yoon", "kang", "moon", "jung", "goh")
FIGURES = ("83.06", "54.78", "28.28", "77.74", "50.10", "27.64")
"""Totals and points of the two departments; no actual value looks like one of them."""


@pytest.fixture
def release_at():
    return clock.now() + timedelta(days=3)


@pytest.fixture
def embargoed(cast, app, release_at):
    with transaction():
        return publish(cast, release_at)


def publish(cast, release_at, code="2026-E"):
    first, second = make_indicator(cast.choi, f"{code}-1"), make_indicator(cast.choi, f"{code}-2")
    members = [cast.traffic, cast.civil]
    record = make_round(cast.choi, [(first, 60), (second, 40)], members, code=code)
    advance(cast.choi, record, Phase.MEASURING)
    enter(cast.kang, record, cast.traffic, {first.id: "91.3", second.id: "70.7"})
    approve(cast.lee, record, cast.traffic)
    enter(cast.seo, record, cast.civil, {first.id: "83.5", second.id: "69.1"})
    approve(cast.yoon, record, cast.civil)
    advance(cast.choi, record, Phase.CALIBRATION)
    publications.publish_round(actor=cast.choi, record=record, release_at=release_at)
    set_showing(actor=cast.choi, record=record, showing=Showing(names=True, ranks=True, grades=True, totals=True))
    return record


def addresses(app, values):
    """Every page whose address can be written with these values."""
    adapter = app.url_map.bind("localhost")
    rules = (rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and rule.arguments <= set(values))
    return sorted({adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments}) for rule in rules})


def words_of(answer):
    if answer.status_code != 200:
        return answer.text if answer.mimetype == "text/html" else ""
    if "spreadsheet" not in answer.mimetype:
        return answer.get_data(as_text=True) if answer.mimetype.startswith("text/") else ""
    book = load_workbook(io.BytesIO(answer.data))
    return "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row)


def leaks(client, paths, secrets):
    found = []
    for path in paths:
        words = words_of(client.get(path))
        found += [f"{path}: {secret}" for secret in secrets if secret in words]
    return found


def secrets_of():
    return (
        *FIGURES,
        *db.session.scalars(db.select(Publication.sha256)),
        *(h[:8] for h in db.session.scalars(db.select(Publication.sha256))),
    )


def paths_of(app, cast, record):
    return addresses(
        app,
        {
            "round_id": record.id,
            "department_id": cast.traffic,
            "indicator_id": 1,
            "version": 1,
            "year": 2026,
            "publication_id": 1,
        },
    )


@pytest.mark.parametrize("name", READERS)
def test_no_page_shows_a_figure_of_results_under_embargo(name, app, cast, embargoed, as_):
    client = as_(getattr(cast, name))
    paths = paths_of(app, cast, embargoed)
    assert f"/rounds/{embargoed.id}/results" in paths
    assert leaks(client, paths, secrets_of()) == []


def test_the_public_sees_nothing_under_embargo(app, cast, embargoed, anonymous):
    assert leaks(anonymous, paths_of(app, cast, embargoed), secrets_of()) == []


def test_the_test_above_would_find_a_leak(app, cast, embargoed, as_, release_at):
    paths = paths_of(app, cast, embargoed)
    for name in ("choi", "gam"):
        assert len(leaks(as_(getattr(cast, name)), paths, FIGURES)) > 5
    with clock.frozen_at(release_at):
        found = {leak.partition(":")[0] for leak in leaks(as_(cast.yoon), paths, FIGURES)}
    assert f"/rounds/{embargoed.id}/results" in found


def test_departments_read_when_the_results_come(cast, embargoed, as_, release_at):
    moment = f"{clock.to_seoul(release_at):%H:%M}"
    for path in ("results", f"results/{cast.traffic}", "publications"):
        answer = as_(cast.lee).get(f"/rounds/{embargoed.id}/{path}")
        assert answer.status_code == 200
        assert moment in answer.text


def test_release_happens_by_the_clock(cast, embargoed, as_, release_at):
    just_before = release_at - timedelta(seconds=1)
    for moment, seen in ((just_before, False), (release_at, True)):
        with clock.frozen_at(moment):
            assert bool(published_results(embargoed.id)) is seen
            assert bool(published_rounds()) is seen
            assert ("83.06" in as_(cast.lee).get(f"/rounds/{embargoed.id}/results").text) is seen


def test_incentives_and_combined_scores_wait_for_the_release(cast, embargoed, release_at):
    with pytest.raises(Refused):
        published_round(embargoed.code)
    with pytest.raises(Refused):
        combined(cast.choi, embargoed)
    db.session.rollback()
    with clock.frozen_at(release_at):
        assert published_round(embargoed.code).version == 1


def test_appeals_do_not_begin_under_embargo(cast, embargoed, release_at):
    with pytest.raises(Refused):
        advance(cast.choi, embargoed, Phase.APPEALS)
    db.session.rollback()
    with transaction(), clock.frozen_at(release_at):
        advance(cast.choi, embargoed, Phase.APPEALS)
    assert embargoed.phase is Phase.APPEALS


def test_version_two_replaces_version_one_under_the_same_embargo(cast, embargoed, release_at):
    draft = CorrectionDraft(
        kind=CorrectionKind.MEASURE,
        after={"state": "value", "value": "99"},
        reason="집계 오류를 바로잡음",
        department_id=cast.civil,
        indicator_id=db.session.scalar(text("SELECT indicator_id FROM compositions ORDER BY id LIMIT 1")),
    )
    with transaction():
        write_corrections(
            record=embargoed,
            drafts=[draft],
            origin=CorrectionOrigin.REOPENING,
            origin_id=1,
            entered_by_id=cast.choi.id,
            confirmed_by_id=cast.lee.id,
        )
        second = publications.publish_correction(
            actor=cast.choi, record=embargoed, confirmed_by_id=cast.lee.id, reason="집계 오류를 바로잡음"
        )
    assert second.release_at == release_at
    assert published_results(embargoed.id) == []
    with clock.frozen_at(release_at):
        assert published_rounds()[0].version == 2


@pytest.mark.parametrize("days", [-1, 0, 61])
def test_a_release_lies_ahead_and_not_too_far(cast, write, days):
    with pytest.raises(Refused):
        publish(cast, clock.now() + timedelta(days=days))


def test_the_moment_of_release_does_not_move(cast, embargoed):
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text("UPDATE publications SET release_at = NULL"))


KNOWN = {
    "cli/check.py": "proves what is published",
    "cli/check_told.py": "proves what the audit says",
    "cli/demo/calibration.py": "lives the demo's year",
    "evaluation/models/__init__.py": "the tables",
    "evaluation/models/results.py": "the tables",
    "evaluation/queries/appeal_corrections.py": "the number of a version, for who reads the appeal",
    "evaluation/queries/appeals.py": "the number of a version, for who reads the appeal",
    "evaluation/queries/corrections.py": "the number of the next version",
    "evaluation/queries/rehearsals.py": "for the control tower and the auditor",
    "evaluation/services/appeal_corrections.py": "returns the version it published",
    "evaluation/services/rehearsals.py": "for the control tower and the auditor",
    "evaluation/services/workbooks/rehearsals.py": "for the control tower and the auditor",
}


def test_whoever_reads_published_results_asks_what_is_released():
    root = Path(app_package.__file__).parent
    readers = {
        str(path.relative_to(root)): path.read_text(encoding="utf-8")
        for path in root.rglob("*.py")
        if re.search(
            r"from app\.evaluation\.models[^\n]* import [^)]*?\b(Publication|Result)\b", path.read_text("utf-8")
        )
    }
    strangers = {name for name, text in readers.items() if "queries.releases" not in text}
    assert strangers - set(KNOWN) - {"evaluation/queries/releases.py"} == set()
